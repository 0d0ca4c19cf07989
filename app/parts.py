"""The parts that are not configured elsewhere: started by us, their data kept."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TypeAlias

from pydantic import SecretStr

from app.embedded import mongod, seaweedfs
from app.errors import CannotStart
from app.secret import kept_in
from app.settings import Settings
from storage.client import S3Location

# A part that runs while its block does, and the settings that lead to it.
Part: TypeAlias = AbstractAsyncContextManager[dict[str, object]]


@asynccontextmanager
async def provided(settings: Settings) -> AsyncIterator[Settings]:
    """The settings, with every gap filled by a part that runs while the block does."""
    async with AsyncExitStack() as stack:
        found: dict[str, object] = {}
        if settings.secret_key is None:
            found["secret_key"] = SecretStr(kept_in(settings.data))
        for values in await _started(stack, _missing(settings)):
            found |= values
        yield settings.model_copy(update=found)


async def _started(stack: AsyncExitStack, parts: Iterable[Part]) -> list[dict[str, object]]:
    """What the parts tell, all started at the same time; when one cannot, none is left running."""
    try:
        async with asyncio.TaskGroup() as group:
            starting = [group.create_task(stack.enter_async_context(part)) for part in parts]
    except* CannotStart as failed:
        # The first reason is enough, and the rest may be its consequences.
        raise failed.exceptions[0] from None
    return [task.result() for task in starting]


def _missing(settings: Settings) -> Iterator[Part]:
    if settings.mongodb_uri is None:
        yield _database(settings)
    if settings.s3_bucket is None:
        yield _store(settings)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[dict[str, object]]:
    async with mongod.running(settings.data) as uri:
        yield {"mongodb_uri": SecretStr(uri)}


@asynccontextmanager
async def _store(settings: Settings) -> AsyncIterator[dict[str, object]]:
    async with seaweedfs.running(settings.data, cors_origins=settings.origins) as location:
        yield _told(location)


@asynccontextmanager
async def database_of(settings: Settings) -> AsyncIterator[str]:
    """The URI of the database alone: of the embedded one that runs already, if it does."""
    if settings.mongodb_uri is not None:
        yield settings.mongodb_uri.get_secret_value()
    elif (found := await mongod.found_running(settings.data)) is not None:
        yield found
    else:
        async with mongod.running(settings.data) as uri:
            yield uri


@asynccontextmanager
async def beside(settings: Settings) -> AsyncIterator[Settings]:
    """The settings, with every gap filled by a part that runs already, or by one of our own."""
    found: dict[str, object] = {}
    if settings.mongodb_uri is None:
        uri = await mongod.found_running(settings.data)
        found |= {"mongodb_uri": SecretStr(uri)} if uri is not None else {}
    if settings.s3_bucket is None:
        store = await seaweedfs.found_running(settings.data)
        found |= _told(store) if store is not None else {}
    async with provided(settings.model_copy(update=found)) as full:
        yield full


def environment(settings: Settings) -> dict[str, str]:
    """The settings as variables, for a process of our own that shares the parts."""
    values = {name: getattr(settings, name) for name in type(settings).model_fields}
    return {
        f"ECOGRAM_{name.upper()}": _text(value)
        for name, value in values.items()
        if value is not None
    }


def _text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _told(location: S3Location) -> dict[str, object]:
    return {
        "s3_bucket": location.bucket,
        "s3_endpoint_url": location.endpoint_url,
        "s3_public_endpoint_url": location.public_endpoint_url,
        "s3_region": location.region,
        "s3_access_key": location.access_key,
        "s3_secret_key": SecretStr(location.secret_key or ""),
        "s3_path_style": location.path_style,
    }
