"""Fits, formats, moving pictures, and what a picture looks like in a few bytes."""

import base64
import io
from collections.abc import Sequence
from itertools import product
from math import cos, pi
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from processing import saliency, thumb_hash
from processing.decode import DECODED_SIDE
from processing.formats import Format
from processing.presets import GALLERY, Fit, Preset
from processing.sandbox import Sandbox
from tests import photos
from tests.processing.darkroom import develop, printed

Color = tuple[int, ...]
# A PNG's signature and IHDR.
PNG_HEAD = 33
WHITE, RED, BLUE, GREY = (255, 255, 255), (200, 30, 30), (30, 30, 200), (128, 128, 128)


def scene(size: tuple[int, int], at: tuple[float, float], ground: Color = GREY) -> Image.Image:
    """A red disc of a quarter of the height on a plain ground; `at` is its middle, 0 to 1."""
    image = Image.new("RGB", size, ground)
    x, y, radius = at[0] * size[0], at[1] * size[1], min(size) / 8
    ImageDraw.Draw(image).ellipse((x - radius, y - radius, x + radius, y + radius), fill=RED)
    return image


def is_near(found: Color | float | tuple[int, ...] | None, color: Color) -> bool:
    """Whether a pixel has a colour, but for what an encoder does to it."""
    return isinstance(found, tuple) and all(
        abs(a - b) < 14 for a, b in zip(found, color, strict=False)
    )


def test_pad_lays_the_picture_in_the_middle_of_its_colour(tmp_path: Path) -> None:
    """A wide picture gets bars above and below, in the preset's colour, and loses nothing."""
    square = Preset("SQUARE", 300, Format.JPEG, 95, "#ffffff", fit=Fit.PAD)
    data = photos.saved(Image.new("RGB", (600, 300), BLUE), "PNG")
    image = printed(develop(data, tmp_path, (square,)))

    assert image.size == (300, 300)
    assert is_near(image.getpixel((150, 5)), WHITE)
    assert is_near(image.getpixel((150, 294)), WHITE)
    assert is_near(image.getpixel((5, 150)), BLUE)
    assert is_near(image.getpixel((294, 150)), BLUE)


def test_pad_never_enlarges(tmp_path: Path) -> None:
    """A small picture stands small in the box; what is see-through shows the colour."""
    square = Preset("SQUARE", 300, Format.PNG, 95, "#00ff00", fit=Fit.PAD)
    data = photos.saved(Image.new("RGBA", (100, 50), (255, 0, 0, 0)), "PNG")
    image = printed(develop(data, tmp_path, (square,)))

    assert image.size == (300, 300)
    assert image.convert("RGB").getcolors() == [(300 * 300, (0, 255, 0))]


@pytest.mark.parametrize("at", [(0.1, 0.5), (0.9, 0.5), (0.5, 0.5)])
def test_cover_keeps_what_the_picture_is_about(at: tuple[float, float], tmp_path: Path) -> None:
    """Cut to a square, a panorama still shows its subject though nobody said where it is."""
    square = Preset("SQUARE", 200, Format.JPEG, 95, "#ffffff", fit=Fit.COVER)
    data = photos.saved(scene((1200, 300), at), "PNG")
    image = printed(develop(data, tmp_path, (square,)))

    assert image.size == (200, 200)
    assert any(is_near(image.getpixel((x, y)), RED) for x in range(200) for y in range(0, 200, 10))


def test_people_know_better(tmp_path: Path) -> None:
    """A focal point that is given beats the one that is guessed; right and wrong side differ."""
    square = Preset("SQUARE", 200, Format.PNG, 95, fit=Fit.COVER)
    data = photos.saved(scene((1200, 300), (0.1, 0.5)), "PNG")
    image = printed(develop(data, tmp_path, (square,), focal=(0.9, 0.5)))

    assert image.convert("RGB").getcolors() == [(200 * 200, GREY)]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_focal_point_is_of_the_upright_picture(orientation: int, tmp_path: Path) -> None:
    """However the camera was held, the top left of what people see is the top left that is cut."""
    corner = Preset("CORNER", 40, Format.PNG, 95, fit=Fit.COVER, box=(20, 40))
    data = photos.jpeg(160, 80, orientation=orientation)
    left = printed(develop(data, tmp_path, (corner,), focal=(0.0, 0.0)))
    right = printed(develop(data, tmp_path, (corner,), focal=(1.0, 0.0)))

    assert photos.UPRIGHT[0] == photos.corners(left)[0] == photos.corners(left)[1]
    assert photos.UPRIGHT[1] == photos.corners(right)[0] == photos.corners(right)[1]


