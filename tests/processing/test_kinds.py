"""The kinds of JPEG, and what stands still of what moves."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from processing.presets import FULLSIZE, THUMB
from tests import photos
from tests.processing.darkroom import develop, printed

# The quarters in 16 by 16 pixels by `cjpeg -arithmetic`; Pillow itself writes Huffman codes only.
ARITHMETIC = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwg"
    "IyYnKSopGR8tMC0oMCUoKSj/2wBDAQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo"
    "KCgoKCgoKCgoKCgoKCgoKCj/yQARCAAQABADAREAAhEBAxEB/8wACgAQEAUBEBEF/9oADAMBAAIRAxEAPwD/AKM24a+8jX2Z"
    "jgU5kqpmwha34yhw/9k="
)


def inked(*, ycck: bool = False, marked: bool = True) -> bytes:
    """The quarters in four inks, with Adobe's marker or without, in YCCK or plain."""
    inks = photos.quarters().convert("CMYK")
    if ycck:
        cyan, magenta, yellow, black = inks.split()
        bright = Image.merge("RGB", (cyan, magenta, yellow)).convert("YCbCr")
        # Pillow turns the samples over when it writes them, as Adobe does.
        inks = Image.merge("CMYK", (*map(ImageChops.invert, bright.split()), black))
    data = photos.saved(inks, "JPEG", quality=95)
    at = data.index(b"Adobe")
    if ycck:
        data = data[: at + 11] + b"\2" + data[at + 12 :]
    return data if marked else data[: at - 4] + data[at + 12 :]


def ultra_hdr() -> bytes:
    """A JPEG with a gain map behind it, as phones write them."""
    told = b'<x xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"/>'
    base = photos.saved(photos.quarters(), "JPEG", quality=90, xmp=told)
    return base + photos.saved(Image.new("L", (16, 12), 255), "JPEG")


def several() -> bytes:
    """A JPEG of two pictures (MPO); the second one is black."""
    black = Image.new("RGB", (64, 48))
    return photos.saved(photos.quarters(), "MPO", save_all=True, append_images=[black], quality=90)


JPEGS = {
    "baseline": photos.jpeg(),
    "progressive": photos.jpeg(progressive=True),
    "arithmetic": ARITHMETIC,
    "restart intervals": photos.saved(photos.quarters(), "JPEG", restart_marker_rows=1),
    "RGB": photos.saved(photos.quarters(), "JPEG", keep_rgb=True),
    "CMYK": inked(),
    "CMYK without a marker": inked(marked=False),
    "YCCK": inked(ycck=True),
    "several pictures": several(),
    "Ultra HDR": ultra_hdr(),
}


@pytest.mark.parametrize("name", JPEGS)
def test_jpeg_of_every_kind(name: str, tmp_path: Path) -> None:
    """All are taken in, and show the picture that every viewer shows: the first."""
    developed = develop(JPEGS[name], tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT
    assert developed.facts.frames == 1
    assert developed.facts.color_model == ("CMYK" if "C" in name[:3] else "RGB")


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_what_moves_stands_still(kind: str, tmp_path: Path) -> None:
    """Of an animation the first frame is given out, and how many there are is told."""
    frames = [photos.quarters(), *(Image.new("RGB", (64, 48), color) for color in ("red", "blue"))]
    data = photos.saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=90)
    developed = develop(data, tmp_path)
    image = printed(developed)

    assert photos.corners(image) == photos.UPRIGHT
    assert (developed.facts.frames, getattr(image, "n_frames", 1)) == (3, 1)


def test_the_still_of_an_animated_png_is_its_default(tmp_path: Path) -> None:
    """A picture outside the animation is there for those who do not move."""
    moving = [Image.new("RGB", (64, 48), color) for color in ("red", "blue")]
    data = photos.saved(
        photos.quarters(), "PNG", save_all=True, append_images=moving, default_image=True
    )

    assert photos.corners(printed(develop(data, tmp_path))) == photos.UPRIGHT


def test_see_through_gifs_keep_their_holes(tmp_path: Path) -> None:
    """The one see-through colour of a GIF stays so."""
    image = Image.new("P", (32, 32), 0)
    image.putpalette([200, 30, 30, 0, 0, 255])
    image.paste(1, (0, 0, 16, 32))
    developed = develop(photos.saved(image, "GIF", transparency=1), tmp_path)
    rendition = printed(developed).convert("RGBA")

    assert developed.facts.has_alpha
    assert [photos.pixel(rendition, x, 9)[3] for x in (4, 28)] == [0, 255]


def hole(size: int = 600) -> Image.Image:
    """A white square on nothing; what hides there is black, as editors leave it."""
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    image.paste((250, 250, 250, 255), (size // 4 + 3, size // 4 + 3, size * 3 // 4, size * 3 // 4))
    return image


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_shrinking_leaves_no_dark_fringe(kind: str, tmp_path: Path) -> None:
    """What hides behind see-through parts does not bleed into the edges."""
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    developed = develop(photos.saved(hole(), kind, **options), tmp_path, (THUMB,))
    image = printed(developed).convert("RGBA")
    pixels = [photos.pixel(image, x, 200) for x in range(400)]
    edges = [pixel for pixel in pixels if 40 < pixel[3] < 250]

    assert edges
    assert min(min(pixel[:3]) for pixel in edges) > 230


def test_a_product_laid_on_white_has_no_dark_fringe(tmp_path: Path) -> None:
    """White on see-through black, on white, is white all over."""
    preset = replace(THUMB, background="#ffffff")
    image = printed(develop(photos.saved(hole(), "PNG"), tmp_path, (preset,)))

    assert image.mode == "RGB"
    assert min(image.tobytes()) > 235


def test_the_background_is_the_presets_colour(tmp_path: Path) -> None:
    """Whatever colour the preset has is seen through the hole."""
    preset = replace(FULLSIZE, background="#336699")
    image = printed(develop(photos.png(alpha=True), tmp_path, (preset,)))

    assert photos.pixel(image, 5, 5) == pytest.approx((0x33, 0x66, 0x99), abs=4)
