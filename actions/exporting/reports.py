"""What is not in exports, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from beanie import PydanticObjectId

from actions.library import Window
from documents.export_skips import ExportSkip
from documents.pages import Page, Raw


@dataclass(frozen=True, slots=True)
class SkipsAsked:
    """A page of the report of an export that the viewer may see."""

    export_id: PydanticObjectId
    window: Window


async def load_skip_pages(asked: Sequence[SkipsAsked]) -> list[Page]:
    """The page that each asked for, in their order; one query for all."""
    pipelines = [[*_pipeline(one), {"$set": {"asked": n}}] for n, one in enumerate(asked)]
    name = ExportSkip.get_collection_name()
    others = [{"$unionWith": {"coll": name, "pipeline": one}} for one in pipelines[1:]]
    found: list[list[Raw]] = [[] for _ in asked]
    rows = await ExportSkip.get_pymongo_collection().aggregate([*pipelines[0], *others])
    async for row in rows:
        found[row.pop("asked")].append(row)
    return [
        Page(rows[: one.window.first], more=len(rows) > one.window.first)
        for one, rows in zip(asked, found, strict=True)
    ]


def _pipeline(asked: SkipsAsked) -> list[Raw]:
    window = asked.window
    beyond = [window.order.beyond(*window.after)] if window.after else []
    return [
        {"$match": {"$and": [{"export_id": asked.export_id}, *beyond]}},
        {"$sort": dict(window.order.sort)},
        {"$limit": window.first + 1},
    ]
