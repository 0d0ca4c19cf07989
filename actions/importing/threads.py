"""Iterators that wait for disks, run where nobody else has to wait for them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
AT_ONCE = 500


async def in_thread(found: Iterator[Item]) -> AsyncIterator[Item]:
    """What the iterator gives, some hundred at a time, so that memory stays small."""
    while batch := await asyncio.to_thread(lambda: list(islice(found, AT_ONCE))):
        for one in batch:
            yield one
