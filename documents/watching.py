"""Following a collection live: one change stream per process, never one per subscriber."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import Document, PydanticObjectId
from pymongo.errors import OperationFailure, PyMongoError

# No way leads on from where we stopped: the oplog no longer holds that place, or the collection
# was dropped there.
TOKEN_LOST = {260, 280, 286}
PAUSE = 1.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Touch:
    """A document that was made, changed or removed; `token` is the place of that."""

    id: PydanticObjectId
    token: str


async def touches(model: type[Document], *unseen: str) -> AsyncIterator[Touch | None]:
    """As `changes`, but only which documents were touched, those that were removed too.

    An update of nothing but the fields `unseen`, which nobody is shown, is no touch. The writes
    of a transaction come in one batch of the stream, with nothing between: whoever gathers what is
    handed on without a wait never sees half of it, unless the stream had to begin anew within.
    """
    told: list[Mapping[str, Any]] = [
        {"documentKey": {"$exists": True}},
        *([{"$expr": {"$not": _of_nothing_but(unseen)}}] if unseen else []),
    ]
    pipeline: list[dict[str, Any]] = [
        {"$match": {"$and": told}},
        {"$project": {"documentKey": 1, "operationType": 1}},
    ]
    async for event in _events(model, pipeline, look_up=False):
        if event is None:
            yield None
        else:
            yield Touch(event["documentKey"]["_id"], event["_id"]["_data"])


def _of_nothing_but(fields: Sequence[str]) -> Mapping[str, Any]:
    """Whether an event is an update that changes some of the fields and no others."""
    described = "$updateDescription"
    pairs = {"$objectToArray": {"$ifNull": [f"{described}.updatedFields", {}]}}
    names = {"$map": {"input": pairs, "in": "$$this.k"}}
    rest = {"$ifNull": [f"{described}.removedFields", []]}
    return {
        "$and": [
            {"$eq": ["$operationType", "update"]},
            {"$setIsSubset": [names, list(fields)]},
            {"$eq": [rest, []]},
        ]
    }


async def changes(
    model: type[Document], pipeline: Sequence[Mapping[str, Any]]
) -> AsyncIterator[dict[str, Any] | None]:
    """Every insert and update of `model` that passes `pipeline`, with the document as it is now.

    Goes on after failures of the network and elections from where it was, for ever. Gives
    None once it follows, and whenever events may have been missed: read the state anew then.
    """
    async for event in _events(model, pipeline, look_up=True):
        if event is None:
            yield None
        elif event.get("fullDocument") is not None:
            yield event["fullDocument"]


async def _events(
    model: type[Document], pipeline: Sequence[Mapping[str, Any]], *, look_up: bool
) -> AsyncIterator[dict[str, Any] | None]:
    token: Any = None
    while True:
        try:
            stream = await model.get_pymongo_collection().watch(
                list(pipeline),
                full_document="updateLookup" if look_up else None,
                resume_after=token,
            )
            async with stream:
                if token is None:
                    token = stream.resume_token
                    yield None
                async for event in stream:
                    token = stream.resume_token
                    yield event
        except PyMongoError as error:
            logger.warning("The change stream on %s broke: %s", model.get_collection_name(), error)
            if isinstance(error, OperationFailure) and error.code in TOKEN_LOST:
                token = None
            await asyncio.sleep(PAUSE)
