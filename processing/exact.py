"""Reading exactly so many bytes of a file that may break off."""

from typing import BinaryIO

from processing.errors import FileTruncated
from processing.formats import Format


def exactly(file: BinaryIO, count: int, format: Format) -> bytes:
    """The next `count` bytes. Raises FileTruncated."""
    data = file.read(count)
    if len(data) < count:
        raise FileTruncated(format=format)
    return data


def number(file: BinaryIO, count: int, format: Format) -> int:
    """The next `count` bytes as a number, the most significant first. Raises FileTruncated."""
    return int.from_bytes(exactly(file, count, format), "big")
