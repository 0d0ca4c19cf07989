"""Importing objects of our own bucket, from below the one prefix that is set aside for it."""

import posixpath
from collections.abc import AsyncIterator
from pathlib import Path

from actions.access import Viewer
from actions.arriving.said import Batch
from actions.delivery import Deliver
from actions.importing.beginning import Request, begin
from actions.importing.refusals import InvalidPrefix
from actions.importing.sources import ImportRules, ItemRefused, Means, Planned
from documents.image_files import ImportSource
from documents.import_items import ImportItem
from documents.imports import Import
from processing.errors import FileTooLarge
from storage.bucket import Bucket
from storage.errors import ObjectMissing

LONGEST_PREFIX = 512


async def import_from_bucket(
    viewer: Viewer | None,
    prefix: str,
    batch: Batch,
    *,
    rules: ImportRules,
    deliver: Deliver,
    key: str | None = None,
) -> Import:
    """Import the objects whose keys begin with `prefix`, below the prefix of the rules.

    Nothing outside of that can be named, so nobody reads pictures that are not theirs. Raises
    InvalidPrefix, and what `begin` raises.
    """
    request = Request(
        source=ImportSource.BUCKET,
        where={"prefix": _checked(prefix, rules.prefix)},
        batch=batch,
    )
    return await begin(viewer, request, deliver=deliver, key=key)


class BucketSource:
    """The objects below `Import.where["prefix"]`, which is below that of the rules."""

    def __init__(self, import_: Import, means: Means) -> None:
        self._bucket: Bucket = means.bucket
        self._root = means.rules.prefix
        self._prefix = self._root + str(import_.where["prefix"])
        self._max_bytes = means.uploads.max_bytes

    async def items(self) -> AsyncIterator[Planned]:
        """All objects but those that stand for folders, and hidden ones."""
        async for info in self._bucket.list(self._prefix):
            name = posixpath.basename(info.key)
            if name and not name.startswith("."):
                yield Planned(name=info.key, file_name=name, where=info.key)

    async def open(self, item: ImportItem, to: Path) -> None:
        """Fetch the object, if it is there and no larger than the limit."""
        try:
            info = await self._bucket.head(item.where)
            if info.length > self._max_bytes:
                raise FileTooLarge(limit=self._max_bytes, actual=info.length)
            await self._bucket.download(item.where, to)
        except ObjectMissing as error:
            raise ItemRefused(
                "OBJECT_MISSING", "The object is not in the bucket any more."
            ) from error


def _checked(prefix: str, root: str) -> str:
    """The prefix, if it is one. A store may take keys for paths, so no part may lead upwards."""
    *parts, last = prefix.split("/")
    wrong = any(part in {"", ".", ".."} for part in parts) or last in {".", ".."}
    if wrong or len(prefix) > LONGEST_PREFIX or not prefix.isprintable():
        raise InvalidPrefix(root)
    return prefix
