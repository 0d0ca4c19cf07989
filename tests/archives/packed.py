"""ZIP archives, good ones and hostile ones."""

import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path


def packed(path: Path, files: Mapping[str, bytes]) -> Path:
    """An archive with files, packed by Deflate."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def link(name: str, kind: int = stat.S_IFLNK) -> zipfile.ZipInfo:
    """An entry that is no file."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def patched(path: Path, before: bytes, after: bytes, *, times: int) -> Path:
    """The archive with some of its bytes replaced, as often as it says."""
    content = path.read_bytes()
    assert content.count(before) == times, content.count(before)
    assert len(before) == len(after)
    path.write_bytes(content.replace(before, after))
    return path


def with_size(path: Path, size: int, *, actual: int, entry: int = 0) -> Path:
    """The archive with another unpacked size in its directory than an entry has."""
    content = bytearray(path.read_bytes())
    at = -1
    for _ in range(entry + 1):
        at = content.index(b"PK\x01\x02", at + 1)
    assert struct.unpack_from("<L", content, at + 24)[0] == actual
    struct.pack_into("<L", content, at + 24, size)
    path.write_bytes(content)
    return path
