"""Pictures made by code: every one is asymmetric, so that turns and flips can be seen.

Seen upright, the quarters are red (top left), green (top right), blue (bottom left) and yellow
(bottom right); `corners` reads them back. Sizes are as displayed, in pixels.
"""

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any, Literal

import piexif  # type: ignore[import-untyped]
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin
from pillow_heif import register_heif_opener

# For the tests themselves, which look into what they made; processing registers nothing.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 60), (40, 60, 210), (240, 220, 40)
QUARTERS = (RED, GREEN, BLUE, YELLOW)

LISBON = (38.7223, -9.1393)
SYDNEY = (-33.8568, 151.2153)

# How an upright picture is laid down so that its EXIF orientation turns it upright again.
LAID_DOWN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def quarters(width: int = 64, height: int = 48) -> Image.Image:
    """Four quarters in four colours, as an RGB picture in memory."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(YELLOW, (width // 2, height // 2, width, height))
    return image


Maker = Callable[..., bytes]


def corners(image: Image.Image) -> tuple[str, str, str, str]:
    """The names of the colours in the middle of each quarter, in reading order."""
    rgb = image.convert("RGB")
    across, down = rgb.width, rgb.height
    return (
        _name(rgb, across // 4, down // 4),
        _name(rgb, across * 3 // 4, down // 4),
        _name(rgb, across // 4, down * 3 // 4),
        _name(rgb, across * 3 // 4, down * 3 // 4),
    )


UPRIGHT = ("red", "green", "blue", "yellow")


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """One pixel, as numbers, whatever the mode."""
    found = image.getpixel((x, y))
    return found if isinstance(found, tuple) else (int(found or 0),)


def _name(image: Image.Image, x: int, y: int) -> str:
    found = pixel(image, x, y)

    def distance(color: tuple[int, int, int]) -> int:
        return sum(abs(one - other) for one, other in zip(color, found, strict=True))

    return UPRIGHT[QUARTERS.index(min(QUARTERS, key=distance))]


def exif(
    *,
    orientation: int = 1,
    gps: tuple[float, float] | None = None,
    camera: tuple[str, str] | None = None,
    captured: str | None = None,
    offset: str | None = None,
    description: str | None = None,
    artist: str | None = None,
    copyright_notice: str | None = None,
    extra: dict[str, dict[int, Any]] | None = None,
) -> bytes:
    """An EXIF block; `extra` adds raw tags by piexif's names of the directories."""
    blocks: dict[str, dict[int, Any]] = {"0th": {}, "Exif": {}, "GPS": {}, "1st": {}}
    first, inner = blocks["0th"], blocks["Exif"]
    if orientation != 1:
        first[piexif.ImageIFD.Orientation] = orientation
    if camera is not None:
        first[piexif.ImageIFD.Make], first[piexif.ImageIFD.Model] = camera
    _text(first, piexif.ImageIFD.ImageDescription, description)
    _text(first, piexif.ImageIFD.Artist, artist)
    _text(first, piexif.ImageIFD.Copyright, copyright_notice)
    _text(inner, piexif.ExifIFD.DateTimeOriginal, captured)
    _text(inner, piexif.ExifIFD.OffsetTimeOriginal, offset)
    if gps is not None:
        blocks["GPS"] = _position(*gps)
    for name, tags in (extra or {}).items():
        blocks[name] = blocks.get(name, {}) | tags
    return bytes(piexif.dump(blocks)) if any(blocks.values()) else b""


def _text(block: dict[int, Any], tag: int, text: str | None) -> None:
    if text is not None:
        block[tag] = text.encode()


def _position(latitude: float, longitude: float) -> dict[int, Any]:
    return {
        piexif.GPSIFD.GPSVersionID: (2, 3, 0, 0),
        piexif.GPSIFD.GPSLatitudeRef: "N" if latitude >= 0 else "S",
        piexif.GPSIFD.GPSLatitude: _degrees(abs(latitude)),
        piexif.GPSIFD.GPSLongitudeRef: "E" if longitude >= 0 else "W",
        piexif.GPSIFD.GPSLongitude: _degrees(abs(longitude)),
    }


def _degrees(value: float) -> tuple[tuple[int, int], ...]:
    whole = Fraction(value).limit_denominator(1_000_000)
    degrees, rest = divmod(whole, 1)
    minutes, seconds = divmod(rest * 60, 1)
    return (int(degrees), 1), (int(minutes), 1), (round(seconds * 60 * 10_000), 10_000)


