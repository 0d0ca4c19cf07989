"""What a file is and whether it is whole, without decoding a pixel."""

from io import SEEK_END
from typing import BinaryIO

from processing import signatures, structure
from processing.errors import EmptyFile, FileTooLarge
from processing.formats import Format

__all__ = ["Format", "inspect"]


def inspect(file: BinaryIO, *, max_bytes: int) -> Format:
    """The format of the picture in `file`, by content; the file is left at its start.

    Reads at most a block at a time. Raises EmptyFile, FileTooLarge, UnsupportedFormat,
    FileTruncated or FileCorrupt. A file that passes may still turn out damaged when decoded.
    """
    size = file.seek(0, SEEK_END)
    if size == 0:
        raise EmptyFile
    if size > max_bytes:
        raise FileTooLarge(limit=max_bytes, actual=size)
    file.seek(0)
    kind = signatures.recognise(file.read(signatures.HEAD_BYTES))
    structure.check(file, kind, size)
    file.seek(0)
    return kind
