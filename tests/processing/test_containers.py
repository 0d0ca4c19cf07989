"""What nobody needs to draw a picture goes, whatever it is; what is drawn stays as it is."""

import struct
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.containers import Malformed, bare, is_bare
from processing.embedding import strip
from processing.errors import MetadataUnwritable
from processing.exiftool import ExifTool
from tests import photos
from tests.processing import planting
from tests.processing.hurting import HOSTILE, located
from tests.processing.planting import PLANTED, SECRET, box, riff, segment, webp
from tests.processing.test_embedding import PICTURES, contents, frames, profile
from tests.processing.test_sandbox import put


@pytest.mark.parametrize("name", PLANTED)
async def test_what_nobody_knows_is_not_given_out(
    exiftool: ExifTool, source: Path, into: Path, name: str
) -> None:
    """Neither by ExifTool's work nor by ours alone; frames and colours are as they were."""
    before = PLANTED[name]()
    put(source, before)
    after = contents(await strip(exiftool, source, into))
    alone = bare(before)

    assert SECRET in before
    assert not is_bare(before)
    assert (contents(source), is_bare(after), is_bare(alone)) == (before, True, True)
    assert (SECRET in after, SECRET in alone) == (False, False)
    assert frames(after) == frames(alone) == frames(before)
    assert profile(after) == profile(alone) == profile(before)


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_drawn_stays(name: str) -> None:
    """Nothing that a picture of any kind needs is taken from it; done twice is done once."""
    before = PICTURES[name]()
    after = bare(before)

    assert is_bare(after)
    assert profile(after) == profile(before)
    # What stands behind the first picture of a JPEG is another picture.
    drawn = frames(before)[:1] if name == "multi-picture JPEG" else frames(before)
    assert frames(after) == drawn


PRIVATE: dict[str, Callable[[bytes], bytes]] = {
    "PNG": lambda content: photos.png_chunk(b"prVt", content),
    "WEBP": lambda content: riff(b"prVt", content),
    "JPEG": lambda content: segment(0xEB, content),
    "GIF": lambda content: b"!\xff\x0bECOGRAM 1.0" + blocks(content) + b"\0",
    "AVIF": lambda content: box(b"prVt", content),
    "HEIC": lambda content: box(b"prVt", content),
    "TIFF": lambda content: content,
}
SEAMS: dict[str, Callable[[bytes], list[int]]] = {
    "PNG": lambda data: [data.index(kind) - 4 for kind in (b"IDAT", b"IEND")],
    "WEBP": lambda data: [12, len(data)],
    "JPEG": lambda data: [2, data.index(b"\xff\xdb"), data.index(b"\xff\xda"), len(data)],
    "GIF": lambda data: [data.index(b"\x2c", 13 + 3 * 2 ** ((data[10] & 7) + 1)), len(data) - 1],
    "AVIF": lambda data: [len(data)],
    "HEIC": lambda data: [len(data)],
    "TIFF": lambda data: [len(data)],
}
MAKERS: dict[str, Callable[[], bytes]] = {**photos.EACH, "WEBP": lambda: photos.webp(orientation=6)}


def blocks(content: bytes) -> bytes:
    """Some bytes as the sub-blocks of a GIF."""
    edges = range(0, len(content) + 255, 255)
    pieces = [content[begin:end] for begin, end in pairwise(edges)]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces if piece)


@pytest.mark.parametrize("name", PRIVATE)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(content=st.binary(min_size=1, max_size=600), place=st.integers(0, 3))
def test_a_part_of_an_unknown_kind_makes_no_difference(
    name: str, content: bytes, place: int
) -> None:
    """Whatever it holds and wherever it stands, the bare picture is the one without it."""
    whole = MAKERS[name]()
    seams = SEAMS[name](whole)
    at = seams[place % len(seams)]
    told = whole[:at] + PRIVATE[name](content) + whole[at:]
    after = bare(webp(b"", told) if name == "WEBP" else told)

    rest = after.removeprefix(bare(whole))

    # Where nothing may move, an empty part is left of the same size.
    assert (after.startswith(bare(whole)), rest[8:].strip(b"\0")) == (True, b"")
    assert frames(after) == frames(whole)
    assert (rest == b"") or name in {"AVIF", "HEIC", "TIFF"}


