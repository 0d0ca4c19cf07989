"""Telling a file by its content, without decoding it."""

from io import BytesIO

import pytest

from processing.errors import (
    EmptyFile,
    FileCorrupt,
    FileTooLarge,
    FileTruncated,
    ProcessingError,
    UnsupportedFormat,
)
from processing.formats import Format
from processing.probe import inspect
from tests import photos

MOST = 50 * 1024 * 1024


def probe(data: bytes, *, most: int = MOST) -> Format:
    return inspect(BytesIO(data), max_bytes=most)


@pytest.mark.parametrize("name", photos.EACH)
def test_each_format_is_known_by_content(name: str) -> None:
    """All formats that we take in are recognised without a file name."""
    assert probe(photos.EACH[name]()) is Format(name)


def test_formats_know_their_names() -> None:
    """Media types and endings are the usual ones."""
    names = [
        (kind.content_type, kind.extension) for kind in (Format.JPEG, Format.TIFF, Format.WEBP)
    ]

    assert names == [("image/jpeg", "jpg"), ("image/tiff", "tif"), ("image/webp", "webp")]


def test_the_file_is_left_at_its_start() -> None:
    """Who asked can go on reading from the first byte."""
    file = BytesIO(photos.jpeg())
    inspect(file, max_bytes=MOST)

    assert file.tell() == 0


def test_an_empty_file_is_called_empty() -> None:
    """No bytes are not a broken picture but no picture."""
    with pytest.raises(EmptyFile, match="0 bytes"):
        probe(b"")


def test_too_large_tells_both_figures() -> None:
    """The limit and the actual size stand in the error."""
    data = photos.jpeg()
    with pytest.raises(FileTooLarge) as caught:
        probe(data, most=100)

    assert (caught.value.limit, caught.value.actual) == (100, len(data))


STRANGERS = {
    "text": (photos.text_file(), "text"),
    "svg": (b"<?xml version='1.0'?>\n<svg xmlns='x'/>", "SVG"),
    "web page": (b"<!DOCTYPE html><title>404</title>", "web page"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "zip": (b"PK\3\4" + bytes(40), "ZIP"),
    "heic sequence": (b"\0\0\0\x18ftyphevc\0\0\0\0mif1heic" + bytes(40), "HEIC image sequence"),
    "other sequence": (b"\0\0\0\x18ftypmsf1\0\0\0\0msf1hevc" + bytes(40), "HEIC image sequence"),
    "heif of another codec": (b"\0\0\0\x14ftypmif1\0\0\0\0mif1" + bytes(40), "HEIF picture"),
    "layered heic": (b"\0\0\0\x18ftypheim\0\0\0\0mif1heim" + bytes(40), "HEIC picture in layers"),
    "cr3": (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(40), "raw"),
    "cr2": (b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "raw"),
    "raf": (b"FUJIFILMCCD-RAW 0201" + bytes(40), "raw"),
    "mp4": (b"\0\0\0\x18ftypisom\0\0\0\1isomiso2" + bytes(40), "video"),
    "noise": (bytes(range(256)), "unknown"),
    "one byte": (b"\1", "unknown"),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_are_named(name: str) -> None:
    """What is refused is called by its name, with the formats that we accept."""
    data, found = STRANGERS[name]
    with pytest.raises(UnsupportedFormat, match=found) as caught:
        probe(data)

    assert "JPEG, PNG, WebP, TIFF, GIF, AVIF and HEIC" in str(caught.value)


def test_a_dng_is_camera_raw_although_a_tiff() -> None:
    """Camera raw files that are TIFFs inside are refused with a hint."""
    entry = (50706).to_bytes(2, "little") + b"\1\0\4\0\0\0\1\4\0\0"
    with pytest.raises(UnsupportedFormat, match="camera raw"):
        probe(b"II*\0\x08\0\0\0\1\0" + entry + bytes(4))


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
@pytest.mark.parametrize("name", photos.EACH)
def test_broken_uploads_are_called_truncated(name: str, keep: float) -> None:
    """A file that lost its end is told from one that is damaged."""
    with pytest.raises(FileTruncated, match=name):
        probe(photos.truncated(photos.EACH[name](), keep=keep))


def test_the_thumbnails_end_is_not_the_pictures() -> None:
    """A JPEG cut in the middle of its scan is found out although its thumbnail is whole."""
    with pytest.raises(FileTruncated):
        probe(photos.jpeg(400, 300, thumbnail=True)[:-300])


def test_zeros_for_an_end_are_found() -> None:
    """A copy that was allocated but never filled is truncated as well."""
    data = photos.jpeg(400, 300)
    with pytest.raises(FileTruncated):
        probe(data[:-200] + bytes(200))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF", "HEIC"])
def test_a_trailer_does_no_harm(name: str) -> None:
    """Phones append videos and notes; the picture is still whole."""
    trailer = b"\0\0\0\x10freeSEFTtrai" if name in {"AVIF", "HEIC"} else b"trailer" * 100

    assert probe(photos.EACH[name]() + trailer) is Format(name)


def test_jpegs_may_have_junk_between_segments() -> None:
    """What decoders skip is skipped here too."""
    data = photos.jpeg()

    assert probe(data[:2] + b"\xff\xff" + data[3:]) is Format.JPEG


def test_a_storm_of_chunks_ends_early() -> None:
    """Millions of empty chunks are refused, not counted."""
    chunk = photos.png_chunk(b"aaAa", b"")
    data = photos.png()
    with pytest.raises(FileCorrupt):
        probe(data[:33] + chunk * 200_000 + data[33:])


class Counted(BytesIO):
    """A file that counts how often it is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


@pytest.mark.parametrize(
    "junk",
    [b"x" * 9_990 + b"\xff\xd0", b"\xff\xd0", b"\xff\xff", b"\xff\xfe\0\2"],
    ids=["junk between markers", "markers", "fill bytes", "empty comments"],
)
def test_junk_between_segments_is_not_read_for_ever(junk: bytes) -> None:
    """Megabytes of it cost some hundred thousand reads, and are called damage."""
    file = Counted(b"\xff\xd8\xff\xe0\0\2" + junk * (10_000_000 // len(junk)))
    with pytest.raises(FileCorrupt):
        inspect(file, max_bytes=MOST)

    assert file.reads < 400_000


@pytest.mark.parametrize("name", photos.EACH)
def test_any_flipped_byte_gives_an_answer_or_a_typed_error(name: str) -> None:
    """Whatever stands in the structure, nothing but our own errors comes out."""
    data = photos.EACH[name]()
    for place in range(min(len(data), 400)):
        for value in (0, 0x7F, 0xFF):
            broken = data[:place] + bytes([value]) + data[place + 1 :]
            try:
                probe(broken)
            except ProcessingError:
                continue
