"""Pictures that are to be judged, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from beanie import PydanticObjectId
from pymongo import UpdateOne

from documents.images import Image
from documents.pages import Raw, by_ids, count
from documents.processing_states import ProcessingState
from documents.readiness import INPUTS, labelled, unchanged
from documents.transactions import Session

FIELDS = dict.fromkeys(["_id", *INPUTS], 1)


def waiting(name: str) -> Raw:
    """The filter for pictures that are READY and were not judged by the rules of that name."""
    return {"state": ProcessingState.READY, "deleted_at": None, "readiness_of": {"$ne": name}}


async def some_waiting(name: str, limit: int) -> list[Raw]:
    """At most `limit` of them, with what they are judged by; one query."""
    return await Image.get_pymongo_collection().find(waiting(name), FIELDS).limit(limit).to_list()


async def count_waiting(name: str, *, at_most: int) -> int:
    """How many there are, counting no further than `at_most`."""
    return await count(Image, waiting(name), at_most=at_most)


async def waiting_among(name: str, ids: Sequence[PydanticObjectId]) -> list[Raw]:
    """Those of `ids` that are; one query."""
    return list((await by_ids(Image, ids, waiting(name), list(INPUTS))).values())


async def keep_judgements(
    judged: Iterable[tuple[Mapping[str, Any], Sequence[str]]], name: str
) -> int:
    """Keep the labels of rows, and tell of how many that was.

    A picture that has changed since its row was read is left out. It is no change that clients
    are told of: neither version nor time of change move.
    """
    writes = [UpdateOne(unchanged(raw), labelled(labels, name)) for raw, labels in judged]
    if not writes:
        return 0
    return (await Image.get_pymongo_collection().bulk_write(writes, ordered=False)).matched_count


async def keep_judgement(
    id: PydanticObjectId, labels: Sequence[str], name: str, session: Session
) -> None:
    """Keep the labels of a picture that was read or written in this transaction."""
    images = Image.get_pymongo_collection()
    await images.update_one({"_id": id}, labelled(labels, name), session=session)