@cache
def made(name: str) -> bytes:
    """A picture, made once."""
    return LYING[name]()


LYING: dict[str, Callable[[], bytes]] = {
    **MAKERS,
    "JPEG with EXIF": lambda: photos.jpeg(orientation=6, gps=photos.SYDNEY, thumbnail=True),
    "HEIC with EXIF": lambda: photos.heic(orientation=6, gps=photos.SYDNEY),
    "animated AVIF": planting.moving,
    "animated PNG": lambda: photos.png(animated=True, orientation=6),
    "animated WebP": lambda: photos.webp(animated=True, alpha=True),
    "pages": lambda: photos.tiff(pages=3, compression="tiff_lzw"),
}


@pytest.mark.parametrize("name", LYING)
@settings(max_examples=100, deadline=None, derandomize=True)
@given(data=st.data())
def test_what_lies_ends_typed(name: str, data: st.DataObject) -> None:
    """Cut off anywhere, or with any four bytes wrong, it is bare or refused, and nothing else."""
    whole = bytearray(made(name))
    at = data.draw(st.integers(16, len(whole) - 4))
    whole[at : at + 4] = data.draw(st.sampled_from([bytes(4), b"\xff" * 4, b"\0\0\0\1"]))
    end = data.draw(st.sampled_from([len(whole), at]))
    try:
        after = bare(bytes(whole[:end]))
    except Malformed:
        return

    assert is_bare(after)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_hurt_is_refused(name: str) -> None:
    """At once, whatever it says of its size or of the parts it has."""
    with pytest.raises(Malformed):
        bare(HOSTILE[name])


def test_an_empty_item_is_no_block_of_exif() -> None:
    """What ExifTool leaves of one: no byte, or fewer than say where it begins."""
    whole = photos.heic(orientation=6, gps=photos.SYDNEY)
    at = whole.index(b"iloc") - 4
    end = at + struct.unpack(">I", whole[at : at + 4])[0]
    # The block of EXIF is the second of two items, and its length comes last.
    for length in (0, 2):
        told = whole[: end - 4] + struct.pack(">I", length) + whole[end:]

        assert photos.exif(gps=photos.SYDNEY)[-8:] in told
        assert photos.exif(gps=photos.SYDNEY)[-8:] not in bare(told)
        assert is_bare(bare(told))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_only_orientation_is_left_of_exif(kind: str) -> None:
    """Not even an empty directory of what else there was."""
    block = photos.exif(orientation=6, captured="2024:05:01 10:11:12", gps=photos.SYDNEY)
    after = bare(photos.saved(photos.quarters(), kind, exif=block))
    entry = struct.pack(">HHIHH", 274, 3, 1, 6, 0)

    assert is_bare(after)
    assert b"MM\0*\0\0\0\x08\0\1" + entry + bytes(4) in after
    assert b"2024" not in after


def test_a_thumbnail_goes() -> None:
    """It may show what was cropped or covered since; the picture stays as it is."""
    whole = photos.heic(640, 480, thumbnails=[128])
    alone = photos.heic(640, 480)
    after = bare(whole)
    hidden = after[after.index(b"iloc") :].count(0) - whole[whole.index(b"iloc") :].count(0)

    assert len(whole) > len(alone)
    assert (after.count(b"hvc1"), whole.count(b"hvc1")) == (1, 2)
    assert hidden > (len(whole) - len(alone)) / 2
    assert frames(after) == frames(whole)
    assert is_bare(after)


def test_pictures_may_share_bytes() -> None:
    """As long as it is not all of them that do."""
    whole = located(items=2, length=1_000)

    assert bare(whole) == whole


async def test_a_refusal_names_its_reason(exiftool: ExifTool, source: Path, into: Path) -> None:
    """No file is given out, and what came is as it was."""
    broken = photos.heic() + b"\0\0\0\4prVt"
    put(source, broken)

    with pytest.raises(MetadataUnwritable, match="not laid out"):
        await strip(exiftool, source, into)
    assert contents(source) == broken
