"""A bare picture of every kind and colour looks as it did: drawn, it gives the very same file."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from processing.containers import bare, is_bare
from processing.embedding import strip
from processing.exiftool import ExifTool
from processing.facts import Facts
from processing.presets import THUMB
from tests import photos
from tests.processing import hurting, icc, pngs
from tests.processing.darkroom import develop
from tests.processing.planting import moving
from tests.processing.test_colors import CICP, HDR, PATCHES
from tests.processing.test_depths import deep
from tests.processing.test_embedding import contents
from tests.processing.test_kinds import JPEGS
from tests.processing.test_sandbox import put
from tests.processing.tiffs import tiff

PROFILE = icc.rgb("Adobe RGB (1998)", icc.ADOBE, icc.power(563 / 256))


def painted(kind: str, mode: str, **options: object) -> bytes:
    """The quarters in one of Pillow's modes."""
    image = photos.quarters().convert("L" if mode in {"LA", "I", "F"} else "RGB").convert(mode)
    return photos.saved(image, kind, **options)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of one colour with further chunks."""
    return pngs.png(pngs.plain(PATCHES[3]), chunks=list(chunks))


KINDS: dict[str, Callable[[], bytes]] = {
    **{f"JPEG, {name}": partial(bytes, data) for name, data in JPEGS.items()},
    **{
        f"TIFF, {mode}": partial(painted, "TIFF", mode)
        for mode in ("1", "L", "P", "RGBA", "CMYK", "YCbCr", "LAB", "F", "LA")
    },
    **{
        f"TIFF, {packing}": partial(painted, "TIFF", "RGB", compression=packing)
        for packing in ("jpeg", "packbits", "tiff_lzw", "tiff_adobe_deflate")
    },
    "TIFF, group4": partial(painted, "TIFF", "1", compression="group4"),
    "TIFF, a profile": partial(painted, "TIFF", "RGB", icc_profile=PROFILE),
    "TIFF, planes": lambda: tiff(deep(3), bits=16, planar=True),
    "TIFF, tiles": lambda: tiff(deep(3), bits=16, tile=16),
    "TIFF, the other order": lambda: tiff(deep(4), bits=16, order=">", tags={338: [2]}),
    "TIFF, a negative": lambda: tiff([[[0], [99], [255]]] * 3, photometric=0),
    **{f"PNG, {mode}": partial(painted, "PNG", mode) for mode in ("1", "L", "LA", "P", "RGBA")},
    **{f"PNG, {name}": partial(png, (b"cICP", numbers)) for name, (numbers, _) in CICP.items()},
    "PNG, a gamma": lambda: png((b"gAMA", (100_000).to_bytes(4, "big"))),
    "PNG, a profile": lambda: png(pngs.icc(PROFILE)),
    "PNG, moving": lambda: photos.png(animated=True, alpha=True),
    "GIF, moving": lambda: photos.gif(animated=True),
    "WebP, a profile": lambda: painted("WEBP", "RGB", icc_profile=PROFILE, lossless=True),
    "WebP, moving": lambda: photos.webp(animated=True, alpha=True, lossless=True),
    "AVIF, a profile": lambda: painted("AVIF", "RGB", icc_profile=PROFILE, speed=10),
    "AVIF, moving": lambda: moving(alpha=True),
    "HEIC, a profile": lambda: photos.heic(icc=photos.wide_profile()),
    **{name: partial(make, 0.4) for name, (make, _) in HDR.items()},
    **{
        f"{kind} turned by {turn}": partial(make, orientation=turn)
        for kind, make in (("JPEG", photos.jpeg), ("TIFF", photos.tiff), ("AVIF", photos.avif))
        for turn in (5, 8)
    },
}


def drawn(data: bytes, into: Path) -> tuple[Facts, bytes]:
    """The facts of a picture, and its rendition."""
    developed = develop(data, into, (THUMB,))
    return developed.facts, contents(developed.renditions[0].path)


@pytest.mark.parametrize("name", KINDS)
async def test_it_looks_as_it_did(exiftool: ExifTool, source: Path, into: Path, name: str) -> None:
    """Every byte of the rendition, and every fact, by our own work and with ExifTool's."""
    before = KINDS[name]()
    put(source, before)
    made = [before, bare(before), contents(await strip(exiftool, source, into))]
    [(was, shown), *others] = [drawn(data, into) for data in made]

    assert [is_bare(data) for data in made[1:]] == [True, True]
    for one, picture in others:
        assert picture == shown
        assert (one.orientation, one.width, one.frames) == (was.orientation, was.width, was.frames)
        assert one.color_profile == was.color_profile


def test_the_old_kind_of_jpeg_keeps_its_tables() -> None:
    """They lie where a TIFF says; a table of codes is as long as it says itself."""
    entries = ((513, 4, 1, 100), (514, 4, 1, 10), (519, 4, 1, 120), (520, 4, 1, 200))
    whole = hurting.tiff(*entries).ljust(300, b"\1")
    after = bare(whole)
    left = {at for at in range(62, 300) if after[at]}

    assert left == {*range(100, 110), *range(120, 184), *range(200, 216 + 16)}
    assert (after[:62], is_bare(after)) == (whole[:62], True)


def test_what_stands_alone_in_a_jpeg_says_nothing() -> None:
    """A restart before the scan is skipped by every decoder."""
    whole = photos.jpeg()

    assert bare(whole[:2] + b"\xff\xd0" + whole[2:]) == bare(whole)
