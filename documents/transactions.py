"""What must change together."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pymongo.asynchronous.client_session import AsyncClientSession

from documents.audit import AuditEntry

Session = AsyncClientSession
Result = TypeVar("Result")


async def together(work: Callable[[Session], Awaitable[Result]]) -> Result:
    """Run `work` in one transaction: all of its writes happen, or none.

    The driver runs `work` again after a write conflict, so it must not change anything
    but the database. Whatever it raises undoes the transaction and comes out as it is.
    """
    client: Any = AuditEntry.get_pymongo_collection().database.client
    async with client.start_session() as session:
        result: Result = await session.with_transaction(work)
        return result