def test_a_wide_cover_is_made_from_pixels_enough(tmp_path: Path) -> None:
    """The box is filled from the picture's own pixels, though its longest side is far larger."""
    banner = Preset("BANNER", 900, Format.JPEG, 90, "#ffffff", fit=Fit.COVER, box=(900, 900))
    stripes = Image.new("L", (5400, 1000))
    stripes.putdata([255 * (x // 4 % 2) for _ in range(1000) for x in range(5400)])
    image = printed(develop(photos.saved(stripes, "PNG"), tmp_path, (banner,), focal=(0.5, 0.5)))
    low, high = image.convert("L").crop((300, 300, 600, 600)).getextrema()

    assert image.size == (900, 900)
    assert isinstance(low, int | float)
    assert isinstance(high, int | float)
    # From a copy of 2048 pixels these stripes would be grey.
    assert high - low > 200


def test_hashes_do_not_depend_on_presets(tmp_path: Path) -> None:
    """A house with huge renditions finds the same duplicates as any other."""
    huge = Preset("HUGE", 3 * DECODED_SIDE, Format.JPEG, 80, "#ffffff")
    data = photos.saved(Image.effect_noise((4400, 200), 50).convert("RGB"), "JPEG")
    one, other = develop(data, tmp_path, GALLERY).facts, develop(data, tmp_path, (huge,)).facts

    assert one == other


@pytest.mark.parametrize("format", [Format.JPEG, Format.WEBP, Format.PNG, Format.AVIF])
@pytest.mark.parametrize("effort", [0, 6])
async def test_every_format_at_every_effort(
    format: Format, effort: int, sandbox: Sandbox, source: Path, into: Path
) -> None:
    """Through the child, a preset comes out in its format and in the right colours."""
    preset = Preset("ONE", 64, format, 90, "#ffffff", effort=effort)
    source.write_bytes(photos.png(120, 80))
    developed = await sandbox.develop(source, into, (preset,))

    with Image.open(developed.renditions[0].path) as image:
        assert image.format == format
        assert photos.corners(image.convert("RGB")) == photos.UPRIGHT


def moving(
    format: str = "GIF",
    *,
    colors: Sequence[Color] = ((255, 0, 0), (0, 0, 255)),
    **options: object,
) -> bytes:
    """Red, then blue, or other colours, each for a time of its own."""
    frames = [Image.new("RGB", (120, 80), color) for color in colors]
    told = io.BytesIO()
    frames[0].save(
        told, format, save_all=True, append_images=frames[1:], duration=[100, 300], **options
    )
    return told.getvalue()


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP"])
async def test_moving_pictures_move_where_the_preset_says(
    format: str, sandbox: Sandbox, source: Path, into: Path
) -> None:
    """Each frame keeps its time and is framed; another preset of the same file stands still."""
    square = Preset("MOVING", 60, Format.WEBP, 90, "#ffffff", fit=Fit.PAD, animated=True)
    still = Preset("STILL", 60, Format.WEBP, 90)
    source.write_bytes(moving(format, loop=0))
    developed = await sandbox.develop(source, into, (square, still))

    with Image.open(developed.renditions[0].path) as image:
        assert (getattr(image, "n_frames", 1), image.size) == (2, (60, 60))
        image.seek(1)
        image.load()
        assert is_near(image.convert("RGB").getpixel((30, 30)), (0, 0, 255))
        assert is_near(image.convert("RGB").getpixel((30, 2)), WHITE)
        assert image.info["duration"] == 300
        assert image.info["loop"] == 0
    with Image.open(developed.renditions[1].path) as image:
        assert getattr(image, "n_frames", 1) == 1
    assert (developed.renditions[0].width, developed.renditions[0].height) == (60, 60)


async def test_moving_pictures_have_the_colours_of_their_stills(
    sandbox: Sandbox, source: Path, into: Path
) -> None:
    """A space that a file names by numbers counts for every frame."""
    data = moving("PNG", colors=((60, 60, 60), (60, 60, 70)))
    linear = photos.png_chunk(b"cICP", bytes([1, 8, 0, 1]))
    source.write_bytes(data[:PNG_HEAD] + linear + data[PNG_HEAD:])
    presets = (
        Preset("MOVES", 64, Format.WEBP, 95, animated=True),
        Preset("STILL", 64, Format.WEBP, 95),
    )
    developed = await sandbox.develop(source, into, presets)

    for one in developed.renditions:
        with Image.open(one.path) as image:
            # Linear 60 of 255 is 133 in sRGB.
            assert is_near(image.convert("RGB").getpixel((32, 20)), (133, 133, 133))


async def test_pages_do_not_move(sandbox: Sandbox, source: Path, into: Path) -> None:
    """A TIFF of two pages is no film."""
    preset = Preset("MOVING", 60, Format.WEBP, 90, animated=True)
    source.write_bytes(moving("TIFF"))
    developed = await sandbox.develop(source, into, (preset,))

    with Image.open(developed.renditions[0].path) as image:
        assert developed.facts.frames == 2
        assert getattr(image, "n_frames", 1) == 1


def test_nothing_stands_out_of_a_plain_picture() -> None:
    """Where there is nothing to see the middle is as good as any place."""
    assert saliency.focal_point(Image.new("RGB", (300, 200), GREY)) == (0.5, 0.5)
    assert saliency.focal_point(Image.new("RGB", (1, 1), GREY)) == (0.5, 0.5)
    assert saliency.focal_point(Image.new("RGB", (3000, 2), GREY)) == (0.5, 0.5)


def landscape(at: tuple[float, float]) -> Image.Image:
    """A disc before a sky that fades and a dark ground, with noise over all."""
    image = Image.new("RGB", (600, 400), (40, 70, 30))
    sky = Image.linear_gradient("L").resize((600, 260)).convert("RGB")
    image.paste(Image.blend(sky, Image.new("RGB", sky.size, (120, 170, 240)), 0.7))
    ImageDraw.Draw(image).ellipse(
        (at[0] * 600 - 45, at[1] * 400 - 45, at[0] * 600 + 45, at[1] * 400 + 45), fill=RED
    )
    noise = Image.effect_noise(image.size, 20).convert("RGB")
    return Image.blend(image, noise, 0.15).filter(ImageFilter.GaussianBlur(1))


PLACES = [(0.2, 0.3), (0.8, 0.3), (0.25, 0.75), (0.8, 0.8), (0.5, 0.5)]


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("ground", [WHITE, GREY, (10, 10, 10), "landscape"])
def test_the_subject_is_found(at: tuple[float, float], ground: Color | str) -> None:
    """Within a tenth of the picture, on plain grounds and on one that is none."""
    image = landscape(at) if isinstance(ground, str) else scene((600, 400), at, ground)
    found = saliency.focal_point(image)

    assert abs(found[0] - at[0]) < 0.1
    assert abs(found[1] - at[1]) < 0.1


def decoded(hash: str) -> Image.Image:
    """A ThumbHash drawn at 32 pixels, by the format's own account of how it is read."""
    data = base64.b64decode(hash)
    head, shape = int.from_bytes(data[:3], "little"), int.from_bytes(data[3:5], "little")
    alpha, wide = bool(head >> 23), bool(shape >> 15)
    full, short = 5 if alpha else 7, max(3, shape & 7)
    across, down = (max(3, full), short) if wide else (short, max(3, full))
    nibbles = [half for byte in data[6 if alpha else 5 :] for half in (byte & 15, byte >> 4)]
    told = iter(nibbles)

    def channel(across: int, down: int, scale: float) -> dict[tuple[int, int], float]:
        return {
            (x, y): (next(told) / 7.5 - 1) * scale
            for y in range(down)
            for x in range(across)
            if (x or y) and x * down < across * (down - y)
        }

    light = channel(across, down, (head >> 18 & 31) / 31)
    yellow = channel(3, 3, (shape >> 3 & 63) / 63 * 1.25)
    red = channel(3, 3, (shape >> 9 & 63) / 63 * 1.25)
    seen = channel(5, 5, (data[5] >> 4) / 15) if alpha else {}
    averages = (
        (head & 63) / 63,
        (head >> 6 & 63) / 31.5 - 1,
        (head >> 12 & 63) / 31.5 - 1,
        (data[5] & 15) / 15 if alpha else 1.0,
    )
    side = max(across, down)
    size = round(32 * across / side), round(32 * down / side)
    image = Image.new("RGBA", size)
    for y in range(size[1]):
        for x in range(size[0]):
            bright, p, q, a = (
                average
                + sum(
                    2
                    * value
                    * cos(pi / size[0] * cx * (x + 0.5))
                    * cos(pi / size[1] * cy * (y + 0.5))
                    for (cx, cy), value in waves.items()
                )
                for average, waves in zip(averages, (light, yellow, red, seen), strict=True)
            )
            b = bright - 2 / 3 * p
            r = (3 * bright - b + q) / 2
            image.putpixel(
                (x, y), tuple(min(255, max(0, round(255 * one))) for one in (r, r - q, b, a))
            )
    return image


def distance(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart at the mean, of 255."""
    pairs = zip(one.tobytes(), other.resize(one.size, Image.Resampling.BOX).tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / len(one.tobytes())


def fading(width: int, height: int) -> Image.Image:
    """Red grows to the right, green downwards, and blue is everywhere a little."""
    down = Image.linear_gradient("L")
    bands = down.transpose(Image.Transpose.ROTATE_90), down, Image.new("L", down.size, 60)
    return Image.merge("RGB", bands).resize((width, height), Image.Resampling.BOX)


SHAPES = [(400, 300), (300, 400), (500, 100), (64, 64), (100, 5)]


@pytest.mark.parametrize("size", SHAPES)
def test_a_thumb_hash_shows_the_picture(size: tuple[int, int]) -> None:
    """Decoded, it has the shape and the colours at their places, and never those of another."""
    image = fading(*size)
    shown = decoded(thumb_hash.of(image)).convert("RGB")

    assert len(base64.b64decode(thumb_hash.of(image))) <= 25
    assert (shown.width > shown.height) == (size[0] > size[1])
    assert distance(shown, image) < 16
    assert distance(shown, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) > 36
    assert distance(shown, image.transpose(Image.Transpose.FLIP_TOP_BOTTOM)) > 36


def test_a_thumb_hash_knows_hard_edges_by_their_places() -> None:
    """Four quarters in four colours can be told apart in 25 bytes."""
    for size in SHAPES[:4]:
        shown = decoded(thumb_hash.of(photos.quarters(*size)))

        assert photos.corners(shown) == photos.UPRIGHT


def test_a_plain_colour_comes_back() -> None:
    """The average of each channel is kept to within its six bits."""
    for size, color in product([(40, 30), (1, 1)], (RED, BLUE, WHITE, (0, 0, 0), (12, 200, 90))):
        image = Image.new("RGB", size, color)

        assert distance(decoded(thumb_hash.of(image)).convert("RGB"), image) < 6


def test_a_thumb_hash_is_see_through_where_the_picture_is() -> None:
    """Half of it is empty; the other half keeps its colour, undisturbed by what is hidden."""
    image = Image.new("RGBA", (60, 60), (0, 255, 0, 0))
    image.paste((*RED, 255), (0, 0, 30, 60))
    shown = decoded(thumb_hash.of(image))
    left, right = shown.getpixel((4, 16)), shown.getpixel((28, 16))

    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[3] > 200
    assert right[3] < 60
    assert abs(left[0] - RED[0]) < 24
    assert left[1] < 60
