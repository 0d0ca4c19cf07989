"""The fast way gives what the slow and obvious way gives, from less memory."""

import asyncio
import random
from functools import cache
from io import BytesIO
from pathlib import Path

import psutil
import pytest
import pyvips  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageOps

from benchmarks.likeness import Ideal, likeness, ssim
from benchmarks.meter import peak
from processing.errors import ProcessingError
from processing.formats import Format
from processing.limits import MIB, Limits
from processing.presets import FULLSIZE, GALLERY, PUBLISHED, Preset
from processing.resampling import fitted, packed, resampled
from processing.sandbox import Sandbox
from tests import photos
from tests.processing.darkroom import develop, printed

# Without loss, so that nothing but pixels is compared.
SIDE = 400
EXACT = Preset("EXACT", SIDE, Format.PNG, 100)
PROFILES = {"none": None, "srgb": photos.srgb_profile(), "wide": photos.wide_profile()}
# Far below what anybody sees, as from 1 on one might. Rounding before the colours are brought over
# instead of after is what there is of it.
MOST_DELTA_E, LEAST_LIKE = 0.4, 0.99


@cache
def seen(width: int, height: int) -> Image.Image:
    """What is before the camera."""
    return photos.scene(width, height, random.Random(7))


def shot(orientation: int, icc: bytes | None, width: int = 750, height: int = 500) -> bytes:
    """A photo-like JPEG, stored as a camera stores it that was held this way."""
    stored = photos.laid_down(seen(width, height), orientation)
    block = photos.exif(orientation=orientation) or None
    return photos.saved(stored, "JPEG", quality=92, exif=block, icc_profile=icc)


def by_pillow(data: bytes, side: int) -> Image.Image:
    """All of it decoded, turned, brought to sRGB and then made smaller, in this order."""
    with photos.opened(data) as image:
        icc = image.info.get("icc_profile")
        whole = ImageOps.exif_transpose(image)
    if icc:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        converted = ImageCms.profileToProfile(whole, profile, ImageCms.createProfile("sRGB"))
        whole = converted or whole
    factor = side / max(whole.size)
    size = (round(whole.width * factor), round(whole.height * factor))
    return whole.resize(size, Image.Resampling.LANCZOS)


def delta_e(one: Image.Image, other: Image.Image) -> float:
    """How far the colours are from each other in the mean, by CIEDE2000: 1 can just be seen."""
    first, second = (_measurable(image).colourspace("lab") for image in (one, other))
    return float(first.dE00(second).avg())


def alike(one: Image.Image, other: Image.Image) -> float:
    """The structural similarity of two pictures: 1.0 is the same."""
    return ssim(*(_measurable(image).cast("float") for image in (one, other)))


def _measurable(image: Image.Image) -> pyvips.Image:
    rgb = image.convert("RGB")
    made = pyvips.Image.new_from_memory(rgb.tobytes(), rgb.width, rgb.height, 3, "uchar")
    return made.copy(interpretation="srgb")


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_fast_way_gives_the_same_picture(
    orientation: int, profile: str, tmp_path: Path
) -> None:
    """However the camera was held, and whatever the profile, no eye could tell the two apart."""
    data = shot(orientation, PROFILES[profile])
    made, slow = printed(develop(data, tmp_path, (EXACT,))), by_pillow(data, SIDE)

    assert made.size == slow.size == (400, 267)
    assert delta_e(made, slow) < MOST_DELTA_E
    assert alike(made, slow) > LEAST_LIKE


def test_a_profile_left_out_would_be_noticed() -> None:
    """The measure of the test above tells sRGB from a wider space."""
    wide, plain = (by_pillow(shot(1, PROFILES[name]), SIDE) for name in ("wide", "none"))

    assert delta_e(wide, plain) > 4 * MOST_DELTA_E


def test_shrinking_while_loading_costs_next_to_nothing(tmp_path: Path) -> None:
    """Decoded at half its size, a photo is as like the ideal as when it is decoded in full."""
    photo, slow = tmp_path / "photo.jpg", tmp_path / "slow.jpg"
    photo.write_bytes(shot(6, PROFILES["wide"], 1500, 4700))
    slow.write_bytes(photos.saved(by_pillow(photo.read_bytes(), 2048), "JPEG", quality=85))
    made, ideal = develop(photo.read_bytes(), tmp_path, (FULLSIZE,)), Ideal(photo)

    assert likeness(made.renditions[0].path, ideal) > likeness(slow, ideal) - 0.003


def test_facts_do_not_depend_on_what_is_asked_for(tmp_path: Path) -> None:
    """No presets, small ones and one beyond the size that we decode: every fact is the same."""
    data = shot(8, PROFILES["wide"], 4200, 800)
    large = Preset("LARGE", 4000, Format.JPEG, 85)
    asked = ((), GALLERY, PUBLISHED, (large,))
    told = [develop(data, tmp_path, presets).facts for presets in asked]

    assert told == [told[0]] * 4


