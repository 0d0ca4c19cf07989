"""Files on their way in, and what is asked of them."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRules:
    """The limits of an upload. `parallel` files of a call are stored at the same time."""

    max_bytes: int
    max_files: int = 250
    parallel: int = 4
    # Direct uploads: larger files may be sent in parts of this size, a smaller last one aside.
    parts_above: int = 32 * 1024**2
    part_bytes: int = 8 * 1024**2


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on this machine's disk, and what its sender calls it."""

    file: BinaryIO
    name: str
