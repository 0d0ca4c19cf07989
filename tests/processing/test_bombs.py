"""Small files that claim, or hold, far more than they should: refused by name before it costs."""

import asyncio
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from processing.errors import (
    FileCorrupt,
    FileTruncated,
    MetadataUnreadable,
    ProcessingError,
    TooManyFrames,
    TooManyPixels,
)
from processing.exiftool import ExifTool
from processing.limits import MIB
from processing.presets import THUMB
from processing.sandbox import Sandbox
from tests import photos
from tests.processing.test_hostile_metadata import readers
from tests.processing.test_sandbox import children, put

SECONDS = 15
FRAMES = 200_000
Maker = Callable[[], bytes]


def replaced(data: bytes, at: int, new: bytes) -> bytes:
    """The file with other bytes at one place."""
    return data[:at] + new + data[at + len(new) :]


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says how large it is."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        photos.png_chunk(kind, body)
        for kind, body in ((b"IHDR", header), (b"IDAT", b"x\x9c\x03\0\0\0\0\1"), (b"IEND", b""))
    )


def animated_png(frames: int) -> bytes:
    """A PNG of one frame that says it has so many."""
    data = photos.png()
    return data[:33] + photos.png_chunk(b"acTL", struct.pack(">II", frames, 0)) + data[33:]


def jpeg_of(width: int, height: int) -> bytes:
    """A JPEG whose frame header says so."""
    data = photos.jpeg()
    return replaced(data, data.index(b"\xff\xc0") + 5, struct.pack(">HH", height, width))


def gif_of(width: int, height: int) -> bytes:
    """A GIF whose screen says so."""
    return replaced(photos.gif(), 6, struct.pack("<HH", width, height))


def gif_frame_of(width: int, height: int) -> bytes:
    """A GIF whose first frame is larger than its screen."""
    data = photos.gif()
    at = data.index(b"\x2c\0\0\0\0") + 5
    return replaced(data, at, struct.pack("<HH", width, height))


def gif_of_frames(count: int) -> bytes:
    """A GIF of one pixel that goes on and on."""
    head = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff"
    return head + b"\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0" * count + b";"


