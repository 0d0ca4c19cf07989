"""A ZIP archive that goes to the store while it is packed."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from actions.downloading.names import Names
from archives.packing import Packer
from documents.clock import now
from processing.embedding import Embedded
from storage.writer import Writer


class Entry(NamedTuple):
    """A picture in the archive: its name, that of its sidecar or "", its SHA-256 in hex."""

    name: str
    beside: str
    sha256: str


class Zipped:
    """The archive under way; `reserved` are names that no picture may have."""

    def __init__(self, writer: Writer, reserved: Sequence[str]) -> None:
        self.writer = writer
        self._packer, self._names = Packer(now()), Names(reserved)

    async def add(self, name: str, path: Path) -> str:
        """Send a file, and give its SHA-256 in hex."""
        await self._send(self._packer.add(name, path))
        assert self._packer.last is not None, "An entry was added."
        return self._packer.last.sha256

    async def take_in(self, wished: str, made: Embedded) -> Entry:
        """Send a picture under the wished name, or one like it, and its sidecar beside it."""
        name = self._names.of(wished)
        sha256 = await self.add(name, made.path)
        beside = ""
        if made.sidecar is not None:
            beside = self._names.beside(name)
            await self.add(beside, made.sidecar)
        return Entry(name, beside, sha256)

    async def end(self) -> None:
        """Send the directory."""
        await self._send(self._packer.end())

    async def _send(self, pieces: Iterator[bytes]) -> None:
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            await self.writer.write(piece)
