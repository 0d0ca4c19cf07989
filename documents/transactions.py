"""What must change together."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import PyMongoError

from documents.audit import AuditEntry

Session = AsyncClientSession
Result = TypeVar("Result")
Claim = Callable[[Session], Awaitable[None]]
# What the transaction under way has lost to another one at an earlier try.
_lost: ContextVar[list[Claim]] = ContextVar("lost")
_lines: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def _line() -> asyncio.Lock:
    """Where the losers of this process stand, first come first served; each loop has its own."""
    return _lines.setdefault(asyncio.get_running_loop(), asyncio.Lock())


async def together(work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Run `work` in one transaction: all of its writes happen, or none.

    The driver runs `work` again after a write conflict, so it must not change anything
    but the database. Whatever it raises undoes the transaction and comes out as it is.
    """
    client: Any = AuditEntry.get_pymongo_collection().database.client
    lost: list[Claim] = []
    in_line = False

    async def attempt(session: Session) -> Result:
        nonlocal in_line
        if lost and not in_line:
            await line.enter_async_context(_line())
            in_line = True
        for claim in lost:
            await claim(session)
        return await work(session)

    token = _lost.set(lost)
    try:
        async with AsyncExitStack() as line, client.start_session() as session:
            result: Result = await session.with_transaction(attempt)
            return result
    finally:
        _lost.reset(token)


@contextmanager
def contended(claim: Claim) -> Iterator[None]:
    """Mark a write to a document for which many transactions meet.

    One that loses it to another stands in line with those of this process that have lost too,
    and `claim`s the document first of all at its next try: so a long transaction is not
    overtaken by short ones for ever, and nobody does work that cannot be kept.
    """
    try:
        yield
    except PyMongoError as error:
        lost = _lost.get([])
        if error.has_error_label("TransientTransactionError") and claim not in lost:
            lost.append(claim)
        raise
