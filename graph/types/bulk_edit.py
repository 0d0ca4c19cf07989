"""Edits of all images that a filter finds, as clients see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry
from beanie import PydanticObjectId

from actions.bulk_editing.asking import reported
from actions.library import Window
from documents.bulk_edits import BulkEditRow as RowDocument
from documents.pages import Order, Raw
from graph.context import Info
from graph.cursors import USUAL, decode_number, encode, page_size
from graph.errors import ErrorParam, UserError, UserErrorCode
from graph.ids import global_id
from graph.types.connection import Connection, edged, place
from graph.types.enums import BulkOutcome, JobState
from graph.types.image import Image
from graph.types.job import Job
from graph.types.saved_where import SavedImagesWhere, read

IN_TURN = Order("number", descending=False)
COUNTS = ("matched", "done", "edited", "unchanged", "skipped", "refused")


@strawberry.type(description="An image that an edit of many left as it was, and why.")
class BulkEditRow:
    """One outcome."""

    inner: strawberry.Private[PydanticObjectId]
    outcome: BulkOutcome = strawberry.field(description="SKIPPED or REFUSED.")
    image_id: strawberry.ID = strawberry.field(description="The image.")
    error: UserError = strawberry.field(
        description="Why it was not edited; its path is within the edit."
    )

    @strawberry.field(description="The image as it is now; null where it is gone.")
    async def image(self, info: Info) -> Image | None:
        """Loaded with those of the other rows."""
        raw = await info.context.images.load(self.inner)
        return Image.of(raw, info.context.house) if raw else None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "BulkEditRow":
        """The outcome of a raw row."""
        return cls(
            inner=raw["image_id"],
            outcome=BulkOutcome(raw["outcome"]),
            image_id=strawberry.ID(global_id("Image", raw["image_id"])),
            error=_error(raw["error"]),
        )


@strawberry.type(description="One edit of all images that a filter found, made by a job.")
class BulkEdit:
    """Kept for 90 days."""

    raw: strawberry.Private[Raw]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    state: JobState = strawberry.field(description="Where it is.")
    reverts_id: strawberry.ID | None = strawberry.field(
        description="The edit that it takes back; null where it is none of these."
    )
    matched: int = strawberry.field(
        description="How many images were found; grows until all are noted, before any is edited."
    )
    done: int = strawberry.field(description="How many of them have had their turn.")
    edited: int = strawberry.field(description="How many were edited.")
    unchanged: int = strawberry.field(description="How many were so already.")
    skipped: int = strawberry.field(
        description="How many the filter found no more when their turn came."
    )
    refused: int = strawberry.field(description="How many were refused.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When it ended.")

    @strawberry.field(description="Its filter, as it was given; null where it takes an edit back.")
    def where(self) -> SavedImagesWhere | None:
        """Read back."""
        kept = self.raw["where"]
        return None if kept is None else read(SavedImagesWhere, kept)

    @strawberry.field(description="The job that does it, with its progress.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.raw["job_id"])
        return Job.of(raw) if raw else None

    @strawberry.field(
        description="The images that were skipped or refused, the first 1,000 of them."
    )
    async def results(
        self,
        info: Info,
        outcome: Annotated[
            BulkOutcome | None, strawberry.argument(description="Only these; all by default.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
        after: Annotated[
            str | None, strawberry.argument(description="The endCursor of the page before.")
        ] = None,
    ) -> Connection[BulkEditRow]:
        """By keyset."""
        window = Window(
            order=IN_TURN, first=page_size(first), after=decode_number(after) if after else None
        )
        where = {"bulk_edit_id": self.raw["_id"], **({"outcome": outcome} if outcome else {})}
        found = await reported(info.context.viewer, where, window)
        nodes = [BulkEditRow.of(raw) for raw in found.rows]
        cursors = [encode(str(raw["number"]), raw["_id"]) for raw in found.rows]
        return Connection(
            model=RowDocument,
            where=where,
            nodes=nodes,
            edges=edged(nodes, cursors),
            page_info=place(found, cursors, began=after is None),
        )

    @classmethod
    def of(cls, raw: Raw) -> "BulkEdit":
        """The one of a raw row."""
        reverts = raw["reverts"]
        return cls(
            raw=raw,
            id=strawberry.ID(global_id("BulkEdit", raw["_id"])),
            state=JobState(raw["state"]),
            reverts_id=strawberry.ID(global_id("BulkEdit", reverts)) if reverts else None,
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
            **{name: raw[name] for name in COUNTS},
        )


def _error(told: Mapping[str, Any]) -> UserError:
    params = [ErrorParam(name=name, value=str(value)) for name, value in told["params"].items()]
    code = UserErrorCode(told["code"])
    return UserError(code=code, message=told["message"], path=told["path"], params=params)
