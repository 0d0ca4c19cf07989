"""What renditions look like, and what they must never carry."""

import json
import random
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from processing.errors import FileCorrupt, FileTruncated, TooManyFrames, TooManyPixels
from processing.limits import Limits
from processing.presets import FULLSIZE, GALLERY, LARGE, PUBLISHED, SMALL, THUMB, Preset
from tests import photos
from tests.processing.darkroom import develop, printed

ALL = (*GALLERY, *PUBLISHED)
MAKERS: dict[str, photos.Maker] = {
    "PNG": photos.png,
    "WEBP": photos.webp,
    "TIFF": photos.tiff,
    "AVIF": photos.avif,
}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_drawn_upright(orientation: int, tmp_path: Path) -> None:
    """All eight ways of holding a camera end with red on the top left."""
    developed = develop(photos.jpeg(120, 80, orientation=orientation), tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert (developed.facts.width, developed.facts.height) == (120, 80)
    assert developed.facts.orientation == orientation


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["PNG", "WEBP", "TIFF", "AVIF"])
def test_other_formats_are_upright_too(name: str, orientation: int, tmp_path: Path) -> None:
    """Orientation counts wherever it is written: eXIf, EXIF, TIFF tag or the container's box."""
    developed = develop(MAKERS[name](120, 80, orientation=orientation), tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert (developed.facts.width, developed.facts.height) == (120, 80)
    assert developed.facts.orientation == orientation


def test_a_sideways_picture_tells_both_sizes(tmp_path: Path) -> None:
    """Displayed and stored size differ by the turn."""
    facts = develop(photos.jpeg(120, 80, orientation=6), tmp_path).facts

    assert (facts.width, facts.height, facts.stored_width, facts.stored_height) == (
        120,
        80,
        80,
        120,
    )


@pytest.mark.parametrize("orientation", [0, 9, 36865, 51713])
def test_nonsense_orientations_mean_upright(orientation: int, tmp_path: Path) -> None:
    """Values that EXIF does not know leave the picture as it is."""
    block = photos.exif(extra={"0th": {274: orientation}})
    data = photos.saved(photos.quarters(), "JPEG", exif=block)
    developed = develop(data, tmp_path)

    assert developed.facts.orientation == 1
    assert photos.corners(printed(developed)) == photos.UPRIGHT


@pytest.mark.parametrize("name", photos.EACH)
def test_every_format_gets_all_renditions(name: str, tmp_path: Path) -> None:
    """Each format that we take in comes out in all presets, with the right colours."""
    developed = develop(photos.EACH[name](), tmp_path, ALL)

    assert [photos.corners(printed(developed, place)) for place in range(len(ALL))] == [
        photos.UPRIGHT
    ] * len(ALL)


ODD = {
    "cmyk jpeg": photos.jpeg(mode="CMYK"),
    "progressive jpeg": photos.jpeg(progressive=True),
    "palette png": photos.png(palette=True),
    "animated png": photos.png(animated=True),
    "animated webp": photos.webp(animated=True),
    "animated gif": photos.gif(animated=True),
    "cmyk tiff": photos.tiff(mode="CMYK"),
    "lzw tiff": photos.tiff(compression="tiff_lzw"),
    "jpeg tiff": photos.tiff(compression="jpeg"),
    "pages": photos.tiff(pages=3),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pictures_keep_their_colours(name: str, tmp_path: Path) -> None:
    """CMYK, palettes, compressions and first frames look as they should."""
    assert photos.corners(printed(develop(ODD[name], tmp_path))) == photos.UPRIGHT


def test_frames_are_counted_and_the_first_is_shown(tmp_path: Path) -> None:
    """Animations and pages tell how many there are."""
    counts = [
        develop(data, tmp_path).facts.frames
        for data in (ODD["animated gif"], ODD["animated webp"], ODD["pages"], photos.jpeg())
    ]

    assert counts == [3, 3, 3, 1]


@pytest.mark.parametrize("name", ["PNG", "TIFF"])
def test_sixteen_bits_keep_their_range(name: str, tmp_path: Path) -> None:
    """A 16-bit ramp goes from black over grey to white; it is not clipped."""
    developed = develop(MAKERS[name](256, 16, bits=16), tmp_path)
    image = printed(developed).convert("L")
    ideal = (2, 64, 128, 192, 253)
    seen = [photos.pixel(image, x, 8)[0] for x in ideal]

    assert max(abs(one - other) for one, other in zip(seen, ideal, strict=True)) <= 6
    assert (developed.facts.bits_per_sample, developed.facts.color_model) == (16, "GRAY")


@pytest.mark.parametrize("make", [photos.png, photos.webp, photos.avif, photos.heic])
def test_alpha_is_kept_in_private_renditions(make: photos.Maker, tmp_path: Path) -> None:
    """A see-through picture becomes WebP, so that it stays see-through."""
    developed = develop(make(alpha=True), tmp_path)
    image = printed(developed)

    assert developed.renditions[0].path.name == "fullsize.webp"
    assert developed.facts.has_alpha
    assert photos.pixel(image.convert("RGBA"), 5, 5)[3] == 0


def test_published_jpegs_lie_on_white(tmp_path: Path) -> None:
    """Where a format cannot be see-through, the hole is white and not black."""
    developed = develop(photos.png(alpha=True), tmp_path, SMALL)
    webp, jpeg = printed(developed, 0), printed(developed, 1)

    assert photos.pixel(webp.convert("RGBA"), 5, 5)[3] == 0
    assert min(photos.pixel(jpeg, 5, 5)) > 250


def test_alpha_that_hides_nothing_is_dropped(tmp_path: Path) -> None:
    """A PNG that merely has the channel is treated as opaque."""
    opaque = photos.saved(photos.quarters().convert("RGBA"), "PNG")
    developed = develop(opaque, tmp_path)

    assert not developed.facts.has_alpha
    assert developed.renditions[0].path.name == "fullsize.jpg"


def test_wide_colours_are_brought_to_srgb(tmp_path: Path) -> None:
    """A profile wider than sRGB makes the same numbers a stronger colour."""
    plain, wide = (
        photos.saved(Image.new("RGB", (32, 32), (200, 60, 60)), "PNG", icc_profile=icc)
        for icc in (None, photos.wide_profile())
    )
    before = photos.pixel(printed(develop(plain, tmp_path)), 9, 9)
    developed = develop(wide, tmp_path)
    after = photos.pixel(printed(developed), 9, 9)

    assert developed.facts.color_profile == "Wide Test RGB"
    assert after[0] > before[0] + 8
    assert after[1] < before[1] - 8


def test_srgb_pictures_are_not_touched_by_colour_management(tmp_path: Path) -> None:
    """With sRGB's own profile the pixels are the same as without."""
    plain, marked = (photos.png(icc=icc) for icc in (None, photos.srgb_profile()))
    one, other = develop(plain, tmp_path).facts, develop(marked, tmp_path).facts

    assert one.pixel_hash == other.pixel_hash
    assert other.color_profile is not None


def test_a_broken_profile_is_left_out(tmp_path: Path) -> None:
    """Damage in the profile does not cost the picture."""
    developed = develop(photos.jpeg(icc=b"no profile at all" * 20), tmp_path)

    assert developed.facts.color_profile is None
    assert photos.corners(printed(developed)) == photos.UPRIGHT


def test_nothing_is_enlarged(tmp_path: Path) -> None:
    """A small picture keeps its size in every preset."""
    sizes = {(done.width, done.height) for done in develop(photos.jpeg(), tmp_path, ALL).renditions}

    assert sizes == {(64, 48)}


def test_sizes_are_what_the_presets_say(tmp_path: Path) -> None:
    """The longest side is met exactly, the other by proportion, and the facts are the files'."""
    developed = develop(photos.photo(12), tmp_path, ALL)
    sizes = [(done.width, done.height) for done in developed.renditions]

    assert sizes[:3] == [(2048, 1365), (1600, 1067), (1600, 1067)]
    assert sizes == [printed(developed, place).size for place in range(len(sizes))]
    assert [done.bytes for done in developed.renditions] == [
        done.path.stat().st_size for done in developed.renditions
    ]


def test_jpegs_are_progressive(tmp_path: Path) -> None:
    """A JPEG rendition can be shown before it has arrived whole."""
    assert printed(develop(photos.photo(3), tmp_path, (FULLSIZE,))).info["progressive"]


def test_long_and_thin_pictures_keep_a_pixel(tmp_path: Path) -> None:
    """No side ever becomes zero."""
    data = photos.saved(Image.new("RGB", (5000, 2)), "PNG")

    assert printed(develop(data, tmp_path, (THUMB,))).size == (400, 1)


SECRETS = (b"Ecogram", b"secret", b"Exif", b"GPS", b"ICC_PROFILE", b"http://ns.adobe.com", b"8BIM")


def private() -> bytes:
    """A JPEG full of things that nobody must see."""
    return photos.jpeg(
        600,
        400,
        orientation=6,
        gps=photos.LISBON,
        camera=("Ecogram", "secret model"),
        captured="2024:05:01 10:11:12",
        artist="secret artist",
        comment="a secret comment",
        icc=photos.wide_profile("secret profile"),
        thumbnail=True,
    )


@pytest.mark.parametrize("preset", ALL, ids=lambda preset: f"{preset.name}-{preset.format}")
def test_renditions_carry_nothing_but_pixels(preset: Preset, tmp_path: Path) -> None:
    """No place, no name, no comment, no profile and no thumbnail: in bytes and for ExifTool."""
    path = develop(private(), tmp_path, (preset,)).renditions[0].path
    told = subprocess.run(
        ["exiftool", "-config", "", "-j", "-G1", "-a", "-ee", str(path)],
        capture_output=True,
        check=True,
    )
    groups = {key.split(":")[0] for key in json.loads(told.stdout)[0]}

    assert not [secret for secret in SECRETS if secret in path.read_bytes()]
    assert groups <= {"SourceFile", "ExifTool", "System", "File", "JFIF", "RIFF", "Composite"}


@pytest.mark.parametrize("make", [photos.png, photos.gif])
def test_comments_of_other_formats_are_gone(make: photos.Maker, tmp_path: Path) -> None:
    """Text chunks and GIF comments stay behind."""
    extra = {"text": {"Comment": "secret"}} if make is photos.png else {"comment": "secret"}
    developed = develop(make(**extra), tmp_path, ALL)

    assert not [done for done in developed.renditions if b"secret" in done.path.read_bytes()]


def test_the_scan_cut_short_is_found_by_decoding(tmp_path: Path) -> None:
    """A PNG whose data ends early although its container is whole is refused."""
    data = photos.saved(photos.scene(300, 200, random.Random(1)), "PNG")
    begin = data.index(b"IDAT") + 4
    short = data[:33] + photos.png_chunk(b"IDAT", data[begin : begin + 5000])
    with pytest.raises((FileTruncated, FileCorrupt)):
        develop(short + photos.png_chunk(b"IEND", b""), tmp_path)


def test_damaged_data_is_called_corrupt(tmp_path: Path) -> None:
    """A WebP with overwritten data ends as a typed error."""
    data = photos.webp(lossless=True)
    with pytest.raises(FileCorrupt):
        develop(data[:40] + bytes(60) + data[100:], tmp_path)


def test_declared_sizes_are_believed_before_memory_is_taken(tmp_path: Path) -> None:
    """A PNG of 70 bytes that claims 4,900 megapixels is refused by its claim."""
    header = (70_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    data = b"\x89PNG\r\n\x1a\n" + photos.png_chunk(b"IHDR", header)
    data += photos.png_chunk(b"IDAT", b"") + photos.png_chunk(b"IEND", b"")
    with pytest.raises(TooManyPixels) as caught:
        develop(data, tmp_path)

    assert caught.value.actual == 4_900_000_000


@pytest.mark.parametrize("name", photos.EACH)
def test_the_pixel_limit_holds_for_every_format(name: str, tmp_path: Path) -> None:
    """One pixel too many is too many."""
    limits = Limits(max_pixels=64 * 48 - 1)
    with pytest.raises(TooManyPixels) as caught:
        develop(photos.EACH[name](), tmp_path, limits=limits)

    assert (caught.value.limit, caught.value.actual) == (3071, 3072)


def test_long_animations_are_refused(tmp_path: Path) -> None:
    """More frames than the limit are not worth our time."""
    with pytest.raises(TooManyFrames) as caught:
        develop(photos.gif(animated=True), tmp_path, limits=Limits(max_frames=2))

    assert (caught.value.limit, caught.value.actual) == (2, 3)


def test_the_order_of_presets_does_not_matter(tmp_path: Path) -> None:
    """Each rendition is made from the next larger one, whichever was asked for first."""
    one = develop(photos.photo(3), tmp_path, (THUMB, *LARGE)).renditions
    thumb = next(done for done in one if done.preset is THUMB).path.read_bytes()
    other = develop(photos.photo(3), tmp_path, (*LARGE, THUMB)).renditions

    assert next(done for done in other if done.preset is THUMB).path.read_bytes() == thumb
