"""Colours come out as they were meant: measured against the standards' own arithmetic.

Every claim about a profile has its counterpart: read without it, the colour would be farther off
than the test allows. Distances are CIEDE2000; 1 is what an eye can just tell.
"""

import random
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean

import pytest
from PIL import Image

from processing.facts import Developed
from processing.formats import Format
from processing.presets import FULLSIZE, Preset
from tests import photos
from tests.processing import colorimetry, icc, pngs
from tests.processing.colorimetry import (
    ADOBE_RGB,
    D50,
    D50_TO_D65,
    DISPLAY_P3,
    PRO_PHOTO,
    Space,
    Vector,
    distance,
    hlg_light,
    power,
    pq_light,
    screen,
    srgb_light,
    srgb_sample,
    times,
    xyz_of,
)
from tests.processing.darkroom import develop, printed
from tests.processing.likeness import likeness, rows
from tests.processing.tiffs import tiff

# Without loss, so that only the colour is measured.
EXACT = Preset("EXACT", 2048, Format.PNG, 100)
# What eight bits and littlecms may cost.
JUST = 1.0

PROFILES: dict[str, tuple[bytes, Space]] = {
    "Display P3": (icc.rgb("Display P3", icc.APPLE_P3, icc.srgb_curve()), DISPLAY_P3),
    "Adobe RGB": (icc.rgb("Adobe RGB (1998)", icc.ADOBE, icc.power(563 / 256)), ADOBE_RGB),
    "ProPhoto": (icc.rgb("ProPhoto RGB", icc.ROMM, icc.power(1.8)), PRO_PHOTO),
}
# Skin, leaf, sky, brick and slate: colours that sRGB can show in whichever of the spaces.
PATCHES = [(200, 160, 140), (90, 120, 80), (120, 150, 190), (150, 90, 70), (60, 70, 80)]
MAKERS = ["PNG", "JPEG", "WEBP", "TIFF", "AVIF", "HEIF"]


def swatch(color: Sequence[int], format: str, profile: bytes | None) -> bytes:
    """One colour in a file that loses as little of it as the format allows."""
    options: dict[str, object] = {"icc_profile": profile, "quality": 100}
    if format == "WEBP":
        options["lossless"] = True
    return photos.saved(Image.new("RGB", (32, 32), tuple(color)), format, **options)


def shown(developed: Developed, at: tuple[int, int] = (9, 9)) -> tuple[int, ...]:
    """The colour of a rendition."""
    return photos.pixel(printed(developed).convert("RGB"), *at)


@pytest.mark.parametrize("format", MAKERS)
@pytest.mark.parametrize("name", PROFILES)
def test_profiles_are_honoured(name: str, format: str, tmp_path: Path) -> None:
    """Each patch is where its own standard puts it, and would not be if the profile were lost."""
    profile, space = PROFILES[name]
    # The encoders of JPEG, AVIF and HEIC take their share as well.
    allowed = JUST if format in {"PNG", "WEBP", "TIFF"} else 1.5
    for patch in PATCHES:
        meant = space.srgb([sample / 255 for sample in patch])
        seen = shown(develop(swatch(patch, format, profile), tmp_path, (EXACT,)))

        assert distance(seen, meant) < allowed
    ignored = [distance(p, space.srgb([sample / 255 for sample in p])) for p in PATCHES]
    assert fmean(ignored) > 2 * JUST


@pytest.mark.parametrize("name", PROFILES)
def test_without_its_profile_a_picture_is_farther_off(name: str, tmp_path: Path) -> None:
    """The counter-proof with the code under test: the same samples, untagged."""
    space = PROFILES[name][1]
    patch = PATCHES[3]
    seen = shown(develop(swatch(patch, "PNG", None), tmp_path, (EXACT,)))

    assert seen == patch
    assert distance(seen, space.srgb([sample / 255 for sample in patch])) > 2 * JUST


