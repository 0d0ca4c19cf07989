"""Camera raw and other strangers are refused by their names, with what to do instead."""

from io import BytesIO

import pytest

from processing.errors import UnsupportedFormat
from processing.formats import Format
from processing.probe import inspect
from tests import photos
from tests.processing.tiffs import Order, directory, head, tiff

MOST = 1024 * 1024
FLAT = [[[90, 80, 70]] * 8] * 8


def refused(data: bytes) -> UnsupportedFormat:
    """What is said of a file."""
    with pytest.raises(UnsupportedFormat) as caught:
        inspect(BytesIO(data), max_bytes=MOST)
    return caught.value


def preview(order: Order, *, raw: dict[int, list[int]], main: dict[int, list[int]]) -> bytes:
    """A file as cameras write it: a first directory, and the sensor's picture below it."""
    first = {256: [8], 257: [8], 271: b"Camera\0", 330: [0], **main}
    length = len(directory(first, order, 8))
    whole = directory({**first, 330: [8 + length]}, order, 8)
    return head(order, 8) + whole + directory({256: [64], 257: [64], **raw}, order, 8 + length)


def chained(order: Order, raw: dict[int, list[int]]) -> bytes:
    """A file whose second directory, not below but behind the first, is the sensor's picture."""
    first = {256: [8], 257: [8]}
    length = len(directory(first, order, 8))
    whole = directory(first, order, 8, following=8 + length)
    return head(order, 8) + whole + directory(raw, order, 8 + length)


CFA, LINEAR = {262: [32803]}, {262: [34892]}
RAW = {
    "NEF, little": preview("<", raw=CFA, main={254: [1]}),
    "NEF, big": preview(">", raw=CFA, main={254: [1]}),
    "NEF without its preview's mark": preview(">", raw=CFA, main={254: [0]}),
    "NEF by its packing": preview(">", raw={259: [34713]}, main={}),
    "ARW": preview("<", raw={259: [32767]}, main={259: [6]}),
    "SRW": preview("<", raw={259: [32770]}, main={}),
    "DNG": preview("<", raw=LINEAR, main={50706: [1]}),
    "DNG of one directory": tiff(FLAT, tags={50706: [1]}),
    "PEF, the sensor first": tiff(FLAT, photometric=32803, order=">"),
    "PEF by its packing": tiff(FLAT, order=">", tags={259: [65535]}),
    "ERF behind the first": chained(">", CFA),
    "CR2": b"II*\0\x10\0\0\0CR\2\0" + bytes(40),
    "CR3": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom" + bytes(40),
    "CRW": b"II\x1a\0\0\0HEAPCCDR" + bytes(40),
    "RAF": b"FUJIFILMCCD-RAW 0201" + bytes(40),
    "ORF, little": b"IIRO\x08\0\0\0" + bytes(40),
    "ORF, short": b"IIRS\x08\0\0\0" + bytes(40),
    "ORF, big": b"MMOR\0\0\0\x08" + bytes(40),
    "RW2": b"IIU\0\x18\0\0\0" + bytes(40),
    "MRW": b"\0MRM" + bytes(40),
    "X3F": b"FOVb" + bytes(40),
}


@pytest.mark.parametrize("name", RAW)
def test_camera_raw_is_told_what_to_do(name: str) -> None:
    """Whatever the maker calls it, and although many are TIFFs inside."""
    error = refused(RAW[name])

    assert "camera raw file" in error.found
    assert "export it as JPEG or TIFF" in error.hint
    assert error.code == "UNSUPPORTED_FORMAT"


TRUE_TIFFS = {
    "plain": tiff(FLAT),
    "by a camera": tiff(FLAT, tags={271: [0x43430000], 272: [0x43430000]}),
    "with smaller ones below": preview("<", raw={262: [2], 254: [1]}, main={262: [2]}),
    "of pages": photos.tiff(pages=3),
    "with a broken directory below": tiff(FLAT, tags={330: [0xFFFFFF]}),
    "with a loop below": tiff(FLAT, tags={330: [8]}),
    # Its first pixels are what Canon's mark would be, in another place of the file.
    "of the letters C and R": tiff([[list(b"CR\2")] * 8] * 8),
}


@pytest.mark.parametrize("name", TRUE_TIFFS)
def test_true_tiffs_are_not_taken_for_raw(name: str) -> None:
    """A maker's name, further directories and odd bytes make no camera raw of a picture."""
    assert inspect(BytesIO(TRUE_TIFFS[name]), max_bytes=MOST) is Format.TIFF


def test_a_chain_of_directories_that_bites_its_tail_ends() -> None:
    """A second directory that points at itself is looked at a few times, and then let be."""
    first = {256: [8], 257: [8]}
    length = len(directory(first, "<", 8))
    loop = directory(first, "<", 8, following=8 + length)
    loop += directory(first, "<", 8 + length, following=8 + length)

    assert inspect(BytesIO(head("<", 8) + loop), max_bytes=MOST) is Format.TIFF


OTHERS = {
    "PDF behind a line of junk": (b"\r\n\r\n%PDF-1.4\n\x80", "PDF"),
    "SVG in UTF-16": ("<?xml version='1.0'?><svg/>".encode("utf-16"), "SVG"),
    "SVG behind a mark": (b"\xef\xbb\xbf<svg xmlns='x'/>", "SVG"),
    "Photoshop": (b"8BPS\0\1" + bytes(40), "Photoshop"),
    "GIMP": (b"gimp xcf v011" + bytes(40), "GIMP"),
    "Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40), "office document"),
    "DjVu": (b"AT&TFORM\0\0\0\x10DJVM", "DjVu"),
    "JPEG XL": (b"\xff\x0a" + bytes(40), "JPEG XL"),
    "JPEG XR": (b"II\xbc\1" + bytes(40), "JPEG XR"),
    "JPEG 2000": (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    "OpenEXR": (b"v/1\1" + bytes(40), "OpenEXR"),
    "Radiance": (b"#?RADIANCE\n", "Radiance"),
    "BMP": (b"BM" + bytes(40), "BMP"),
    "sound": (b"ID3\4" + bytes(40), "sound"),
    "WAV": (b"RIFF\0\0\0\0WAVE", "video or a sound"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_strangers_are_called_by_name(name: str) -> None:
    """Documents, drawings, rare pictures, sounds."""
    data, found = OTHERS[name]
    error = refused(data)

    assert found in error.found
    assert (error.code, error.params["accepted"]) == ("UNSUPPORTED_FORMAT", error.accepted)
