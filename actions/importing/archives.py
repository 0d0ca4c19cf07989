"""Importing the files of a ZIP archive, one after the other, from a copy on our own disk."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from actions.importing.manifests import MANIFEST, Sayings, refuse, refused
from actions.importing.operators import must_be_here
from actions.importing.sources import ItemRefused, Means, Planned, SourceUnusable
from actions.importing.threads import in_thread
from archives import manifest
from archives.directory import ArchiveLimits
from archives.entries import Entry, entries, extract
from archives.errors import ArchiveRefused, EntryRefused
from archives.manifest import ManifestRefused, Row
from documents.import_items import ImportItem
from documents.imports import Import
from storage import keys
from storage.errors import ObjectMissing


class ArchiveSource:
    """The entries of the archive that `Import.where` names.

    `archive` and `manifest` are uploads, each with the `etag` of the bytes that are meant;
    `path` and `manifest_path` are files of this machine instead, with `size` and `changed`.
    """

    def __init__(self, import_: Import, means: Means) -> None:
        if "path" in import_.where:
            must_be_here(means)
        self._where: dict[str, Any] = import_.where
        self._means = means
        self._copying = asyncio.Lock()
        self._archive: Path | None = None

    async def items(self) -> AsyncIterator[Planned]:
        """Every file but the manifest; those that cannot be taken are refused in their turn."""
        path = await self._path()
        try:
            sayings = Sayings(
                await self._rows(path), self._where.get("group"), self._where.get("collection")
            )
            async for entry in in_thread(entries(path, self._limits)):
                if entry.name != MANIFEST:
                    yield sayings.planned(entry.name, _where(entry))
        except (ArchiveRefused, ManifestRefused) as error:
            raise SourceUnusable(error.code, str(error)) from error
        for one in sayings.missing():
            yield one

    async def open(self, item: ImportItem, to: Path) -> None:
        """Unpack the entry of an item."""
        refuse(item.where)
        path = await self._path()
        entry = Entry(item.name, *json.loads(item.where))
        try:
            await asyncio.to_thread(extract, path, entry, to)
        except EntryRefused as error:
            raise ItemRefused(error.code, str(error)) from error

    @property
    def _limits(self) -> ArchiveLimits:
        return ArchiveLimits(max_file_bytes=self._means.uploads.max_bytes)

    async def _path(self) -> Path:
        """The archive on our disk; it is copied there once, however many wait for it."""
        async with self._copying:
            if self._archive is None:
                self._archive = await self._found()
        return self._archive

    async def _found(self) -> Path:
        if "path" in self._where:
            return await asyncio.to_thread(_unchanged, self._where)
        path = self._means.folder / "archive.zip"
        await self._copied(self._where["archive"], self._where["etag"], path)
        promised = self._where.get("sha256")
        if promised and await asyncio.to_thread(_sha256, path) != promised:
            said = "The archive is not the one that its sender announced: send it again."
            raise SourceUnusable("CHECKSUM_MISMATCH", said)
        return path

    async def _copied(self, upload: str, etag: str, path: Path) -> None:
        """Copy what was sent, provided that nobody has sent anything else since."""
        key, bucket = keys.incoming(upload), self._means.bucket
        try:
            await bucket.download(key, path)
            same = (await bucket.head(key)).etag == etag
        except ObjectMissing as error:
            said = "The archive is not kept any more: send it again."
            raise SourceUnusable("ARCHIVE_GONE", said) from error
        if not same:
            said = "The archive was sent again after its import was begun: import it anew."
            raise SourceUnusable("ARCHIVE_CHANGED", said)

    async def _rows(self, archive: Path) -> dict[str, Row]:
        if "manifest_path" in self._where:
            return await asyncio.to_thread(manifest.read, Path(self._where["manifest_path"]))
        path = self._means.folder / MANIFEST
        if self._where.get("manifest"):
            await self._copied(self._where["manifest"], self._where["manifest_etag"], path)
            return await asyncio.to_thread(manifest.read, path)
        return await asyncio.to_thread(_own_rows, archive, path, self._limits)


async def forget(import_: Import, means: Means) -> None:
    """Remove what was sent for an import that has ended; may be repeated.

    The records of the uploads stay until nobody can send to their keys any more.
    """
    sent = [import_.where[part] for part in ("archive", "manifest") if import_.where.get(part)]
    if sent:
        await means.bucket.delete([keys.incoming(id) for id in sent])


def _own_rows(archive: Path, to: Path, limits: ArchiveLimits) -> dict[str, Row]:
    """What the archive's own manifest says, if it has one."""
    for entry in entries(archive, limits):
        if entry.name == MANIFEST:
            try:
                extract(archive, entry, to)
            except EntryRefused as error:
                raise SourceUnusable(error.code, f"manifest.csv: {error}") from error
            return manifest.read(to)
    return {}


def _where(entry: Entry) -> str:
    if entry.refused is not None:
        return refused(entry.refused.code, str(entry.refused))
    return json.dumps([entry.offset, entry.packed, entry.size, entry.method, entry.crc])


def _unchanged(where: dict[str, Any]) -> Path:
    path = Path(where["path"])
    try:
        found = path.stat()
    except OSError as error:
        raise SourceUnusable("ARCHIVE_GONE", f"{path} is not there: {error.strerror}.") from error
    if (found.st_size, found.st_mtime_ns) != (where["size"], where["changed"]):
        raise SourceUnusable("ARCHIVE_CHANGED", f"{path} has changed since: import it anew.")
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
