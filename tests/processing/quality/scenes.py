"""Pictures whose faults are known, because we made them; the same ones every time."""

import random
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WHITE, GREY = (255, 255, 255), (128, 128, 128)
# The standard deviation of bytes of which each is as likely as any other.
UNIFORM = 73.9


@cache
def studio(
    width: int = 1536,
    height: int = 1152,
    *,
    fill: float = 0.7,
    background: tuple[int, int, int] = WHITE,
    colour: tuple[int, int, int] = (150, 70, 40),
) -> Image.Image:
    """A box with stripes and letters of light and dark, in the middle of a plain background.

    It takes `fill` of both sides.
    """
    image = Image.new("RGB", (width, height), background)
    pen = ImageDraw.Draw(image)
    left, top = round(width * (1 - fill) / 2), round(height * (1 - fill) / 2)
    right, bottom = width - left - 1, height - top - 1
    pen.rectangle((left, top, right, bottom), fill=colour)
    _stripes(pen, (left, top, right, bottom))
    return image


def _stripes(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = box
    wide, high = right - left, bottom - top
    for place in range(12):
        x = left + round(wide * (0.1 + place * 0.065))
        shade = (240, 235, 225) if place % 2 else (25, 30, 40)
        y = top + round(high * 0.2)
        pen.rectangle((x, y, x + wide // 60, y + round(high * 0.25)), fill=shade)
        at = (x, top + round(high * 0.6), x + wide // 18, top + round(high * 0.85))
        pen.ellipse(at, fill=shade)


@cache
def scenery(width: int = 1536, height: int = 1152, seed: int = 1) -> Image.Image:
    """Detail of every size all over, up to the very edges; nothing in it is a background."""
    chance = random.Random(seed)
    image = Image.new("L", (width, height), 128)
    for across in (6, 24, 96, 384):
        grain = _grain(across, round(across * height / width), chance)
        grain = grain.resize((width, height), Image.Resampling.BICUBIC)
        image = Image.blend(image, grain, 0.35)
    image = image.point([max(0, min(255, round(128 + 1.8 * (v - 128)))) for v in range(256)])
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, size = chance.randrange(width), chance.randrange(height), width // 30
        pen.ellipse((x, y, x + size, y + size // 2), fill=chance.choice((20, 235)))
    return image.convert("RGB")


def ramp(width: int, height: int, low: int, high: int) -> Image.Image:
    """Grey from left to right."""
    values = bytes(low + round((high - low) * x / max(1, width - 1)) for x in range(width))
    return Image.frombytes("L", (width, 1), values).resize((width, height)).convert("RGB")


def blurred(image: Image.Image, radius: float) -> Image.Image:
    """Out of focus; `radius` is for a picture 2048 px wide, and is less for a smaller one."""
    return image.filter(ImageFilter.GaussianBlur(radius * max(image.size) / 2048))


def grainy(image: Image.Image, sigma: float, seed: int = 1) -> Image.Image:
    """With noise of this standard deviation in its brightness."""
    tile = _grain(256, 256, random.Random(seed))
    tile = tile.point([128 + round((value - 127.5) * sigma / UNIFORM) for value in range(256)])
    noise = Image.new("L", image.size)
    for top in range(0, image.height, tile.height):
        for left in range(0, image.width, tile.width):
            noise.paste(tile, (left, top))
    bands = [ImageChops.add(band, noise, offset=-128) for band in image.split()]
    return Image.merge("RGB", bands)


def lit(image: Image.Image, factor: float, offset: float = 0) -> Image.Image:
    """With every value times `factor`, plus `offset`, cut off at black and white."""
    return image.point(
        [max(0, min(255, round(value * factor + offset))) for value in range(256)] * 3
    )


def enlarged(image: Image.Image, factor: float) -> Image.Image:
    """Made small, then large again."""
    size = (round(image.width / factor), round(image.height / factor))
    small = image.resize(size, Image.Resampling.LANCZOS)
    return small.resize(image.size, Image.Resampling.BICUBIC)


def jpeg(image: Image.Image, quality: int = 92, **options: Any) -> bytes:
    """As a file."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, **options)
    return out.getvalue()


def _grain(width: int, height: int, chance: random.Random) -> Image.Image:
    return Image.frombytes("L", (width, height), chance.randbytes(width * height))
