"""Importing the files of a folder of this machine, for `ecogram import` alone."""

import asyncio
import os
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from actions.importing.manifests import MANIFEST, refuse
from actions.importing.operators import must_be_here, sayings
from actions.importing.sources import ItemRefused, Means, Planned, SourceUnusable
from actions.importing.threads import in_thread
from documents.import_items import ImportItem
from documents.imports import Import
from processing.errors import FileTooLarge

PIECE = 1024 * 1024


class FolderSource:
    """The files below `Import.where["path"]`; links are not followed."""

    def __init__(self, import_: Import, means: Means) -> None:
        must_be_here(means)
        self._where: dict[str, Any] = import_.where
        self._root = Path(import_.where["path"])
        self._max_bytes = means.uploads.max_bytes

    async def items(self) -> AsyncIterator[Planned]:
        """Every file but the manifest and hidden ones, in the order of their names."""
        own = self._root / MANIFEST
        has_own = await asyncio.to_thread(own.is_file)
        said = await asyncio.to_thread(sayings, self._where, own if has_own else None)
        async for name in in_thread(_names(self._root)):
            if name != MANIFEST:
                yield said.planned(name, name)
        for one in said.missing():
            yield one

    async def open(self, item: ImportItem, to: Path) -> None:
        """Copy the file, so that nobody changes it while it is checked."""
        refuse(item.where)
        await asyncio.to_thread(_copy, self._root / item.where, to, self._max_bytes)


def _names(root: Path) -> Iterator[str]:
    """The paths of all plain files below `root`, as texts with slashes."""
    try:
        found = sorted(os.scandir(root), key=lambda one: one.name)
    except OSError as error:
        raise SourceUnusable("FILE_MISSING", f"{root}: {error.strerror}.") from error
    for one in found:
        if one.name.startswith("."):
            continue
        if one.is_dir(follow_symlinks=False):
            yield from (f"{one.name}/{inner}" for inner in _names(Path(one.path)))
        elif one.is_file(follow_symlinks=False):
            yield one.name


def _copy(path: Path, to: Path, max_bytes: int) -> None:
    try:
        with _opened(path) as file, to.open("xb") as out:
            size = os.fstat(file.fileno()).st_size
            if size > max_bytes:
                raise FileTooLarge(limit=max_bytes, actual=size)
            left = max_bytes
            while left and (piece := file.read(min(PIECE, left))):
                out.write(piece)
                left -= len(piece)
    except OSError as error:
        raise ItemRefused("FILE_MISSING", f"The file cannot be read: {error.strerror}.") from error


def _opened(path: Path) -> BinaryIO:
    """The file, if it is a plain one still; a pipe in its place would make us wait for ever."""
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise ItemRefused("FILE_MISSING", "The file is not a plain file any more.")
    return file
