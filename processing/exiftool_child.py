"""One running ExifTool."""

import asyncio
import shutil
from collections.abc import Sequence
from typing import Self

from processing.limits import MIB
from processing.process import BARE_ENVIRONMENT, Subprocess

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
    async def start(cls, command: str, *, most_written: int) -> Self:
        """Start ExifTool under its limits; no file that it writes is larger than `most_written`."""
        process = await Subprocess.start(
            [*_fetters(most_written), command, "-config", "", "-stay_open", "True", "-@", "-"],
            name="exiftool",
            longest_line=LONGEST_ANSWER,
        )
        return cls(process)

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


def _fetters(most_written: int) -> list[str]:
    """What stands before the command: a death signal and limits, where they exist."""
    fetters: list[str] = []
    if setpriv := found("setpriv"):
        fetters += [setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"]
    if prlimit := found("prlimit"):
        limits = (f"--as={MEMORY_BYTES}", "--core=0", f"--fsize={most_written}")
        fetters += [prlimit, *limits, "--"]
    return fetters
