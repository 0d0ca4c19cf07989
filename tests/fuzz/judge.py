"""Whether a file ended as it may: as a picture or as a typed error, soon, and nobody lost."""

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from processing.errors import (
    EmptyFile,
    FileCorrupt,
    FileTooLarge,
    FileTruncated,
    MetadataUnreadable,
    ProcessingCrashed,
    ProcessingError,
    ProcessingOutOfMemory,
    TooManyFrames,
    TooManyPixels,
    UnsupportedFormat,
)
from processing.exiftool import ExifTool
from processing.limits import MIB, Limits
from processing.presets import FULLSIZE, MEDIUM, THUMB
from processing.sandbox import Sandbox

SECONDS = 15
LIMITS = Limits(wall_seconds=SECONDS)
PRESETS = (FULLSIZE, THUMB, MEDIUM[0])
READER_MEMORY = 512 * MIB
# How a stranger's file may be refused. That it crashed or hung its child is not among them.
REFUSALS = (
    EmptyFile, FileCorrupt, FileTooLarge, FileTruncated, ProcessingOutOfMemory, TooManyFrames,
    TooManyPixels, UnsupportedFormat,
)  # fmt: skip


@dataclass
class Judge:
    """Runs files through the real children, and remembers what came of them."""

    sandbox: Sandbox
    exiftool: ExifTool
    folder: Path
    outcomes: "Counter[str]" = field(default_factory=Counter)
    # Seconds that the slowest file took to be decoded and rendered, and which one it was.
    slowest: tuple[float, str] = (0.0, "")
    largest: int = 0

    async def fault(self, data: bytes, name: str = "") -> str | None:
        """What went wrong that must not; None for a file that ended as files may."""
        source, into = self.folder / "source", self.folder / "into"
        await asyncio.to_thread(_laid_out, source, into, data)
        begun = time.monotonic()
        fault = await self._developed(source, into)
        self.slowest = max(self.slowest, (time.monotonic() - begun, name))
        return fault or await self._read(source) or self._swollen()

    async def _developed(self, source: Path, into: Path) -> str | None:
        try:
            developed = await self.sandbox.develop(source, into, PRESETS)
        except REFUSALS as error:
            self.outcomes[error.code] += 1
            return None
        except ProcessingError as error:
            return f"{error.code}: {error}"
        self.outcomes["a picture"] += 1
        return None if len(developed.renditions) == len(PRESETS) else "A rendition is missing."

    async def _read(self, source: Path) -> str | None:
        begun = time.monotonic()
        try:
            await self.exiftool.read(source)
        except MetadataUnreadable as error:
            self.outcomes[f"metadata: {error.reason}"] += 1
        except ProcessingCrashed as error:
            return f"metadata, {error.code}: {error}"
        spent = time.monotonic() - begun
        return None if spent < SECONDS else f"Reading metadata took {spent:.1f} s."

    def _swollen(self) -> str | None:
        for child in psutil.Process().children():
            most = {"processing.child": LIMITS.memory_bytes, "-stay_open": READER_MEMORY}
            limit = next((most[word] for word in child.cmdline() if word in most), None)
            if limit is None:
                continue
            held = child.memory_info().rss
            self.largest = max(self.largest, held)
            if held > limit:
                return f"A child holds {held:,} bytes."
        return None


@asynccontextmanager
async def judging(folder: Path) -> AsyncIterator[Judge]:
    """A judge with children of its own, who works in the folder."""
    async with (
        Sandbox(LIMITS, size=1, folder=folder) as sandbox,
        ExifTool(folder=folder) as exiftool,
    ):
        yield Judge(sandbox, exiftool, folder)


def _laid_out(source: Path, into: Path, data: bytes) -> None:
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    source.write_bytes(data)
