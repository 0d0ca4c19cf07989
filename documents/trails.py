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
# Looks that lead nowhere, after which nothing is on its way.
MOST_STILL = 10


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
    """What was touched since a place, each document once; after `most` looks it is enough.

    Raises TrailLost.
    """
    kinds = {model.get_collection_name(): model for model in models}
    found: dict[type[Document], dict[PydanticObjectId, None]] = {}
    # An empty batch alone does not say that we are there: the way may be long, and hold nothing.
    # A new stream begins one beyond the last of all changes.
    end = _place(await here(models)) - 1
    looks, still = 0, 0
    try:
        async with await _watch(models, since) as stream:
            token: Token = since
            while looks < most:
                looks += 1
                event = await stream.try_next()
                still = still + 1 if stream.resume_token == token else 0
                token = stream.resume_token or token
                if event is not None:
                    ids = found.setdefault(kinds[event["ns"]["coll"]], {})
                    ids[event["documentKey"]["_id"]] = None
                elif _place(token) >= end or still == MOST_STILL:
                    return Passed(_lists(found), token, more=False)
            return Passed(_lists(found), token, more=True)
    except OperationFailure as error:
        if error.code in TOKEN_LOST:
            raise TrailLost from error
        raise


def _place(token: Token) -> int:
    """The time of the cluster with which a place begins: seconds, then a count, of 32 bits each."""
    return int(str(token["_data"])[2:18], 16)


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
