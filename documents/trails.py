"""What has been touched since a place that is kept: for whoever looks now and then, not live."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import Document, PydanticObjectId
from pymongo.asynchronous.change_stream import AsyncDatabaseChangeStream
from pymongo.errors import OperationFailure

from documents.pages import Raw
from documents.watching import TOKEN_LOST

Token = Mapping[str, Any]
# How long we wait for what is on its way to the change stream.
WAIT_MS = 20


class TrailLost(Exception):
    """The database no longer has all that was changed since: look at everything."""


@dataclass(frozen=True, slots=True)
class Passed:
    """Documents that were made, changed or removed, by kind; up to `token`.

    With `more` there is more already.
    """

    ids: Mapping[type[Document], Sequence[PydanticObjectId]]
    token: Token
    more: bool


async def here(models: Sequence[type[Document]]) -> Token:
    """The place that everything comes after that is changed from now on."""
    async with await _watch(models, None) as stream:
        await stream.try_next()
        assert stream.resume_token is not None, "An open stream always has one."
        return stream.resume_token


async def passed(models: Sequence[type[Document]], since: Token, most: int) -> Passed:
    """What was touched since a place, each document once; at most `most` of all changes.

    Raises TrailLost.
    """
    kinds = {model.get_collection_name(): model for model in models}
    found: dict[type[Document], dict[PydanticObjectId, None]] = {}
    try:
        async with await _watch(models, since) as stream:
            for _ in range(most):
                event = await stream.try_next()
                if event is None:
                    return Passed(_lists(found), stream.resume_token or since, more=False)
                ids = found.setdefault(kinds[event["ns"]["coll"]], {})
                ids[event["documentKey"]["_id"]] = None
            return Passed(_lists(found), stream.resume_token or since, more=True)
    except OperationFailure as error:
        if error.code in TOKEN_LOST:
            raise TrailLost from error
        raise


async def _watch(
    models: Sequence[type[Document]], since: Token | None
) -> AsyncDatabaseChangeStream[Any]:
    names = [model.get_collection_name() for model in models]
    kept = {"ns.coll": {"$in": names}, "documentKey": {"$exists": True}}
    pipeline: list[Raw] = [{"$match": kept}, {"$project": {"ns": 1, "documentKey": 1}}]
    database = models[0].get_pymongo_collection().database
    return await database.watch(pipeline, resume_after=since, max_await_time_ms=WAIT_MS)


def _lists(
    found: Mapping[type[Document], Mapping[PydanticObjectId, None]],
) -> dict[type[Document], list[PydanticObjectId]]:
    return {model: list(ids) for model, ids in found.items()}


class TokenUnreadable(Exception):
    """What somebody sent is no place of ours."""


async def since_told(model: type[Document], told: str, most: int) -> Passed:
    """As `passed`, from a place that was told to a client. Raises TrailLost, TokenUnreadable."""
    try:
        return await passed([model], {"_data": told}, most)
    except OperationFailure as error:
        raise TokenUnreadable from error
