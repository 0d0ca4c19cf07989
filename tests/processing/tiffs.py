"""TIFFs of kinds that Pillow reads but does not write, byte by byte."""

import struct
from collections.abc import Mapping, Sequence
from typing import Literal

Order = Literal["<", ">"]
# Rows of pixels of samples.
Pixels = Sequence[Sequence[Sequence[int]]]


def tiff(
    pixels: Pixels,
    *,
    photometric: int = 2,
    bits: int = 8,
    order: Order = "<",
    planar: bool = False,
    tile: int = 0,
    icc: bytes = b"",
    tags: Mapping[int, Sequence[int]] | None = None,
) -> bytes:
    """An uncompressed TIFF, in one strip a plane, or in square tiles."""
    channels = len(pixels[0][0])
    parts = [_cut(pixels, [channel]) for channel in range(channels)] if planar else [pixels]
    blocks = [block for part in parts for block in (_tiles(part, tile) if tile else [part])]
    data = [_packed(block, bits, order) for block in blocks]
    lengths = [len(block) for block in data]
    begins = [8 + sum(lengths[:at]) for at in range(len(lengths))]
    entries: dict[int, Sequence[int] | bytes] = {
        256: [len(pixels[0])],
        257: [len(pixels)],
        258: [bits] * channels,
        259: [1],
        262: [photometric],
        277: [channels],
        284: [2 if planar else 1],
        **({322: [tile], 323: [tile], 324: begins, 325: lengths} if tile else {}),
        **({} if tile else {273: begins, 278: [len(pixels)], 279: lengths}),
        **({34675: icc} if icc else {}),
        **(tags or {}),
    }
    return (
        head(order, 8 + sum(lengths))
        + b"".join(data)
        + directory(entries, order, begins[-1] + lengths[-1])
    )


def head(order: Order, first: int) -> bytes:
    """The first eight bytes."""
    return (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, first)


def directory(
    entries: Mapping[int, Sequence[int] | bytes], order: Order, at: int, *, following: int = 0
) -> bytes:
    """A directory that will lie at a place in the file, with its values behind it."""
    table, body = struct.pack(f"{order}H", len(entries)), b""
    behind = at + 2 + 12 * len(entries) + 4
    for tag, values in sorted(entries.items()):
        plain = isinstance(values, bytes)
        data = (
            values if isinstance(values, bytes) else struct.pack(f"{order}{len(values)}I", *values)
        )
        table += struct.pack(f"{order}HHI", tag, 7 if plain else 4, len(values))
        if len(data) <= 4:
            table += data.ljust(4, b"\0")
        else:
            table += struct.pack(f"{order}I", behind + len(body))
            body += data
    return table + struct.pack(f"{order}I", following) + body


def _cut(pixels: Pixels, channels: Sequence[int]) -> Pixels:
    return [[[pixel[channel] for channel in channels] for pixel in row] for row in pixels]


def _tiles(pixels: Pixels, side: int) -> list[Pixels]:
    """Full squares; those at the edges are filled up."""
    across, down = (-(-count // side) * side for count in (len(pixels[0]), len(pixels)))
    rows = [[*row, *[row[-1]] * (across - len(row))] for row in pixels]
    rows += [rows[-1]] * (down - len(rows))
    tops, lefts = range(0, down, side), range(0, across, side)
    return [[row[x : x + side] for row in rows[y : y + side]] for y in tops for x in lefts]


def _packed(pixels: Pixels, bits: int, order: Order) -> bytes:
    flat = [sample for row in pixels for pixel in row for sample in pixel]
    return struct.pack(f"{order}{len(flat)}{'B' if bits == 8 else 'H'}", *flat)
