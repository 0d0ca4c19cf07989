"""Odd places in which real pictures keep what they say, end to end: from bytes to the record."""

import zlib
from pathlib import Path

from processing.exiftool import ExifTool
from processing.metadata import Metadata, canonical
from tests import photos
from tests.processing.darkroom import develop
from tests.processing.test_exiftool import exiftool, tagged
from tests.processing.test_sandbox import put

__all__ = ["exiftool"]

MOST_XMP, MOST_KEPT = 65_000, 20_000
IFD0, IFD1 = "first page", "second page"


async def read(tool: ExifTool, path: Path) -> Metadata:
    """What the file says, as we understand it."""
    facts = develop(photos.jpeg(), path.parent).facts
    return canonical(await tool.read(path), facts).metadata


def exif_segment(data: bytes) -> bytes:
    """The EXIF of a JPEG, marker included."""
    start = data.index(b"\xff\xe1")
    return data[start : start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")]


async def test_xmp_in_several_segments_is_read_whole(exiftool: ExifTool, source: Path) -> None:
    """What does not fit into a segment of a JPEG stands in further ones; we keep 20,000 letters."""
    text = "ä longer story " * 8_000
    story = source.with_suffix(".txt")
    story.write_text(text)
    tagged(source, f"-XMP-dc:Description<={story}", "-XMP-dc:Title=here", data=photos.jpeg())
    found = await read(exiftool, source)

    assert len(text.encode()) > MOST_XMP
    assert source.read_bytes().count(b"http://ns.adobe.com/xmp/extension/") > 1
    assert found.title == "here"
    assert found.description is not None
    assert len(found.description) == MOST_KEPT
    assert text.startswith(found.description)


async def test_the_first_page_speaks_for_a_tiff(exiftool: ExifTool, source: Path) -> None:
    """Further pages have descriptions of their own."""
    put(source, photos.tiff(pages=2))
    words = (f"-IFD0:ImageDescription={IFD0}", f"-IFD1:ImageDescription={IFD1}")
    tagged(source, *words, data=source.read_bytes())
    found = await read(exiftool, source)

    assert found.description == IFD0


async def test_exif_behind_the_pixels_of_a_png_is_read(exiftool: ExifTool, source: Path) -> None:
    """Where a stream-writing program has put it."""
    tiff = exif_segment(photos.jpeg(description="late"))[10:]
    data = photos.png()
    put(source, data[:-12] + photos.png_chunk(b"eXIf", tiff) + data[-12:])
    found = await read(exiftool, source)

    assert found.description == "late"


async def test_exif_of_old_pngs_is_read(exiftool: ExifTool, source: Path) -> None:
    """ImageMagick's way: as hexadecimal text, compressed, of a profile called exif."""
    block = exif_segment(photos.jpeg(description="in hex"))[4:]
    lines = f"\nexif\n{len(block):8}\n{block.hex()}\n".encode()
    chunk = photos.png_chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(lines))
    data = photos.png()
    put(source, data[:33] + chunk + data[33:])
    found = await read(exiftool, source)

    assert found.description == "in hex"


async def test_maker_notes_move_nothing(exiftool: ExifTool, source: Path) -> None:
    """What a camera writes for itself alone is neither read for the record nor in its way."""
    tagged(source, "-EXIF:MakerNoteUnknownText=secret", data=photos.jpeg(description="seen"))
    found = await read(exiftool, source)

    assert "secret" in str(await exiftool.read(source))
    assert found.description == "seen"
    assert "secret" not in str(found)
