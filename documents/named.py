"""Which records name which keys of the store: a range of them at a time, or some.

Keys are compared as MongoDB compares text by default, byte for byte in UTF-8; stores list in
the same order.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import Document, PydanticObjectId

from documents.file_versions import FileVersion
from documents.images import Image
from documents.pages import Raw
from documents.processing_states import ProcessingState
from documents.reviews import ReviewState

SETTLED = {ProcessingState.READY.value, ProcessingState.FAILED.value}
IMAGE_FIELDS = (
    "original.key",
    "original.bytes",
    "original.sha256",
    "state",
    "review.state",
    "deleted_at",
    "purged_at",
    "updated_at",
    "renditions.key",
    "renditions.bytes",
    "publication.at",
    "publication.renditions.key",
    "publication.renditions.bytes",
)
VERSION_FIELDS = (
    "image_id",
    "number",
    "original.key",
    "original.bytes",
    "original.sha256",
    "created_at",
    "dropped_at",
)


class Holder(StrEnum):
    """What an object is to the record that names it."""

    ORIGINAL = "ORIGINAL"
    RENDITION = "RENDITION"
    PUBLISHED = "PUBLISHED"
    VERSION = "VERSION"


@dataclass(frozen=True, slots=True)
class Named:
    """A key that a record names, with the `bytes` that it says are there.

    `required` says that they must be there: nobody is on the way to bring or remove them.
    """

    key: str
    bytes: int
    holder: Holder
    record_id: PydanticObjectId
    image_id: PydanticObjectId
    sha256: str | None
    required: bool


@dataclass(frozen=True, slots=True)
class Range:
    """What the records name behind `after`, up to `reached` and that included."""

    named: dict[str, Named]
    reached: str


def of_image(raw: Raw, before: datetime) -> Iterator[Named]:
    """Every key that an image names; required is what has rested since `before`."""
    id, kept = raw["_id"], raw.get("purged_at") is None and raw["updated_at"] <= before
    original, settled = raw["original"], raw["state"] in SETTLED
    arrived = kept and raw["state"] != ProcessingState.AWAITING_UPLOAD
    size, sha = original["bytes"], original.get("sha256")
    yield Named(original["key"], size, Holder.ORIGINAL, id, id, sha, arrived)
    for one in raw.get("renditions") or ():
        yield Named(one["key"], one["bytes"], Holder.RENDITION, id, id, None, kept and settled)
    approved = raw["review"]["state"] == ReviewState.APPROVED and raw.get("deleted_at") is None
    for one in (raw.get("publication") or {}).get("renditions", ()):
        yield Named(one["key"], one["bytes"], Holder.PUBLISHED, id, id, None, kept and approved)


def of_version(raw: Raw, before: datetime) -> Iterator[Named]:
    """The key of an earlier file."""
    original = raw["original"]
    kept = raw.get("number") is not None and raw.get("dropped_at") is None
    yield Named(
        original["key"],
        original["bytes"],
        Holder.VERSION,
        raw["_id"],
        raw["image_id"],
        original.get("sha256"),
        kept and raw["created_at"] <= before,
    )


@dataclass(frozen=True, slots=True)
class Source:
    """A collection that names keys in a field that an index serves, plain or in a list."""

    model: type[Document]
    index: str
    field: str
    fields: Sequence[str]
    read: Callable[[Raw, datetime], Iterator[Named]]
    where: tuple[tuple[str, Any], ...] = ()

    def between(self, after: str, to: str) -> Raw:
        """The filter for records with a key behind `after`, up to `to`."""
        array, _, inner = self.field.rpartition(".")
        span = {"$gt": after, "$lte": to}
        plain = {self.field: span}
        listed = {array: {"$elemMatch": {inner: span}}}
        return {**dict(self.where), **(listed if array.endswith("renditions") else plain)}

    async def found(self, where: Raw, limit: int = 0) -> list[Raw]:
        """Raw records in the order of the index, each once."""
        rows = self.model.get_pymongo_collection().find(where, dict.fromkeys(self.fields, 1))
        return await rows.hint(self.index).limit(limit).to_list()


VERSIONS = Source(FileVersion, "key", "original.key", VERSION_FIELDS, of_version)
ORIGINALS = Source(Image, "key", "original.key", IMAGE_FIELDS, of_image)
RENDITIONS = Source(Image, "rendition_key", "renditions.key", IMAGE_FIELDS, of_image)
PUBLICATIONS = Source(
    Image,
    "published_key",
    "publication.renditions.key",
    IMAGE_FIELDS,
    of_image,
    (("publication.at", {"$type": "date"}),),
)
# An image's own words on a key count for more than those of its list of earlier files.
PICTURES = (VERSIONS, ORIGINALS, RENDITIONS)
PUBLIC = (PUBLICATIONS,)


async def within(
    sources: Sequence[Source], after: str, to: str, *, before: datetime, most: int
) -> Range:
    """What is named behind `after`, up to `to`, or not so far where that is more than `most`.

    However long the range, about `most` records of each source are held.
    """
    found = await asyncio.gather(*(one.found(one.between(after, to), most + 1) for one in sources))
    reached, named = to, dict[str, Named]()
    for source, rows in zip(sources, found, strict=True):
        if len(rows) > most:
            # They came in the order of their first key in the range, and all of the others follow.
            reached = min(reached, *_spelt(rows[-1], source.field, after))
    for source, rows in zip(sources, found, strict=True):
        cut = len(rows) > most
        # Shards, each in an order of its own, may have more of them.
        whole = await source.found(source.between(after, reached)) if cut else rows
        for raw in whole:
            named |= _keys_within(source.read(raw, before), after, reached)
    return Range(named, reached)


def _spelt(raw: Raw, field: str, after: str) -> list[str]:
    held: Any = raw
    for step in field.split("."):
        held = [one[step] for one in held] if isinstance(held, list) else held[step]
    return [key for key in ([held] if isinstance(held, str) else held) if key > after]


def _keys_within(named: Iterable[Named], after: str, to: str) -> dict[str, Named]:
    return {one.key: one for one in named if after < one.key <= to}


async def original_beyond(after: str, to: str, count: int) -> str | None:
    """The key of the original that comes so many behind `after`; None where `to` comes before."""
    span = {"original.key": {"$gt": after, "$lte": to}}
    # A few thousand steps in an index of keys, which nothing is read from but the last.
    rows = Image.get_pymongo_collection().find(span, {"_id": 0, "original.key": 1})
    found = await rows.sort("original.key", 1).skip(count).limit(1).to_list()
    return found[0]["original"]["key"] if found else None


async def originals_kept(keys: Iterable[str]) -> set[str]:
    """Those of some originals that any record names, in whatever state it is; two queries."""
    where = {"original.key": {"$in": list(keys)}}
    return {
        raw["original"]["key"]
        for model in (Image, FileVersion)
        for raw in await model.get_pymongo_collection().find(where, {"original.key": 1}).to_list()
    }


async def public_kept(keys: Sequence[str]) -> set[str]:
    """Those of some public keys that an approval which stands names; one query."""
    standing = {
        "publication.renditions.key": {"$in": list(keys)},
        "publication.at": {"$type": "date"},
        "review.state": ReviewState.APPROVED,
        "deleted_at": None,
    }
    rows = Image.get_pymongo_collection().find(standing, {"publication.renditions.key": 1})
    return {one["key"] async for raw in rows for one in raw["publication"]["renditions"]}


async def of_records(
    image_ids: Sequence[PydanticObjectId],
    version_ids: Sequence[PydanticObjectId],
    before: datetime,
) -> set[Named]:
    """All that some records name now; of earlier files only where their image stays."""
    wanted = [*image_ids]
    images = [raw async for raw in _raw(Image, wanted, IMAGE_FIELDS)]
    staying = {raw["_id"] for raw in images if raw.get("purged_at") is None}
    versions = [raw async for raw in _raw(FileVersion, version_ids, VERSION_FIELDS)]
    return {
        *(one for raw in images for one in of_image(raw, before)),
        *(one for raw in versions if raw["image_id"] in staying for one in of_version(raw, before)),
    }


def _raw(model: type[Document], ids: Sequence[PydanticObjectId], fields: Sequence[str]) -> Any:
    return model.get_pymongo_collection().find(
        {"_id": {"$in": list(ids)}}, dict.fromkeys(fields, 1)
    )
