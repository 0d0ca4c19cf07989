"""Importing the objects of any bucket that the operator may read, for `ecogram import` alone."""

import asyncio
import posixpath
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from actions.importing.buckets import BucketSource
from actions.importing.manifests import refuse
from actions.importing.operators import must_be_here, sayings
from actions.importing.sources import ItemRefused, Means, Planned, Source, SourceUnusable
from documents.import_items import ImportItem
from documents.imports import Import
from processing.errors import FileTooLarge
from storage.bucket import Bucket
from storage.errors import ObjectMissing


def bucket_source(import_: Import, means: Means) -> Source:
    """Another bucket where `Import.where` names one, else the part of ours set aside for it."""
    if "bucket" in import_.where:
        return StoreSource(import_, means)
    return BucketSource(import_, means)


class StoreSource:
    """The objects below `Import.where["prefix"]`, in the bucket that the command opened."""

    def __init__(self, import_: Import, means: Means) -> None:
        must_be_here(means)
        self._where: dict[str, Any] = import_.where
        self._means = means

    async def items(self) -> AsyncIterator[Planned]:
        """All objects but folders and hidden ones, named by what follows the prefix."""
        said = await asyncio.to_thread(sayings, self._where)
        prefix = str(self._where["prefix"])
        try:
            async for info in self._bucket.list(prefix):
                last = posixpath.basename(info.key)
                if last and not last.startswith("."):
                    name = info.key.removeprefix(prefix).lstrip("/") or last
                    yield said.planned(name, info.key)
        except ObjectMissing as error:
            raise SourceUnusable("OBJECT_MISSING", str(error)) from error
        for one in said.missing():
            yield one

    async def open(self, item: ImportItem, to: Path) -> None:
        """Fetch the object, if it is there and no larger than the limit."""
        refuse(item.where)
        limit = self._means.uploads.max_bytes
        try:
            info = await self._bucket.head(item.where)
            if info.length > limit:
                raise FileTooLarge(limit=limit, actual=info.length)
            await self._bucket.download(item.where, to)
        except ObjectMissing as error:
            raise ItemRefused("OBJECT_MISSING", "The object is not there any more.") from error

    @property
    def _bucket(self) -> Bucket:
        operator = self._means.rules.operator
        assert operator is not None, "Made sure of when the source was made."
        assert operator.elsewhere is not None, "The command opens the bucket that it names."
        return operator.elsewhere
