"""Files whose parts lie, or are too many: each is to be refused, at once."""

import struct

from tests import photos
from tests.processing.planting import box, moving, segment, webp


def table(*entries: tuple[int, int, int, int], following: int = 0) -> bytes:
    """A TIFF's directory: tag, type, count and value of each entry."""
    told = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + told + struct.pack("<I", following)


def tiff(*entries: tuple[int, int, int, int], following: int = 0, more: bytes = b"") -> bytes:
    """A TIFF of one directory."""
    return b"II*\0\x08\0\0\0" + table(*entries, following=following) + more


def located(*, items: int, length: int) -> bytes:
    """A HEIC whose items all lie in the same bytes."""
    kinds = b"".join(
        box(b"infe", b"\2\0\0\0" + struct.pack(">HH", id, 0) + b"hvc1\0") for id in range(items)
    )
    places = b"".join(struct.pack(">HHHII", id, 0, 1, 0, length) for id in range(items))
    iloc = box(b"iloc", bytes(4) + b"\x44\0" + struct.pack(">H", items) + places)
    iinf = box(b"iinf", bytes(4) + struct.pack(">H", items) + kinds)
    whole = box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", bytes(4) + iloc + iinf)
    at = len(whole) + 8
    told = iloc.replace(struct.pack(">II", 0, length), struct.pack(">II", at, length))
    return whole.replace(iloc, told) + box(b"mdat", bytes(100_000))


def related(content: bytes, *, length: int = 0) -> bytes:
    """A HEIC whose items are something to each other; the length may lie."""
    one = struct.pack(">I", length or 4 + len(content)) + content
    told = box(b"iref", bytes(4) + one * (1 if length else 2))
    return box(b"ftyp", b"heic" + bytes(4)) + box(b"meta", bytes(4) + told)


def framed(*, size: int, count: int) -> bytes:
    """An animated AVIF that says that it has so many frames, all of so many bytes."""
    data = moving()
    at = data.index(b"stsz") + 8
    return data[:at] + struct.pack(">II", size, count) + data[at + 8 :]


HOSTILE = {
    "a PNG without an end": photos.png()[:-12],
    "a PNG of a hundred thousand chunks": photos.png()[:33]
    + photos.png_chunk(b"tEXt", b"") * 100_000,
    "a chunk of four gigabytes": photos.png()[:33] + b"\xff\xff\xff\xffprVt",
    "a WebP that is shorter than it says": photos.webp()[:-10],
    "a WebP chunk that is longer than all": webp(b"prVt\xff\xff\xff\xff", photos.webp()),
    "a JPEG without pixels": photos.jpeg()[:20],
    "a JPEG whose scan does not end": photos.jpeg()[:-2],
    "a JPEG segment without a length": b"\xff\xd8\xff\xe0\0\1\xff\xd9",
    "a JPEG of a hundred thousand segments": b"\xff\xd8" + segment(0xE9, b"") * 100_000,
    "a GIF without an end": photos.gif()[:-1],
    "a GIF of no blocks": photos.gif()[:-1] + b"x;",
    "a GIF of a header": b"GIF89a",
    "a TIFF whose pages follow themselves": tiff((256, 3, 1, 9), following=8),
    "a TIFF of another order": b"II+\0" + bytes(20),
    "a TIFF of 65,535 tags that are not there": tiff()[:8] + b"\xff\xff" + bytes(60),
    "a TIFF whose values are not there": tiff((258, 3, 9_999, 8)),
    "a TIFF whose pixels have no length": tiff((273, 4, 1, 8)),
    "a TIFF of strips that are all of it": tiff(
        (273, 4, 9_000, 50),
        (279, 4, 9_000, 50 + 36_000),
        more=bytes(36_012) + b"\xff\x7f\0\0" * 9_000,
    ),
    "a TIFF of four million strips": tiff(
        (273, 1, 4_000_000, 8), (279, 1, 4_000_000, 8), more=bytes(4_000_000)
    ),
    "a TIFF without a tag that is known": tiff((65_000, 3, 1, 9)),
    "a TIFF of directories within directories": b"II*\0\x08\0\0\0" + b"\xff\x0f" * 60_000,
    "a box longer than the file": photos.heic() + b"\0\0\1\0prVt",
    "a box shorter than its head": photos.heic() + b"\0\0\0\4prVt",
    "a box of eight exabytes": photos.avif() + b"\0\0\0\1prVt\x7f" + b"\xff" * 7,
    "a hundred thousand boxes": photos.avif() + box(b"prVt", b"") * 100_001,
    "frames that nobody can find": moving().replace(b"stco", b"prVt"),
    "frames behind the file": framed(size=1 << 30, count=2),
    "four thousand million frames": framed(size=1, count=0xFFFFFFFF),
    "more frames than groups have": framed(size=1, count=3),
    "items that are all the same bytes": located(items=5_000, length=100_000),
    "references without an end": related(b"thmb\0\1\0\1\0\1", length=8),
    "references to a hundred thousand": related(b"thmb\0\1\xff\xff" + bytes(131_070)),
    "an item behind the file": located(items=1, length=200_000),
}
