"""What is found out about a file before anything is kept of it."""

import hashlib
from dataclasses import dataclass
from io import BufferedIOBase
from typing import BinaryIO, cast

from processing.probe import inspect


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that looks like a picture: its real type, its digest and its size."""

    content_type: str
    sha256: str
    bytes: int


def check(file: BinaryIO, max_bytes: int) -> Checked:
    """Look at a file on disk; blocks while it reads. Raises ProcessingError."""
    content_type = inspect(file, max_bytes=max_bytes).content_type
    file.seek(0)
    digest = hashlib.file_digest(cast("BufferedIOBase", file), "sha256").hexdigest()
    return Checked(content_type, digest, file.tell())
