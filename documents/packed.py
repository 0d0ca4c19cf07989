"""Rows as the database sent them: bytes that nobody has to read who knows them already."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from struct import unpack_from
from typing import Any

from beanie import Document
from bson import ObjectId, decode

from documents.pages import Order, Raw


@dataclass(frozen=True, slots=True)
class PackedPage:
    """Some rows, in order, each as its BSON, and whether more follow."""

    rows: list[bytes]
    more: bool


async def packed_page(
    model: type[Document],
    where: Mapping[str, Any],
    order: Order,
    *,
    first: int,
    after: tuple[Any, ObjectId] | None = None,
    projection: Sequence[str] | None = None,
    hint: str | None = None,
) -> PackedPage:
    """As `documents.pages.page`, but for what rows are."""
    parts = [dict(where)] if after is None else [dict(where), order.beyond(*after)]
    fields = None if projection is None else dict.fromkeys([order.field, *projection], 1)
    found = model.get_pymongo_collection().find_raw_batches({"$and": parts}, fields)
    served = found if hint is None else found.hint(hint)
    asked = served.sort(order.sort).limit(first + 1)
    rows = [row async for batch in asked for row in _rows(batch)]
    return PackedPage(rows[:first], more=len(rows) > first)


def unpacking(model: type[Document]) -> Callable[[bytes], Raw]:
    """What makes a raw row of its bytes, the same as a list gives it."""
    options = model.get_pymongo_collection().codec_options

    def unpack(row: bytes) -> Raw:
        return decode(row, options)

    return unpack


def _rows(batch: bytes) -> Iterator[bytes]:
    """Each row begins with how long it is."""
    at = 0
    while at < len(batch):
        (size,) = unpack_from("<i", batch, at)
        yield batch[at : at + size]
        at += size
