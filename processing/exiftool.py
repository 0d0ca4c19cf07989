"""Reading metadata with ExifTool, kept running in child processes with limits."""

import asyncio
import base64
import json
import shutil
from binascii import Error as NotBase64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self

from processing.errors import ExifToolMissing, MetadataUnreadable
from processing.limits import MIB
from processing.pool import Pool
from processing.process import BARE_ENVIRONMENT, Gone, Subprocess

Tags = dict[str, object]

READ_SECONDS = 10
MEMORY_BYTES = 512 * MIB
MOST_FILES = 1_000
LONGEST_ANSWER = 8 * MIB

# No `-m`: 12.57 then overlooks the EXIF of some WebP. No `-q`: it would swallow the ready mark.
READ = ("-j", "-G1", "-a", "-n", "-charset", "filename=utf8", "-charset", "exif=utf8")
ALL = ("-charset", "iptc=utf8", "-all", "-CurrentIPTCDigest")
# Bytes that are no UTF-8 are lost, unless they are asked for as binary; so look again at those
# tags whose text may be in an older character set.
OLD_TEXTS = ("IFD0:ImageDescription", "IFD0:Artist", "IFD0:Copyright", "IFD0:Software")
AGAIN = ("-charset", "iptc=utf8", "-b", "-IPTC:all", *(f"-{tag}" for tag in OLD_TEXTS))


class ExifTool:
    """A pool of running ExifTools. Opening it raises ExifToolMissing if there is none.

    Give it only files that the sandbox has proven to be pictures.
    """

    def __init__(self, *, size: int = 1, command: str = "exiftool") -> None:
        self._command = command
        self._pool = Pool(partial(Reader.start, command), size=size)

    async def __aenter__(self) -> Self:
        if _found(self._command) is None:
            raise ExifToolMissing(command=self._command)
        self._pool.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._pool.close()

    async def read(self, path: Path) -> Tags:
        """All tags by "Group:Name", as text, whole numbers and lists of them.

        Decimal numbers stay text, as they stand in the file. Raises MetadataUnreadable after ten
        seconds, or when ExifTool breaks on the file; the next file gets a new one.
        """
        async with self._pool.borrowed() as reader:
            return await reader.read(path)


class Reader:
    """One running ExifTool."""

    def __init__(self, process: Subprocess) -> None:
        self._process = process
        self._asked = 0
        self._files = 0
        self.reusable = False

    @classmethod
    async def start(cls, command: str) -> Self:
        """Start ExifTool under its limits; it is ready when it first answers."""
        process = await Subprocess.start(
            [*_fetters(), command, "-config", "", "-stay_open", "True", "-@", "-"],
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

    async def read(self, path: Path) -> Tags:
        """The tags of one file; afterwards `reusable` says whether it may read another."""
        self.reusable = False
        with _blaming():
            async with asyncio.timeout(READ_SECONDS):
                tags = await self._ask(*ALL, path=path)
                if _needs_another_look(tags):
                    tags |= {key: decoded(value) for key, value in await self._again(path)}
        self._files += 1
        self.reusable = self._files < MOST_FILES
        return tags

    async def _again(self, path: Path) -> list[tuple[str, object]]:
        tags = await self._ask(*AGAIN, path=path)
        return [(key, value) for key, value in tags.items() if key.startswith(("IPTC:", "IFD0:"))]

    async def _ask(self, *options: str, path: Path) -> Tags:
        self._asked += 1
        arguments = (*READ, *options, _argument(path), f"-execute{self._asked}")
        await self._process.say("".join(f"{argument}\n" for argument in arguments).encode())
        answer = await self._process.until(f"{{ready{self._asked}}}\n".encode())
        found: list[Tags] = json.loads(answer.decode(errors="replace"), parse_float=str)
        return {key: _spelled(value) for key, value in found[0].items()}


def decoded(value: object) -> object:
    """A text that came as base64 because it is no UTF-8, read in the old character sets."""
    if isinstance(value, list):
        return [decoded(one) for one in value]
    if not isinstance(value, str) or not value.startswith("base64:"):
        return value
    try:
        data = base64.b64decode(value.removeprefix("base64:"), validate=True)
    except NotBase64:
        return value
    return _old_text(data)


def _old_text(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Bytes that Windows never wrote come from old Macs.
        return data.decode("mac_roman")


def _needs_another_look(tags: Tags) -> bool:
    lossy = any("?" in str(tags.get(tag, "")) for tag in OLD_TEXTS)
    return lossy or any(key.startswith("IPTC:") for key in tags)


def _spelled(value: Any) -> object:
    # A title "true" comes out as a bare true.
    if isinstance(value, bool):
        return str(value).lower()
    return [_spelled(one) for one in value] if isinstance(value, list) else value


def _argument(path: Path) -> str:
    text = str(path)
    if not path.is_absolute() or "\n" in text or "\r" in text:
        raise ValueError("ExifTool is only given absolute paths on one line.")
    return text


def _found(program: str) -> str | None:
    return shutil.which(program, path=BARE_ENVIRONMENT["PATH"])


def _fetters() -> list[str]:
    """What stands before the command: a death signal and a memory limit, where they exist."""
    fetters: list[str] = []
    if setpriv := _found("setpriv"):
        fetters += [setpriv, "--pdeathsig", "KILL", "--no-new-privs", "--"]
    if prlimit := _found("prlimit"):
        fetters += [prlimit, f"--as={MEMORY_BYTES}", "--core=0", "--fsize=0", "--"]
    return fetters


@contextmanager
def _blaming() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise MetadataUnreadable(reason=f"it took more than {READ_SECONDS} s") from error
    except Gone as gone:
        reason = "the answer is too long" if gone.status is None else "ExifTool ended"
        raise MetadataUnreadable(reason=reason) from gone
    except (json.JSONDecodeError, LookupError) as error:
        raise MetadataUnreadable(reason="ExifTool gave no answer") from error