def webp_canvas(width: int, height: int) -> bytes:
    """A WebP whose canvas says so, around a small frame."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return replaced(photos.webp(animated=True), 24, sides)


def webp_frame() -> bytes:
    """A plain WebP whose only frame says that it has 16,383 pixels a side."""
    data = photos.webp()
    at = data.index(b"\x9d\x01\x2a") + 3
    return replaced(data, at, struct.pack("<HH", 16383, 16383))


def webp_of_frames(count: int) -> bytes:
    """An animated WebP whose last frame comes so many times more."""
    data = photos.webp(16, 16, animated=True)
    frame = data[data.rindex(b"ANMF") :]
    body = data[8:] + frame * count
    return b"RIFF" + struct.pack("<I", len(body)) + body


def entry(tag: int, type: int, count: int, value: int) -> bytes:
    """One entry of a directory of TIFF."""
    return struct.pack("<HHII", tag, type, count, value)


def tiff_of(width: int = 8, height: int = 8, *more: bytes, body: bytes = bytes(64)) -> bytes:
    """A grey TIFF of one strip with further tags; those with the same number win."""
    plain = {256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 1),
             262: (3, 1, 1), 273: (4, 1, 4096), 277: (3, 1, 1), 278: (4, 1, height),
             279: (4, 1, len(body))}  # fmt: skip
    entries = {tag: entry(tag, *values) for tag, values in plain.items()}
    entries |= {struct.unpack("<H", one[:2])[0]: one for one in more}
    table = b"".join(entries[tag] for tag in sorted(entries))
    directory = struct.pack("<H", len(entries)) + table + bytes(4)
    return (b"II*\0\x08\0\0\0" + directory).ljust(4096, b"\0") + body


def tiff_of_pages(count: int) -> bytes:
    """A TIFF whose directory comes so many times, each pointing at the next."""
    first = tiff_of()
    table = first[8 : 8 + 2 + 9 * 12]
    size, begin = len(table) + 4, len(first)
    pages = b"".join(table + struct.pack("<I", begin + size * (n + 1)) for n in range(count))
    return replaced(first, 8 + len(table), struct.pack("<I", begin)) + pages + table + bytes(4)


def avif_of(width: int, height: int) -> bytes:
    """An AVIF whose box says so."""
    data = photos.avif()
    return replaced(data, data.index(b"ispe") + 8, struct.pack(">II", width, height))


def heic_of(width: int, height: int) -> bytes:
    """A HEIC whose box says so."""
    data = photos.heic()
    return replaced(data, data.index(b"ispe") + 8, struct.pack(">II", width, height))


PIXELS: dict[str, Maker] = {
    "a PNG of 60,000 squared": lambda: png_of(60_000, 60_000),
    "a PNG of all that 31 bits can say": lambda: png_of(2**31 - 1, 2**31 - 1),
    "a JPEG of 65,500 squared": lambda: jpeg_of(65_500, 65_500),
    "a GIF screen of 65,535 squared": lambda: gif_of(65_535, 65_535),
    "a GIF frame of 60,000 squared": lambda: gif_frame_of(60_000, 60_000),
    "a WebP canvas of 16,384 squared": lambda: webp_canvas(16_384, 16_384),
    "a WebP frame of 16,383 squared": webp_frame,
    "a TIFF of 100,000 squared": lambda: tiff_of(100_000, 100_000),
    "an AVIF of 16,000 squared": lambda: avif_of(16_000, 16_000),
    "a HEIC of 60,000 squared": lambda: heic_of(60_000, 60_000),
}
COUNTS: dict[str, Maker] = {
    "a PNG that says two thousand million": lambda: animated_png(2**31 - 1),
    "a GIF of two million frames": lambda: gif_of_frames(10 * FRAMES),
    "a WebP of 200,000 frames": lambda: webp_of_frames(FRAMES),
    "a TIFF of 100,000 pages": lambda: tiff_of_pages(FRAMES // 2),
}
LIES: dict[str, Maker] = {
    "four thousand million strips": lambda: tiff_of(8, 8, entry(273, 4, 2**32 - 1, 8)),
    "a strip of four thousand million bytes": lambda: tiff_of(8, 8, entry(279, 4, 1, 2**32 - 1)),
    "sixty thousand samples a pixel": lambda: tiff_of(8, 8, entry(277, 3, 1, 60_000)),
    "no rows a strip": lambda: tiff_of(8, 8, entry(278, 4, 1, 0)),
    "tiles of a million squared": lambda: tiff_of(
        8, 8, entry(322, 4, 1, 10**6), entry(323, 4, 1, 10**6), entry(324, 4, 1, 4096)
    ),
    "a width of nothing": lambda: tiff_of(0, 8),
    "a PNG without a row": lambda: png_of(4000, 0),
    "a large PNG without data": lambda: png_of(9_000, 9_000),
    "an AVIF larger than its box": lambda: avif_of(2, 2),
}
MANY = b"x" * (45 * MIB)
METADATA: dict[str, Maker] = {
    "a TIFF with a profile of 45 MB": lambda: tiff_of(
        8, 8, entry(34675, 7, len(MANY), 4160), body=bytes(64) + MANY
    ),
    "a TIFF with a title of 45 MB": lambda: tiff_of(
        8, 8, entry(270, 2, len(MANY), 4160), body=bytes(64) + MANY
    ),
    "a PNG with an EXIF of 45 MB": lambda: inserted(photos.png_chunk(b"eXIf", b"II*\0" + MANY)),
    "a PNG with a text of 45 MB": lambda: inserted(photos.png_chunk(b"tEXt", b"a\0" + MANY)),
    "a WebP with an EXIF of 45 MB": lambda: webp_with(b"EXIF", MANY),
    "a WebP with a profile of 45 MB": lambda: webp_with(b"ICCP", MANY),
    "a JPEG with 45 MB of segments": lambda: jpeg_with(b"\xff\xe1\xff\xff" + b"x" * 65_533),
    "a JPEG with 45 MB of profile": lambda: jpeg_with(
        b"\xff\xe2\xff\xffICC_PROFILE\0\1\xff" + b"x" * 65_519
    ),
    "a JPEG with 45 MB of comments": lambda: jpeg_with(b"\xff\xfe\xff\xff" + b"x" * 65_533),
    "a GIF with 45 MB of comments": lambda: (
        photos.gif()[:-1] + b"\x21\xfe" + (b"\xff" + b"x" * 255) * 180_000 + b"\0;"
    ),
}


def inserted(chunk: bytes) -> bytes:
    """A PNG with a chunk behind its header."""
    data = photos.png()
    return data[:33] + chunk + data[33:]


def webp_with(kind: bytes, content: bytes) -> bytes:
    """An extended WebP with a chunk at its end, announced by its flag."""
    data = photos.webp(animated=True)
    flags = data[20] | {b"EXIF": 0x08, b"ICCP": 0x20}[kind]
    body = data[8:20] + bytes([flags]) + data[21:]
    body += kind + struct.pack("<I", len(content)) + content
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_with(segment: bytes) -> bytes:
    """A JPEG with a segment that comes 700 times."""
    data = photos.jpeg()
    return data[:2] + segment * 700 + data[2:]


async def ends(sandbox: Sandbox, source: Path, into: Path, data: bytes) -> ProcessingError | None:
    """What a file is refused with, within the time; its child must live."""
    put(source, data)
    before = {child.pid for child in children()}
    try:
        async with asyncio.timeout(SECONDS):
            await sandbox.develop(source, into, (THUMB,))
    except ProcessingError as error:
        return error
    finally:
        assert before <= {child.pid for child in children()}
    return None


@pytest.mark.parametrize("name", PIXELS)
async def test_claimed_pixels_are_refused(
    sandbox: Sandbox, source: Path, into: Path, name: str
) -> None:
    """Whatever says so in the file, and before memory is taken for it."""
    assert isinstance(await ends(sandbox, source, into, PIXELS[name]()), TooManyPixels)


@pytest.mark.parametrize("name", COUNTS)
async def test_claimed_frames_are_refused(
    sandbox: Sandbox, source: Path, into: Path, name: str
) -> None:
    """Counting ends where it is too many, so nobody waits for it."""
    assert isinstance(await ends(sandbox, source, into, COUNTS[name]()), TooManyFrames)


@pytest.mark.parametrize("name", LIES)
async def test_claims_that_are_not_so_are_damage(
    sandbox: Sandbox, source: Path, into: Path, name: str
) -> None:
    """Counts, sizes and places that contradict each other end as damage, or do no harm."""
    error = await ends(sandbox, source, into, LIES[name]())

    assert error is None or isinstance(error, FileCorrupt | FileTruncated | TooManyPixels)


@pytest.mark.parametrize("name", METADATA)
async def test_a_mass_of_metadata_is_borne(
    sandbox: Sandbox, exiftool: ExifTool, source: Path, into: Path, name: str
) -> None:
    """The picture around it is taken in or refused by name, within the memory of both readers."""
    error = await ends(sandbox, source, into, METADATA[name]())
    told = []
    try:
        async with asyncio.timeout(SECONDS):
            told.append(await exiftool.read(source))
    except MetadataUnreadable as unreadable:
        told.append({"reason": unreadable.reason})

    assert error is None or isinstance(error, FileCorrupt | FileTruncated)
    assert told[0]
    assert max(reader.memory_info().rss for reader in readers()) < 600 * MIB


@pytest.mark.parametrize("order", [b"II*\0", b"MM\0*"])
async def test_a_ring_of_pages_is_counted_once(
    sandbox: Sandbox, source: Path, into: Path, order: bytes
) -> None:
    """A directory that names itself as the next is one page."""
    first = tiff_of()
    data = replaced(first, 8 + 2 + 9 * 12, struct.pack("<I", 8))
    data = data if order == b"II*\0" else order + struct.pack(">I", 1 << 30) + data[8:]
    error = await ends(sandbox, source, into, data)

    assert (error is None) == (order == b"II*\0")


async def test_real_counts_stay_what_they_are(sandbox: Sandbox, source: Path, into: Path) -> None:
    """Counting early changes nothing for files with a few frames or pages."""
    counts = []
    for data in (photos.gif(animated=True), photos.tiff(pages=3), photos.gif(), photos.tiff()):
        put(source, data)
        counts.append((await sandbox.develop(source, into, ())).facts.frames)

    assert counts == [3, 3, 1, 1]
