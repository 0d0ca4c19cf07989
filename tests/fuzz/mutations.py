"""Ways to damage a file, each a plain function of chance, the file and another file."""

import struct
import zlib
from collections.abc import Callable, Iterator
from random import Random

Mutation = Callable[[Random, bytes, bytes], bytes]

# Numbers at which programs stumble.
ODD = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000,
       0xFFFFFFFF)  # fmt: skip
PNG_START, RIFF, JPEG_START = b"\x89PNG\r\n\x1a\n", b"RIFF", b"\xff\xd8"


def damaged(chance: Random, data: bytes, other: bytes) -> bytes:
    """The file after one to four mutations; a PNG's checksums are mostly made right again."""
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(MUTATIONS)(chance, data, other) or data
    return checked(data) if data.startswith(PNG_START) and chance.random() < 0.8 else data


def flipped(chance: Random, data: bytes, _: bytes) -> bytes:
    """Some bits the other way round."""
    out = bytearray(data)
    for _time in range(chance.choice((1, 1, 2, 8, 32))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def overwritten(chance: Random, data: bytes, _: bytes) -> bytes:
    """A stretch of other bytes."""
    at = chance.randrange(len(data))
    stretch = chance.choice((bytes(8), b"\xff" * 8, chance.randbytes(chance.randint(1, 64))))
    return data[:at] + stretch + data[at + len(stretch) :]


def miscounted(chance: Random, data: bytes, _: bytes) -> bytes:
    """A number that is not so: in any width and order, mostly near the start where headers are."""
    width, order = chance.choice("BHIQ"), chance.choice("<>")
    size = struct.calcsize(f"={width}")
    if len(data) <= size:
        return data
    at = chance.randrange(min(len(data) - size, chance.choice((64, 512, len(data)))))
    number = chance.choice((*ODD, len(data), chance.randrange(4096))) % 256**size
    return data[:at] + struct.pack(order + width, number) + data[at + size :]


def cut(chance: Random, data: bytes, _: bytes) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data))]


def padded(chance: Random, data: bytes, _: bytes) -> bytes:
    """Something follows."""
    return data + chance.choice((bytes(700), chance.randbytes(64), data))


def spliced(chance: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one file, the end of another."""
    return data[: chance.randrange(len(data))] + other[chance.randrange(len(other)) :]


def repeated(chance: Random, data: bytes, _: bytes) -> bytes:
    """A stretch comes several times."""
    begin = chance.randrange(len(data))
    end = min(len(data), begin + chance.choice((4, 12, 64, 256)))
    return data[:end] + data[begin:end] * chance.choice((1, 2, 50)) + data[end:]


def left_out(chance: Random, data: bytes, _: bytes) -> bytes:
    """A stretch is missing."""
    begin = chance.randrange(len(data))
    return data[:begin] + data[begin + chance.choice((1, 2, 4, 12, 64)) :]


def rearranged(chance: Random, data: bytes, other: bytes) -> bytes:
    """Whole parts of the container doubled, dropped, swapped, or taken from another file."""
    found = list(parts(data))
    if len(found) < 2:
        return data
    at = chance.randrange(len(found))
    stranger = chance.choice(list(parts(other)) or [b""])
    match chance.randrange(4):
        case 0:
            found.insert(at, found[at] * chance.choice((1, 30)))
        case 1:
            del found[at]
        case 2:
            found.insert(chance.randrange(len(found)), found.pop(at))
        case _:
            found.insert(at, stranger)
    return head(data) + b"".join(found)


MUTATIONS: tuple[Mutation, ...] = (
    flipped, flipped, overwritten, miscounted, miscounted, cut, padded, spliced, repeated, left_out,
    rearranged, rearranged,
)  # fmt: skip


def head(data: bytes) -> bytes:
    """What stands before the first part."""
    lengths = {PNG_START: 8, RIFF: 12, JPEG_START: 2}
    return next((data[:size] for mark, size in lengths.items() if data.startswith(mark)), b"")


def parts(data: bytes) -> Iterator[bytes]:
    """The parts of PNG, JPEG and WebP, and the outer boxes of HEIC and AVIF; else the file."""
    at = len(head(data))
    while at < len(data):
        size = max(1, _part_size(data, at))
        yield data[at : at + size]
        at += size


def _part_size(data: bytes, at: int) -> int:
    field = data[at : at + 8].ljust(8, b"\0")
    if data.startswith(PNG_START):
        return 12 + int.from_bytes(field[:4], "big")
    if data.startswith(RIFF):
        return 8 + (int.from_bytes(field[4:], "little") + 1) // 2 * 2
    if data.startswith(JPEG_START):
        # A scan has no length: it reaches to the end.
        return len(data) if field[1] == 0xDA else 2 + int.from_bytes(field[2:4], "big")
    return int.from_bytes(field[:4], "big") if data[4:8] == b"ftyp" else len(data)


def checked(data: bytes) -> bytes:
    """A PNG with right checksums, so that what is wrong inside is met by more than the first."""
    out = [PNG_START]
    for part in parts(data):
        body = part[4:-4]
        whole = len(part) >= 12 and len(part) == 12 + int.from_bytes(part[:4], "big")
        out.append(part[:4] + body + struct.pack(">I", zlib.crc32(body)) if whole else part)
    return b"".join(out)