def test_large_renditions_are_made_of_all_pixels(tmp_path: Path) -> None:
    """One larger than the size that we decode at is not blown up from it."""
    data, large = shot(1, None, 4200, 800), Preset("LARGE", 4000, Format.JPEG, 95)
    made, slow = printed(develop(data, tmp_path, (large,))), by_pillow(data, 4000)
    blown_up = by_pillow(data, 2100).resize(slow.size, Image.Resampling.LANCZOS)

    assert made.size == slow.size == (4000, 762)
    assert alike(made, slow) > 0.95 > alike(blown_up, slow)


MODES = ("L", "LA", "RGB", "RGBA", "CMYK")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(301, 201), (450, 300), (899, 600)])
def test_every_kind_of_samples_is_resampled(mode: str, size: tuple[int, int]) -> None:
    """Grey, colour and ink, with alpha and without, are where Pillow's own Lanczos has them."""
    image = photos.scene(900, 600, random.Random(3)).convert(mode)
    made, slow = fitted(image, size), image.resize(size, Image.Resampling.LANCZOS)

    assert (made.mode, made.size) == (mode, size)
    assert delta_e(made, slow) < MOST_DELTA_E


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(1, 1), (2, 1), (1, 200), (400, 1)])
def test_even_a_single_pixel_can_be_left(mode: str, size: tuple[int, int]) -> None:
    """However small, and however thin: the size is met, and a plain colour stays what it was."""
    image = Image.new("RGB", (5000, 200), (180, 90, 20)).convert(mode)
    made = fitted(image, size)

    assert (made.mode, made.size) == (mode, size)
    assert delta_e(made, image.crop((0, 0, *size))) < 1


def test_a_picture_of_the_right_size_is_left_alone() -> None:
    """Nothing is resampled that need not be: the very samples come back."""
    image = photos.scene(90, 60, random.Random(3))

    assert fitted(image, (90, 60)) is image
    assert resampled(packed(image), (90, 60)).tobytes() == image.tobytes()


def test_hidden_colours_do_not_bleed_into_what_is_seen() -> None:
    """Green under full transparency leaves no green rim on what lies beside it."""
    image = Image.new("RGBA", (200, 200), (0, 255, 0, 0))
    image.paste((200, 0, 50, 255), (67, 0, 200, 200))
    row = [photos.pixel(fitted(image, (50, 50)), x, 25) for x in range(50)]

    assert {alpha for *_, alpha in row} > {0, 255}
    assert max(green for _, green, _, alpha in row if alpha > 8) <= 2


async def grown(sandbox: Sandbox, source: Path, into: Path) -> int:
    """How many bytes the sandbox's only child holds at its peak beyond those of its start."""
    before = set(psutil.Process().children())
    source.with_name("small").write_bytes(photos.jpeg())
    await sandbox.develop(source.with_name("small"), into, GALLERY)
    (child,) = set(psutil.Process().children()) - before
    least = peak(child)
    await sandbox.develop(source, into, GALLERY)
    return peak(child) - least


async def test_a_large_photo_is_never_in_memory_in_full(source: Path, into: Path) -> None:
    """24 megapixels of JPEG take less than their own samples would."""
    source.write_bytes(await asyncio.to_thread(photos.photo, 24))
    async with Sandbox(Limits(), size=1) as own:
        assert await grown(own, source, into) < 24_000_000 * 3


def flat_png(width: int, height: int) -> bytes:
    """A large picture in few bytes."""
    return photos.saved(photos.quarters(width, height), "PNG", compress_level=1)


async def test_memory_is_bounded_by_the_pixels(source: Path, into: Path) -> None:
    """What must be decoded in full is held twice for a moment: by Pillow, and for libvips."""
    source.write_bytes(await asyncio.to_thread(flat_png, 6000, 4000))
    async with Sandbox(Limits(), size=1) as own:
        assert await grown(own, source, into) < 24_000_000 * (4 + 3) + 32 * MIB


async def outcome(mebibytes: int, source: Path, into: Path) -> str:
    """What becomes of the picture in a child that may have so much memory."""
    async with Sandbox(Limits(memory_bytes=mebibytes * MIB), size=1) as own:
        try:
            await own.develop(source, into, GALLERY)
        except ProcessingError as error:
            return type(error).__name__
    return "fine"


async def test_too_little_memory_has_its_name(source: Path, into: Path) -> None:
    """Wherever memory ends, libvips' own included, the child says so and does not die of it."""
    source.write_bytes(await asyncio.to_thread(flat_png, 4000, 3000))
    outcomes = [await outcome(mebibytes, source, into) for mebibytes in range(110, 260, 20)]

    assert (outcomes[0], outcomes[-1]) == ("ProcessingOutOfMemory", "fine")
    assert set(outcomes) == {"ProcessingOutOfMemory", "fine"}
