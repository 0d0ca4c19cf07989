"""Parts that nobody knows, put into pictures of each format."""

import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from processing.containers.items import spans
from tests import photos

SECRET = b"PLANTED-48.8584N"
Maker = Callable[[], bytes]


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def riff(kind: bytes, content: bytes) -> bytes:
    """A chunk of a WebP."""
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def box(kind: bytes, content: bytes = SECRET) -> bytes:
    """A box of a HEIC or an AVIF."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def before(data: bytes, mark: bytes, part: bytes) -> bytes:
    """A file with a part put in before the first occurrence of a mark."""
    at = data.index(mark)
    return data[:at] + part + data[at:]


def png(part: bytes, *, behind: bool = False) -> bytes:
    """A PNG with a part before its pixels, or behind them."""
    data = photos.png(icc=photos.wide_profile())
    at = data.index(b"IEND" if behind else b"IDAT") - 4
    return data[:at] + part + data[at:]


def webp(part: bytes, data: bytes) -> bytes:
    """A WebP with a part at its end, as its size tells."""
    whole = data[8:] + part
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def framed() -> bytes:
    """An animated WebP whose first frame holds a part of an unknown kind."""
    data = photos.webp(animated=True)
    at, part = data.index(b"ANMF"), riff(b"prVt", SECRET)
    [size] = struct.unpack("<I", data[at + 4 : at + 8])
    end = at + 8 + size
    grown = data[:at] + b"ANMF" + struct.pack("<I", size + len(part)) + data[at + 8 : end] + part
    return webp(b"", grown + data[end:])


def progressive() -> bytes:
    """A JPEG with unknown segments between its scans."""
    data = photos.saved(photos.quarters(), "JPEG", progressive=True)
    second = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    table = data.rfind(b"\xff\xc4", 0, second)
    return data[:table] + segment(0xE9, SECRET) + segment(0xFE, SECRET) + data[table:]


def with_small_picture() -> bytes:
    """A JPEG whose JFIF holds a picture of eight pixels."""
    data = photos.jpeg(icc=None)
    size = 2 + int.from_bytes(data[4:6], "big")
    head = data[6 : 2 + size - 2] + bytes([8, 1]) + SECRET + bytes(8)
    return data[:2] + segment(0xE0, head) + data[2 + size :]


def tagged_tiff() -> bytes:
    """A TIFF with private tags, one within the directory and one elsewhere."""
    out = BytesIO()
    tags = {65_000: SECRET.decode(), 65_001: b"PLNT", 270: SECRET.decode()}
    photos.quarters().save(out, "TIFF", tiffinfo=tags)
    return out.getvalue()


def opened_up(data: bytes, parent: bytes, part: bytes) -> bytes:
    """A HEIC or an AVIF with a part at the end of a box, and all places moved along."""
    places = [data.index(kind) - 4 for kind in (b"meta", *{parent} - {b"meta"})]
    size = struct.unpack(">I", data[places[-1] : places[-1] + 4])[0]
    end, grown = places[-1] + size, bytearray(data)
    for at in places:
        grown[at : at + 4] = struct.pack(
            ">I", struct.unpack(">I", data[at : at + 4])[0] + len(part)
        )
    at = data.index(b"iloc") - 4
    behind = at + struct.unpack(">I", data[at : at + 4])[0]
    places_told = grown[at:behind]
    for span in sorted({one for of in spans(data, at + 8, behind, None).values() for one in of}):
        old, new = (struct.pack(">I", place) for place in (span[0], span[0] + len(part)))
        places_told = places_told.replace(old, new)
    grown[at:behind] = places_told
    return bytes(grown[:end]) + part + bytes(grown[end:])


def stored(data: bytes) -> bytes:
    """A HEIC or an AVIF with bytes among its pictures' that belong to none."""
    at = data.rindex(b"mdat") - 4
    [size] = struct.unpack(">I", data[at : at + 4])
    assert at + size == len(data)
    return data[:at] + struct.pack(">I", size + len(SECRET)) + data[at + 4 :] + SECRET


def strange_item() -> bytes:
    """A HEIC with an item of a kind that nobody knows, and a name."""
    data = photos.saved(photos.quarters(), "HEIF", quality=90, xmp=SECRET)
    return data.replace(b"mime", b"prVt", 1)


def moving(*, alpha: bool = False) -> bytes:
    """An animated AVIF that tells where it was taken."""
    frames, out = [photos.quarters(), Image.new("RGB", (64, 48), "red")], BytesIO()
    if alpha:
        frames = [frame.convert("RGBA") for frame in frames]
        frames[0].putalpha(100)
    options: dict[str, Any] = {"exif": photos.exif(gps=photos.SYDNEY), "xmp": SECRET, "speed": 10}
    frames[0].save(out, "AVIF", save_all=True, append_images=frames[1:], **options)
    return out.getvalue()


PLANTED: dict[str, Maker] = {
    "PNG, a private chunk": lambda: png(photos.png_chunk(b"prVt", SECRET)),
    "PNG, one behind the pixels": lambda: png(photos.png_chunk(b"prVt", SECRET), behind=True),
    "PNG, a chunk longer than its kind": lambda: png(photos.png_chunk(b"gAMA", SECRET)),
    "PNG, EXIF of nothing that is drawn": lambda: png(photos.png_chunk(b"eXIf", SECRET)),
    "PNG, bytes behind the end": lambda: photos.png() + SECRET,
    "WebP, a private chunk": lambda: webp(riff(b"prVt", SECRET), photos.webp(orientation=6)),
    "WebP, one in a frame": framed,
    "WebP, a second profile": lambda: webp(riff(b"ICCP", SECRET), photos.webp(orientation=6)),
    "WebP, bytes behind the end": lambda: photos.webp(lossless=True) + SECRET,
    "JPEG, an unknown application": lambda: before(
        photos.jpeg(icc=photos.wide_profile()), b"\xff\xdb", segment(0xE9, SECRET)
    ),
    "JPEG, segments between scans": progressive,
    "JPEG, bytes between segments": lambda: before(photos.jpeg(), b"\xff\xdb", SECRET),
    "JPEG, a small picture in JFIF": with_small_picture,
    "JPEG, bytes behind the end": lambda: photos.jpeg() + SECRET,
    "TIFF, private tags": tagged_tiff,
    "TIFF, bytes that nothing points at": lambda: photos.tiff(compression="tiff_lzw") + SECRET,
    "GIF, bytes behind the end": lambda: photos.gif(animated=True) + SECRET,
    "HEIC, an unknown item": strange_item,
    "HEIC, a film": lambda: photos.heic() + box(b"moov"),
    "HEIC, bytes of no picture": lambda: stored(photos.heic()),
    "AVIF, bytes of no picture": lambda: stored(photos.avif()),
    "HEIC, a box among what is told of it": lambda: opened_up(
        photos.heic(alpha=True), b"meta", box(b"prVt")
    ),
    "AVIF, a box among what is told of it": lambda: opened_up(
        photos.avif(), b"meta", box(b"uuid", bytes(16) + SECRET)
    ),
    "Animated AVIF, bytes of no frame": lambda: stored(moving()),
    "Animated AVIF, a place": moving,
    "Animated AVIF, a place beside alpha": lambda: moving(alpha=True),
    **{
        f"{name}, a {kind.decode()} box": lambda make=make, kind=kind: make() + box(kind)  # type: ignore[misc]
        for name, make in (("HEIC", photos.heic), ("AVIF", photos.avif), ("Animated AVIF", moving))
        for kind in (b"uuid", b"free", b"skip", b"prVt")
    },
}