def jpeg(
    width: int = 64,
    height: int = 48,
    *,
    orientation: int = 1,
    gps: tuple[float, float] | None = None,
    camera: tuple[str, str] | None = None,
    captured: str | None = None,
    offset: str | None = None,
    description: str | None = None,
    artist: str | None = None,
    copyright_notice: str | None = None,
    icc: bytes | None = None,
    comment: str | None = None,
    mode: Literal["RGB", "CMYK", "L"] = "RGB",
    progressive: bool = False,
    quality: int = 90,
    thumbnail: bool = False,
    extra: dict[str, dict[int, Any]] | None = None,
) -> bytes:
    """A JPEG that shows the quarters upright once its orientation is applied."""
    options: dict[str, Any] = {"icc_profile": icc, "comment": comment, "progressive": progressive}
    block = exif(
        orientation=orientation,
        gps=gps,
        camera=camera,
        captured=captured,
        offset=offset,
        description=description,
        artist=artist,
        copyright_notice=copyright_notice,
        extra=extra,
    )
    stored = laid_down(quarters(width, height), orientation).convert(mode)
    data = saved(stored, "JPEG", quality=quality, exif=block, **options)
    return _with_thumbnail(data) if thumbnail else data


def _with_thumbnail(data: bytes) -> bytes:
    out = BytesIO()
    blocks = piexif.load(data)
    blocks["thumbnail"], blocks["1st"] = saved(quarters(32, 24), "JPEG"), {}
    piexif.insert(piexif.dump(blocks), data, out)
    return out.getvalue()


def laid_down(image: Image.Image, orientation: int) -> Image.Image:
    """An upright picture as it lies in a file of this EXIF orientation."""
    turn = LAID_DOWN.get(orientation)
    return image if turn is None else image.transpose(turn)


def png(
    width: int = 64,
    height: int = 48,
    *,
    bits: Literal[8, 16] = 8,
    alpha: bool = False,
    palette: bool = False,
    animated: bool = False,
    orientation: int = 1,
    text: dict[str, str] | None = None,
    icc: bytes | None = None,
) -> bytes:
    """A PNG of the quarters; 16 bits make it a grey ramp, alpha clears the red quarter."""
    if bits == 16:
        return saved(ramp(width, height), "PNG")
    image = laid_down(_with_hole(width, height) if alpha else quarters(width, height), orientation)
    notes = PngImagePlugin.PngInfo()
    for key, value in (text or {}).items():
        notes.add_text(key, value)
    options: dict[str, Any] = {"pnginfo": notes, "icc_profile": icc}
    if orientation != 1:
        options["exif"] = exif(orientation=orientation)
    if animated:
        options |= _animation(image)
    return saved(image.quantize(16) if palette else image, "PNG", **options)


def webp(
    width: int = 64,
    height: int = 48,
    *,
    alpha: bool = False,
    animated: bool = False,
    lossless: bool = False,
    orientation: int = 1,
) -> bytes:
    """A WebP of the quarters; alpha clears the red quarter."""
    image = laid_down(_with_hole(width, height) if alpha else quarters(width, height), orientation)
    options = _animation(image) if animated else {}
    block = exif(orientation=orientation)
    return saved(image, "WEBP", lossless=lossless, quality=90, exif=block, **options)


def tiff(
    width: int = 64,
    height: int = 48,
    *,
    bits: Literal[8, 16] = 8,
    mode: Literal["RGB", "CMYK", "L", "LAB"] = "RGB",
    compression: str | None = None,
    pages: int = 1,
    orientation: int = 1,
) -> bytes:
    """A TIFF of the quarters; 16 bits make it a grey ramp."""
    if bits == 16:
        return saved(ramp(width, height), "TIFF")
    image = laid_down(quarters(width, height), orientation).convert(mode)
    options: dict[str, Any] = {"compression": compression, "tiffinfo": {274: orientation}}
    if pages > 1:
        options |= {"save_all": True, "append_images": [image.copy() for _ in range(pages - 1)]}
    return saved(image, "TIFF", **options)


def gif(width: int = 64, height: int = 48, *, animated: bool = False, comment: str = "") -> bytes:
    """A GIF of the quarters."""
    image = quarters(width, height)
    options = _animation(image) if animated else {}
    return saved(image, "GIF", comment=comment.encode(), **options)


def avif(width: int = 64, height: int = 48, *, alpha: bool = False, orientation: int = 1) -> bytes:
    """An AVIF of the quarters; the orientation is written as the container's own rotation."""
    image = laid_down(_with_hole(width, height) if alpha else quarters(width, height), orientation)
    return saved(image, "AVIF", quality=90, speed=10, exif=exif(orientation=orientation))


def heic(
    width: int = 64,
    height: int = 48,
    *,
    alpha: bool = False,
    orientation: int = 1,
    icc: bytes | None = None,
    gps: tuple[float, float] | None = None,
    **options: Any,
) -> bytes:
    """A HEIC of the quarters, turned by its container; EXIF repeats the turn, as phones do."""
    image = laid_down(_with_hole(width, height) if alpha else quarters(width, height), orientation)
    block = exif(orientation=orientation, gps=gps) or None
    return saved(image, "HEIF", quality=90, exif=block, icc_profile=icc, **options)


