"""Metadata made to hurt: every file ends as tags or as a typed error, soon and within the limits.

Both readers meet each file: ExifTool, and the child that decodes.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import pytest_asyncio

from processing.errors import FileCorrupt, FileTruncated, MetadataUnreadable
from processing.exiftool import ExifTool
from processing.limits import MIB
from processing.sandbox import Sandbox
from tests import photos
from tests.processing.test_sandbox import put

SECONDS = 15
MOST_MEMORY = 512 * MIB
SUB_IFD, GPS_IFD = 0x8769, 0x8825
RDF = b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
XMP_HEAD = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' + RDF + b"><rdf:Description "
XMP_HEAD += b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
XMP_TAIL = b"</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reader() -> AsyncIterator[ExifTool]:
    """One ExifTool, which has to outlive all of it."""
    async with ExifTool() as tool:
        yield tool


def ifd(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
    """A directory of EXIF: tag, type, count and value of each entry; then where the next is."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + body + struct.pack("<I", following)


def with_exif(tree: bytes) -> bytes:
    """A JPEG with a hand-made EXIF."""
    block = b"Exif\0\0II*\0\x08\0\0\0" + tree
    segment = b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block
    data = photos.jpeg()
    return data[:2] + segment + data[2:]


def with_xmp(packet: bytes) -> bytes:
    """A PNG with an XMP packet, which may be larger than a JPEG's."""
    data = photos.png()
    chunk = photos.png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)
    return data[:33] + chunk + data[33:]


def chained(count: int) -> bytes:
    """Directories one behind the other, the last of them before the first again."""
    size = len(ifd([], 0))
    return b"".join(ifd([], 8 + size * ((n + 1) % count)) for n in range(count))


def readers() -> list[psutil.Process]:
    """The processes that have read it."""
    ours = psutil.Process().children()
    return [one for one in ours if {"-stay_open", "processing.child"} & set(one.cmdline())]


HOSTILE = {
    "a directory that follows itself": with_exif(ifd([(SUB_IFD, 4, 1, 8)], 8)),
    "two that hold each other": with_exif(
        ifd([(SUB_IFD, 4, 1, 26)], 0) + ifd([(GPS_IFD, 4, 1, 8)], 8)
    ),
    "a ring of thousands": with_exif(chained(9_000)),
    "a count of four thousand million": with_exif(
        ifd([(0x010E, 2, 0xFFFFFFFF, 26)], 0) + b"\0" * 64
    ),
    "sixty thousand entries that are not there": with_exif(struct.pack("<H", 60_000) + b"\1" * 64),
    "a title of 40 MB": with_xmp(XMP_HEAD + b"x" * 40 * MIB + XMP_TAIL),
    "a title fifty thousand levels deep": with_xmp(
        XMP_HEAD + b"<rdf:Bag><rdf:li>" * 50_000 + b"</rdf:li></rdf:Bag>" * 50_000 + XMP_TAIL
    ),
    "a hundred thousand titles": with_xmp(
        XMP_HEAD + b"<rdf:Bag>" + b"<rdf:li>x</rdf:li>" * 100_000 + b"</rdf:Bag>" + XMP_TAIL
    ),
    "entities that grow": with_xmp(
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
        + b"]>"
        + XMP_HEAD
        + b"&m;"
        + XMP_TAIL
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_reading_it_comes_to_an_end(
    reader: ExifTool, sandbox: Sandbox, tmp_path: Path, name: str
) -> None:
    """Within 15 s and 512 MB, and the next picture is read as ever."""
    source, good, into = tmp_path / "source", tmp_path / "good", tmp_path / "into"
    into.mkdir()
    put(source, HOSTILE[name])
    put(good, photos.jpeg(camera=("Canon", "R5")))
    async with asyncio.timeout(SECONDS):
        with suppress(MetadataUnreadable):
            assert await reader.read(source)
    async with asyncio.timeout(SECONDS):
        with suppress(FileCorrupt, FileTruncated):
            assert (await sandbox.develop(source, into, ())).facts.width == 64

    assert (await reader.read(good))["IFD0:Model"] == "R5"
    assert max(child.memory_info().rss for child in readers()) < MOST_MEMORY
