"""Metadata with ExifTool, kept running in child processes with limits."""

import asyncio
import base64
import json
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Self

from processing.errors import ExifToolMissing, MetadataUnreadable, MetadataUnwritable
from processing.exiftool_child import Child, found
from processing.limits import MIB
from processing.pool import Pool
from processing.process import Gone

Tags = dict[str, object]

READ_SECONDS, WRITE_SECONDS = 10, 60
# A reader cannot write at all.
MOST_WRITTEN = 1024 * MIB
# What a tag holds that is no UTF-8; what reads it is told by this mark.
OLD_LETTERS = "Ecogram:OldLetters"
# How IPTC says that its texts are UTF-8: an escape sequence of ISO 2022.
UTF8_LABEL = "\x1b%G"

# No `-m`: 12.57 then overlooks the EXIF of some WebP. No `-q`: it would swallow the ready mark.
CHARSETS = ("-charset", "filename=utf8", "-charset", "exif=utf8")
# What ExifTool says in place of the tags of a file that it may not see.
NOT_OPENED = "Error opening file"
READ = ("-j", "-G1", "-a", "-n", *CHARSETS)
ALL = ("-charset", "iptc=utf8", "-all", "-CurrentIPTCDigest")
# Bytes that are no UTF-8 are lost, unless they are asked for as binary; so look again at those
# tags whose text may be in an older character set.
OLD_TEXTS = ("IFD0:ImageDescription", "IFD0:Artist", "IFD0:Copyright", "IFD0:Software")
TEXTS = ("IPTC:", "IFD0:")
AGAIN = ("-charset", "iptc=utf8", "-b", "-IPTC:all", *(f"-{tag}" for tag in OLD_TEXTS))


class ExifTool:
    """A pool of running ExifTools. Opening it raises ExifToolMissing if there is none.

    Give it only files that the sandbox has proven to be pictures, in `folder` or below it (by
    default the system's place for temporary files): others it cannot reach.
    """

    def __init__(
        self, *, size: int = 1, command: str = "exiftool", folder: Path | None = None
    ) -> None:
        self._command = command
        start = partial(Child.start, command, folder=(folder or Path(gettempdir())).absolute())
        self._readers = Pool(partial(start, most_written=0), size=size)
        self._writers = Pool(partial(start, most_written=MOST_WRITTEN), size=size)

    async def __aenter__(self) -> Self:
        if found(self._command) is None:
            raise ExifToolMissing(command=self._command)
        self._readers.open()
        self._writers.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._readers.close()
        await self._writers.close()

    async def read(self, path: Path) -> Tags:
        """All tags by "Group:Name", as text, whole numbers and lists of them.

        Decimal numbers stay text, as they stand in the file. "Ecogram:OldLetters" names the
        character set of IPTC that is not UTF-8. A lost ExifTool is replaced and the file read
        again, once. Raises MetadataUnreadable after ten seconds, when ExifTool breaks on the file
        (the next one gets a new ExifTool), or cannot open it.
        """
        with _blaming():
            try:
                return await self._read(path)
            except Gone as gone:
                if gone.status is None:
                    raise
                return await self._read(path)

    async def read_within(self, path: Path) -> Tags:
        """All tags, those of pictures within the picture too; of doubles, any one.

        Raises as `read` does.
        """
        with _blaming():
            async with self._readers.borrowed() as child:
                return await _asked(child, "-ee", *ALL, path=path)

    async def write(self, path: Path, arguments: Sequence[str]) -> bool:
        """Change the file in place; False where ExifTool refused to, and left it as it was.

        Arguments never hold values: those go through a JSON file. Raises MetadataUnwritable
        after 60 seconds, or when ExifTool breaks on the file.
        """
        # Quiet about what goes well and about warnings; the ready mark stays, as it has a number.
        options = ("-q", "-q", "-n", *CHARSETS, "-overwrite_original", "-echo3", "status=${status}")
        try:
            async with self._writers.borrowed() as child:
                asked = (*options, *arguments, _argument(path))
                answer = await child.run(asked, WRITE_SECONDS)
        except TimeoutError as error:
            raise MetadataUnwritable(reason=f"it took more than {WRITE_SECONDS} s") from error
        except Gone as gone:
            raise MetadataUnwritable(reason="ExifTool ended") from gone
        return b"status=0" in answer.splitlines()

    async def _read(self, path: Path) -> Tags:
        async with self._readers.borrowed() as child, asyncio.timeout(READ_SECONDS):
            tags = await _asked(child, *ALL, path=path)
            if _needs_another_look(tags):
                old = await _asked(child, *AGAIN, path=path)
                tags |= {key: value for key, value in old.items() if key.startswith(TEXTS)}
        letters = _old_letters(tags)
        return {key: decoded(value) for key, value in tags.items()} | letters


async def _asked(child: Child, *options: str, path: Path) -> Tags:
    answer = await child.run((*READ, *options, _argument(path)), READ_SECONDS)
    told: list[Tags] = json.loads(answer.decode(errors="replace"), parse_float=str)
    if told[0].get("ExifTool:Error") == NOT_OPENED:
        # A file that its walls hide must not pass for one that holds nothing.
        raise MetadataUnreadable(reason="ExifTool could not open the file")
    return {key: _spelled(value) for key, value in told[0].items()}


def decoded(value: object) -> object:
    """A text that came as base64 because it is no UTF-8, read in the old character sets."""
    if isinstance(value, list):
        return [decoded(one) for one in value]
    data = _as_bytes(value)
    return value if data is None else data.decode(_letters(data))


def _as_bytes(value: object) -> bytes | None:
    if not isinstance(value, str) or not value.startswith("base64:"):
        return None
    try:
        return base64.b64decode(value.removeprefix("base64:"), validate=True)
    except NotBase64:
        return None


def _letters(data: bytes) -> str:
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        # Bytes that Windows never wrote come from old Macs.
        return "mac_roman"
    return "cp1252"


def _old_letters(tags: Tags) -> Tags:
    """The character set of IPTC, where that is an old one."""
    written = [value for key, value in tags.items() if key.startswith("IPTC:")]
    texts = (one for value in written for one in (value if isinstance(value, list) else [value]))
    used = {_letters(data) for text in texts if (data := _as_bytes(text)) is not None}
    return {OLD_LETTERS: max(used)} if used else {}


def _needs_another_look(tags: Tags) -> bool:
    lossy = any("?" in str(tags.get(tag, "")) for tag in OLD_TEXTS)
    return lossy or _may_be_old(tags)


def _may_be_old(tags: Tags) -> bool:
    """Whether IPTC does not say that it is UTF-8, or says so and is not."""
    texts = [value for key, value in tags.items() if key.startswith("IPTC:")]
    if tags.get("IPTC:CodedCharacterSet") == UTF8_LABEL:
        return any("?" in str(text) for text in texts)
    return bool(texts)


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