def ramp(width: int = 64, height: int = 48) -> Image.Image:
    """16-bit grey from black on the left to white on the right."""
    row = b"".join(struct.pack("<H", 65535 * x // max(1, width - 1)) for x in range(width))
    return Image.frombytes("I;16", (width, height), row * height)


def _with_hole(width: int, height: int) -> Image.Image:
    image = quarters(width, height).convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, width // 2, height // 2))
    return image


def _animation(image: Image.Image) -> dict[str, Any]:
    others = [image.transpose(Image.Transpose.ROTATE_180), image.convert("L").convert(image.mode)]
    return {"save_all": True, "append_images": others, "duration": 100}


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    """The bytes of a picture's file; options that are None are left out."""
    out = BytesIO()
    image.save(out, format, **{key: value for key, value in options.items() if value is not None})
    return out.getvalue()


def truncated(data: bytes, *, keep: float = 0.6) -> bytes:
    """The first part of a file, as after a broken upload."""
    return data[: int(len(data) * keep)]


def text_file() -> bytes:
    """Words, whatever the file is called."""
    return "This is no picture, only words about one: açaí, pão, maçã.\n".encode()


@cache
def photo(megapixels: float = 3, seed: int = 1, *, quality: int = 90) -> bytes:
    """A JPEG with a photo's statistics: soft areas, edges, fine noise; the same for each seed."""
    chance = random.Random(seed)
    height = round((megapixels * 1_000_000 / 1.5) ** 0.5)
    image = scene(round(height * 1.5), height, chance)
    block = exif(camera=("Ecogram", "Testcam 1"), captured="2024:05:01 10:11:12")
    return saved(image, "JPEG", quality=quality, exif=block)


def scene(width: int, height: int, chance: random.Random) -> Image.Image:
    """Soft colours, a few hard shapes, and the noise of a sensor."""
    image = _noise(9, 6, chance).resize((width, height), Image.Resampling.BICUBIC)
    detail = _noise(240, 160, chance).resize((width, height), Image.Resampling.BICUBIC)
    image = Image.blend(image, detail, 0.15)
    pen = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = chance.randrange(width), chance.randrange(height)
        size = chance.randrange(height // 20 + 1, height // 4 + 2)
        color = tuple(chance.randbytes(3))
        pen.ellipse((x, y, x + size, y + size // 2), fill=color, outline="black")
    return Image.blend(image, _tiled(_noise(512, 512, chance), width, height), 0.06)


def _noise(width: int, height: int, chance: random.Random) -> Image.Image:
    return Image.frombytes("RGB", (width, height), chance.randbytes(width * height * 3))


def _tiled(tile: Image.Image, width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height))
    for y in range(0, height, tile.height):
        for x in range(0, width, tile.width):
            image.paste(tile, (x, y))
    return image


def srgb_profile() -> bytes:
    """The ICC profile of sRGB."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


# Colorants of red, green and blue as X, Y, Z under D50, which ICC profiles are written in.
WIDE = ((0.5151, 0.2412, -0.0011), (0.2919, 0.6922, 0.0419), (0.1572, 0.0666, 0.7841))


def wide_profile(name: str = "Wide Test RGB") -> bytes:
    """An ICC profile with the colorants of Display P3 and a gamma of 2.2."""
    tags = {
        b"desc": _described(name),
        b"cprt": b"text\0\0\0\0No copyright.\0",
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        **{key: _xyz(*color) for key, color in zip((b"rXYZ", b"gXYZ", b"bXYZ"), WIDE, strict=True)},
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\0\0\0\0\0\0\0\1\x02\x33"),
    }
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for key, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += key + struct.pack(">II", at + len(body), len(data))
        body += padded
    head = struct.pack(">I4s4s4s4s4s12s4s", at + len(body), b"lcms", b"\2\x40\0\0", b"mntr",
                       b"RGB ", b"XYZ ", bytes(12), b"acsp")  # fmt: skip
    head += bytes(28) + _xyz(0.9642, 1.0, 0.8249)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _described(name: str) -> bytes:
    text = name.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG, with its checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """A picture's bytes, decoded."""
    with Image.open(BytesIO(data)) as image:
        image.load()
        yield image


# One small picture of each format that we take in.
EACH: dict[str, Callable[[], bytes]] = {
    "JPEG": jpeg,
    "PNG": png,
    "WEBP": webp,
    "TIFF": tiff,
    "GIF": gif,
    "AVIF": avif,
    "HEIC": heic,
}