def test_what_srgb_cannot_show_is_cut_and_not_wrapped(tmp_path: Path) -> None:
    """The green of P3 becomes the strongest green that there is."""
    profile, space = PROFILES["Display P3"]
    seen = shown(develop(swatch((0, 255, 0), "PNG", profile), tmp_path, (EXACT,)))

    assert distance(seen, space.srgb((0, 1, 0))) < JUST
    assert seen[1] == 255


@pytest.mark.parametrize("preset", [FULLSIZE, Preset("W", 2048, Format.WEBP, 90)])
def test_a_picture_of_many_colours_is_close_all_over(preset: Preset, tmp_path: Path) -> None:
    """In the formats that we give out: hardly a difference on the mean, and the same structure."""
    profile, space = PROFILES["Display P3"]
    chance = random.Random(5)
    scene = Image.frombytes("RGB", (6, 4), chance.randbytes(72)).point(lambda v: 40 + v * 5 // 8)
    source = scene.resize((96, 64), Image.Resampling.BICUBIC)
    pixels = [photos.pixel(source, x, y) for y in range(64) for x in range(96)]
    meant = [space.srgb([sample / 255 for sample in pixel]) for pixel in pixels]
    developed = develop(photos.saved(source, "PNG", icc_profile=profile), tmp_path, (preset,))
    seen = [photos.pixel(printed(developed), x, y) for y in range(64) for x in range(96)]
    ideal = Image.new("RGB", (96, 64))
    ideal.putdata([tuple(round(sample) for sample in color) for color in meant])

    assert fmean(map(distance, seen, meant)) < 1.2
    assert fmean(map(distance, pixels, meant)) > 2
    assert likeness(rows(printed(developed)), rows(ideal)) > 0.98


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_profiles_of_grey_are_honoured(mode: str, tmp_path: Path) -> None:
    """A grey of gamma 1.8 is lighter than its number says, with alpha or without."""
    image = Image.new("L", (32, 32), 100)
    if mode == "LA":
        image.putalpha(200)
    data = photos.saved(image, "PNG", icc_profile=icc.gray(1.8))
    seen = shown(develop(data, tmp_path, (EXACT,)))
    meant = [255 * srgb_sample((100 / 255) ** 1.8)] * 3

    assert distance(seen, meant) < JUST
    assert distance((100, 100, 100), meant) > 2 * JUST


def ink(cyan: float, magenta: float, yellow: float, black: float) -> Vector:
    """X, Y, Z under D50 of a made-up press: each ink takes its part out of three bands of light."""
    red, green, blue = (
        (1 - 0.90 * cyan) * (1 - 0.10 * magenta) * (1 - 0.02 * yellow) * (1 - black),
        (1 - 0.35 * cyan) * (1 - 0.85 * magenta) * (1 - 0.08 * yellow) * (1 - black),
        (1 - 0.10 * cyan) * (1 - 0.45 * magenta) * (1 - 0.88 * yellow) * (1 - black),
    )
    bands = times(colorimetry.SRGB_TO_D65, (red, green, blue))
    return times(colorimetry.D65_TO_D50, bands)


INKS = [(0, 0, 0, 0), (128, 0, 0, 0), (0, 128, 64, 0), (40, 80, 160, 32), (160, 96, 0, 64)]


def print_of(inks: Sequence[int], profile: bytes | None, format: str) -> bytes:
    """A patch of ink."""
    if format == "JPEG":
        image = Image.new("CMYK", (32, 32), tuple(inks))
        return photos.saved(image, "JPEG", quality=100, icc_profile=profile)
    bits = 16 if format == "TIFF 16" else 8
    spread = [sample * 257 if bits == 16 else sample for sample in inks]
    return tiff([[spread] * 32] * 32, photometric=5, bits=bits, icc=profile or b"")


@pytest.mark.parametrize("format", ["JPEG", "TIFF", "TIFF 16"])
def test_inks_are_shown_as_their_press_prints_them(format: str, tmp_path: Path) -> None:
    """A profile with tables counts for CMYK; without it the same inks are far off."""
    profile = icc.cmyk(ink)
    for inks in INKS:
        meant = screen(times(D50_TO_D65, ink(*(sample / 255 for sample in inks))))
        seen = shown(develop(print_of(inks, profile, format), tmp_path, (EXACT,)))

        assert distance(seen, meant) < 2
    plain = shown(develop(print_of(INKS[3], None, format), tmp_path, (EXACT,)))
    assert distance(plain, screen(times(D50_TO_D65, ink(*(n / 255 for n in INKS[3]))))) > 4


def test_the_colours_are_the_measured_ones_and_not_the_pleasing_ones(tmp_path: Path) -> None:
    """Of a profile's tables the colorimetric counts: what a press really prints."""
    profile = icc.cmyk(ink, perceptual=lambda c, m, y, k: ink(m, c, y, k))
    inks = INKS[3]
    meant, other = (
        screen(times(D50_TO_D65, ink(*(sample / 255 for sample in one))))
        for one in (inks, (inks[1], inks[0], *inks[2:]))
    )
    seen = shown(develop(print_of(inks, profile, "TIFF"), tmp_path, (EXACT,)))

    assert distance(seen, meant) < 2
    assert distance(seen, other) > 8


def faded(cyan: float, magenta: float, yellow: float, black: float) -> Vector:
    """The press on a bad day: an eighth of the light comes back whatever is printed."""
    x, y, z = ink(cyan, magenta, yellow, black)
    return (x * 7 + D50[0]) / 8, (y * 7 + D50[1]) / 8, (z * 7 + D50[2]) / 8


def test_the_deepest_black_becomes_black(tmp_path: Path) -> None:
    """Black point compensation: what was measured in between is stretched, not cut."""
    profile = icc.cmyk(faded, device=b"scnr")
    full, middle = (
        shown(develop(print_of(inks, profile, "TIFF"), tmp_path, (EXACT,)))
        for inks in ([255] * 4, INKS[3])
    )

    assert full == (0, 0, 0)
    assert distance(middle, screen(times(D50_TO_D65, ink(*(n / 255 for n in INKS[3]))))) < 2


# The solids of ISO Coated v2 (FOGRA39) in sRGB, as printers' tables for the web list them.
SOLIDS = {
    "cyan": ((255, 0, 0, 0), (0x00, 0x9F, 0xE3)),
    "magenta": ((0, 255, 0, 0), (0xE6, 0x00, 0x7E)),
    "yellow": ((0, 0, 255, 0), (0xFF, 0xED, 0x00)),
    "red": ((0, 255, 255, 0), (0xE3, 0x06, 0x13)),
    "green": ((255, 0, 255, 0), (0x00, 0x96, 0x40)),
    "blue": ((255, 255, 0, 0), (0x31, 0x27, 0x83)),
    "black": ((0, 0, 0, 255), (0x1D, 0x1D, 0x1B)),
    "half a black": ((0, 0, 0, 128), (0x9D, 0x9D, 0x9C)),
}


@pytest.mark.parametrize("name", SOLIDS)
def test_inks_without_a_profile_look_like_print(name: str, tmp_path: Path) -> None:
    """Not like light: a solid cyan is no neon."""
    inks, meant = SOLIDS[name]
    seen = shown(develop(print_of(inks, None, "TIFF"), tmp_path, (EXACT,)))
    naive = [(255 - ink) * (255 - inks[3]) / 255 for ink in inks[:3]]

    assert distance(seen, meant) < 3
    assert distance(naive, meant) > 4


def test_paper_is_white_and_all_inks_are_black(tmp_path: Path) -> None:
    """The ends of the scale are the screen's, with a profile that cannot be used as without."""
    for profile in (None, b"no profile" * 30, PROFILES["Adobe RGB"][0]):
        paper, full = (
            shown(develop(print_of([ink] * 4, profile, "TIFF"), tmp_path, (EXACT,)))
            for ink in (0, 255)
        )

        assert (paper, full) == ((255, 255, 255), (0, 0, 0))


CICP: dict[str, tuple[bytes, Space]] = {
    "Display P3": (bytes([12, 13, 0, 1]), DISPLAY_P3),
    "BT.2020": (bytes([9, 13, 0, 1]), Space(colorimetry.BT_2020, srgb_light)),
    "linear": (bytes([1, 8, 0, 1]), Space(colorimetry.SRGB_TO_D65, power(1))),
}


@pytest.mark.parametrize("name", CICP)
def test_png_names_its_space_by_number(name: str, tmp_path: Path) -> None:
    """The chunk cICP counts, even before a profile that says otherwise."""
    numbers, space = CICP[name]
    other = pngs.icc(icc.rgb("Adobe RGB (1998)", icc.ADOBE, icc.power(563 / 256)))
    for chunks in ([(b"cICP", numbers)], [(b"cICP", numbers), other]):
        data = pngs.png(pngs.plain(PATCHES[3]), chunks=chunks)
        seen = shown(develop(data, tmp_path, (EXACT,)))

        assert distance(seen, space.srgb([sample / 255 for sample in PATCHES[3]])) < JUST


def chromaticities(*points: float) -> tuple[bytes, bytes]:
    """The chunk that says where white, red, green and blue lie."""
    return b"cHRM", struct.pack(">8I", *(round(100_000 * point) for point in points))


def gamma(value: float) -> tuple[bytes, bytes]:
    """The chunk that says what power the samples were written with."""
    return b"gAMA", struct.pack(">I", round(100_000 * value))


ADOBES = chromaticities(0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
SRGBS = chromaticities(0.3127, 0.329, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06)


def test_png_tells_its_primaries_and_its_gamma(tmp_path: Path) -> None:
    """gAMA and cHRM make a space where no profile stands, for colours and for grey."""
    color = pngs.png(pngs.plain(PATCHES[3]), chunks=[gamma(256 / 563), ADOBES])
    gray = pngs.png(pngs.plain([100]), color=0, chunks=[gamma(1.0)])
    seen = [shown(develop(data, tmp_path, (EXACT,))) for data in (color, gray)]

    assert distance(seen[0], ADOBE_RGB.srgb([sample / 255 for sample in PATCHES[3]])) < JUST
    assert distance(seen[1], [255 * srgb_sample(100 / 255)] * 3) < JUST


@pytest.mark.parametrize(
    "chunks",
    [
        [gamma(0.45455)],
        [gamma(0.45455), SRGBS],
        [gamma(1.0), ADOBES, (b"sRGB", b"\0")],
        [(b"cICP", bytes([1, 13, 0, 1])), gamma(1.0)],
        [(b"cICP", bytes([12, 13, 0, 0]))],
        [chromaticities(0, 0, 0, 0, 0, 0, 0, 0)],
        [chromaticities(*[0.3] * 8)],
        [gamma(0.0)],
        [gamma(0.00001)],
    ],
    ids=lambda chunks: "+".join(kind.decode() for kind, _ in chunks),
)
def test_png_that_says_srgb_or_nonsense_is_not_touched(
    chunks: list[tuple[bytes, bytes]], tmp_path: Path
) -> None:
    """The usual gamma, sRGB's own word before others, and numbers that cannot be."""
    data = pngs.png(pngs.plain(PATCHES[0]), chunks=chunks)

    assert shown(develop(data, tmp_path, (EXACT,))) == PATCHES[0]


def avif(color: Sequence[int], primaries: int, transfer: int) -> bytes:
    """An AVIF that names its space by number."""
    data = photos.saved(Image.new("RGB", (32, 32), tuple(color)), "AVIF", quality=100, speed=10)
    at = data.index(b"nclx") + 4
    return data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :]


def test_avif_names_its_space_by_number(tmp_path: Path) -> None:
    """Display P3 by number is Display P3."""
    developed = develop(avif(PATCHES[3], 12, 13), tmp_path, (EXACT,))
    meant = DISPLAY_P3.srgb([sample / 255 for sample in PATCHES[3]])

    assert distance(shown(developed), meant) < 2
    assert developed.facts.color_profile == "Display P3"
    assert shown(develop(avif(PATCHES[3], 1, 13), tmp_path, (EXACT,))) == pytest.approx(
        PATCHES[3], abs=2
    )


def camera(index: bytes | None) -> bytes:
    """A JPEG by a camera that says its space in EXIF's interoperability alone."""
    block = photos.exif(extra={"Interop": {1: index}, "Exif": {0xA001: 65535}} if index else None)
    return with_exif(block)


def with_exif(block: bytes) -> bytes:
    """A JPEG of one colour."""
    picture = Image.new("RGB", (32, 32), PATCHES[3])
    return photos.saved(picture, "JPEG", quality=100, exif=block)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_cameras_may_say_adobe_rgb_without_a_profile(tmp_path: Path) -> None:
    """ "R03" is Adobe RGB; "R98", nothing and a broken block are sRGB."""
    wide = develop(camera(b"R03\0"), tmp_path, (EXACT,))
    meant = ADOBE_RGB.srgb([sample / 255 for sample in PATCHES[3]])

    assert distance(shown(wide), meant) < 2
    assert wide.facts.color_profile == "Adobe RGB (1998)"
    cut, nonsense = photos.exif(extra={"Interop": {1: b"R03"}})[:-12], b"Exif\0\0" + b"words" * 9
    little = Image.Exif()
    little[315] = "Ada"
    blocks = (cut, nonsense, little.tobytes())
    for other in (camera(b"R98\0"), camera(None), *map(with_exif, blocks)):
        assert distance(shown(develop(other, tmp_path, (EXACT,))), PATCHES[3]) < 2


def hdr_png(sample: float, transfer: int) -> bytes:
    """A grey in high dynamic range."""
    return pngs.png(
        pngs.plain([round(65535 * sample)] * 3),
        bits=16,
        chunks=[(b"cICP", bytes([9, transfer, 0, 1]))],
    )


# Makers of a grey whose sample is 0 to 1.
HDR: dict[str, tuple[Callable[[float], bytes], Callable[[float], float]]] = {
    "PQ in PNG": (lambda sample: hdr_png(sample, 16), pq_light),
    "HLG in PNG": (lambda sample: hdr_png(sample, 18), hlg_light),
    "PQ in AVIF": (lambda sample: avif([round(255 * sample)] * 3, 9, 16), pq_light),
    "PQ in HEIC": (lambda sample: heic(sample, 16), pq_light),
    "HLG in HEIC": (lambda sample: heic(sample, 18), hlg_light),
}


def heic(sample: float, transfer: int) -> bytes:
    """A HEIC that names its space by number."""
    picture = Image.new("RGB", (32, 32), (round(255 * sample),) * 3)
    numbers = {"color_primaries": 9, "transfer_characteristics": transfer}
    full = {"matrix_coefficients": 6, "full_range_flag": 1}
    return photos.saved(picture, "HEIF", quality=100, **numbers, **full)


@pytest.mark.parametrize("name", HDR)
def test_high_dynamic_range_is_brought_down(name: str, tmp_path: Path) -> None:
    """Below the knee light is as it was, white is near white, and highlights still differ."""
    make, light = HDR[name]
    samples = [0.2, 0.3, 0.4, 0.45]
    seen = [shown(develop(make(sample), tmp_path, (EXACT,))) for sample in samples]
    meant = [[255 * srgb_sample(light(sample) / 203)] * 3 for sample in samples]
    white = 0.58 if light is pq_light else 0.75
    bright = [shown(develop(make(at), tmp_path, (EXACT,)))[1] for at in (white, white + 0.1, 1)]

    assert max(map(distance, seen, meant)) < 2
    plain = [distance([255 * sample] * 3, one) for sample, one in zip(samples, meant, strict=True)]
    assert max(plain) > (8 if light is pq_light else 2.5)
    assert 220 < bright[0] < bright[1] <= bright[2] == 255


def test_lab_is_shown_as_it_was_measured(tmp_path: Path) -> None:
    """A TIFF of L*, a*, b* needs no profile to be known."""
    for color in ((60, 20, -30), (75, -25, 40), (30, 10, 10)):
        counts = [round(color[0] * 2.55), color[1] % 256, color[2] % 256]
        seen = shown(develop(tiff([[counts] * 32] * 32, photometric=8), tmp_path, (EXACT,)))

        assert distance(seen, screen(times(D50_TO_D65, xyz_of(color)))) < 2
