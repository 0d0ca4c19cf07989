"""Telling workers that there is work. The jobs themselves are in the database."""

from collections.abc import Awaitable, Callable, Sequence

from beanie import PydanticObjectId

Deliver = Callable[[Sequence[PydanticObjectId]], Awaitable[None]]


async def by_change_stream(ids: Sequence[PydanticObjectId]) -> None:
    """Nothing to send: workers on this database follow the jobs themselves."""
