"""Following a collection live: one change stream per process, never one per subscriber."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from beanie import Document
from pymongo.errors import OperationFailure, PyMongoError

# No way leads on from where we stopped: the oplog no longer holds that place, or the collection
# was dropped there.
TOKEN_LOST = {260, 280, 286}
PAUSE = 1.0
logger = logging.getLogger(__name__)


async def changes(
    model: type[Document], pipeline: Sequence[Mapping[str, Any]]
) -> AsyncIterator[dict[str, Any] | None]:
    """Every insert and update of `model` that passes `pipeline`, with the document as it is now.

    Goes on after failures of the network and elections from where it was, for ever. Gives
    None once it follows, and whenever events may have been missed: read the state anew then.
    """
    token: Any = None
    while True:
        try:
            stream = await model.get_pymongo_collection().watch(
                list(pipeline), full_document="updateLookup", resume_after=token
            )
            async with stream:
                if token is None:
                    token = stream.resume_token
                    yield None
                async for event in stream:
                    token = stream.resume_token
                    if event.get("fullDocument") is not None:
                        yield event["fullDocument"]
        except PyMongoError as error:
            logger.warning("The change stream on %s broke: %s", model.get_collection_name(), error)
            if isinstance(error, OperationFailure) and error.code in TOKEN_LOST:
                token = None
            await asyncio.sleep(PAUSE)
