"""One running ExifTool."""

import asyncio
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from processing.launch import Launch
from processing.limits import MIB
from processing.process import BARE_ENVIRONMENT, ROOT, Subprocess

MEMORY_BYTES = 512 * MIB
MOST_FILES = 1_000
LONGEST_ANSWER = 8 * MIB


class Child:
    """An ExifTool that waits for commands; it is spent after 1,000, or when one goes wrong."""

    def __init__(self, process: Subprocess) -> None:
        self._process = process
        self._asked = 0
        self.reusable = True

    @classmethod
    async def start(cls, command: str, *, folder: Path, most_written: int) -> Self:
        """Start ExifTool behind its walls: it works on files in `folder`, and on no others.

        No file that it writes is larger than `most_written` bytes; 0 keeps it from writing at all.
        """
        launch = Launch(
            folder=str(folder),
            libraries=_libraries(command),
            may_write=most_written > 0,
            memory=MEMORY_BYTES,
            written=most_written,
        )
        process = await Subprocess.start(
            launch.command([command, "-config", "", "-stay_open", "True", "-@", "-"]),
            name="exiftool",
            longest_line=LONGEST_ANSWER,
            environment={"PYTHONPATH": str(ROOT)},
        )
        return cls(process)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as is known."""
        return self._process.alive

    async def close(self) -> None:
        """End the process."""
        await self._process.close()

    async def run(self, arguments: Sequence[str], seconds: float) -> bytes:
        """What ExifTool answers to one command. Raises Gone, TimeoutError.

        Afterwards `reusable` says whether it may be asked again. Raises ValueError for an
        argument that would be two.
        """
        if any("\n" in argument or "\r" in argument for argument in arguments):
            raise ValueError("An argument of ExifTool stands on one line.")
        self._asked += 1
        self.reusable = False
        lines = (*arguments, f"-execute{self._asked}")
        async with asyncio.timeout(seconds):
            await self._process.say("".join(f"{line}\n" for line in lines).encode())
            answer = await self._process.until(f"{{ready{self._asked}}}\n".encode())
        self.reusable = self._asked < MOST_FILES
        return answer


def found(program: str) -> str | None:
    """Where a program lies that a child may start."""
    return shutil.which(program, path=BARE_ENVIRONMENT["PATH"])


def _libraries(command: str) -> list[str]:
    """Where a program lies that was unpacked rather than installed, its modules beside it."""
    lies = found(command)
    return [str(Path(lies).resolve().parent)] if lies else []
