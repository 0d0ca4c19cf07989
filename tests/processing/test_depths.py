"""Every depth, colour type and layout of PNG and TIFF, to the last bit that eight can hold."""

import base64
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image

from processing.errors import UnsupportedFormat
from processing.facts import Developed
from processing.formats import Format
from processing.presets import Preset
from tests import photos
from tests.processing import icc, pngs
from tests.processing.colorimetry import PRO_PHOTO, distance
from tests.processing.darkroom import develop, printed
from tests.processing.pngs import png
from tests.processing.tiffs import tiff

# A ramp of 64 by 16 pixels from black to white in ten bits; Pillow itself writes eight.
TEN_BITS = base64.b64decode(
    "AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAARdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAABOwABAAAAAAAAAEsAAgAAAAABhgABAAAAAAAAAL4AAAA4aWluZgAAAAAA"
    "AgAAABVpbmZlAgAAAAABAABhdjAxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4"
    "aXBjbwAAAAxhdjFDgSBCAAAAABRpc3BlAAAAAAAAAEAAAAAQAAAAEHBpeGkAAAAAAwoKCgAAABZpcG1hAAAAAAAAAAEA"
    "AQOBAgMAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAARFtZGF0EgAKCDgU//awENBpMj0TwmMmgUUUXwCAQPsuBS7u"
    "5SYnYsV18KCk0YxJyfGwAeDNMO3lz04VUhpISKvpn97ssxgRdLLUj9CldSQUAAAABkV4aWYAAElJKgAIAAAABgASAQMA"
    "AQAAAAEAAAAaAQUAAQAAAFYAAAAbAQUAAQAAAF4AAAAoAQMAAQAAAAIAAAATAgMAAQAAAAEAAABphwQAAQAAAGYAAAAA"
    "AAAAOGMAAOgDAAA4YwAA6AMAAAYAAJAHAAQAAAAwMjEwAZEHAAQAAAABAgMAAKAHAAQAAAAwMTAwAaADAAEAAAD//wAA"
    "AqAEAAEAAABAAAAAA6AEAAEAAAAQAAAAAAAAAA=="
)

EXACT = Preset("EXACT", 2048, Format.PNG, 100)
Rows = Sequence[Sequence[Sequence[int]]]
SIDE = 24


def deep(channels: int) -> Rows:
    """Samples of 16 bits, no two bytes alike; the last of two and four is an alpha."""
    return [
        [[(x * 2741 + y * 977 + k * 12347) % 65536 for k in range(channels)] for x in range(SIDE)]
        for y in range(SIDE)
    ]


def flat(pixels: Rows) -> list[int]:
    return [sample for row in pixels for pixel in row for sample in pixel]


def seen(developed: Developed, mode: str) -> list[int]:
    image = printed(developed)
    assert image.mode in {mode, "RGB"}
    return list(image.convert(mode).tobytes())


def nearest(pixels: Rows) -> list[int]:
    """What 16 bits are in eight, to the nearest; no sample lies half-way."""
    return [round(sample / 257) for sample in flat(pixels)]


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize(("color", "mode"), [(0, "L"), (2, "RGB"), (6, "RGBA")])
def test_png_of_sixteen_bits_is_rounded(
    color: int, mode: str, interlaced: bool, tmp_path: Path
) -> None:
    """Every sample is the nearest of eight bits, in straight order and in Adam7's."""
    pixels = deep(pngs.CHANNELS[color])
    developed = develop(
        png(pixels, color=color, bits=16, interlaced=interlaced), tmp_path, (EXACT,)
    )

    assert seen(developed, mode) == nearest(pixels)
    assert developed.facts.bits_per_sample == 16


def test_png_of_deep_grey_and_alpha_is_rounded(tmp_path: Path) -> None:
    """Grey with alpha stays grey, and both are rounded."""
    pixels = deep(2)
    developed = develop(png(pixels, color=4, bits=16), tmp_path, (EXACT,))
    image = printed(developed)
    alike = list(image.getchannel("R").tobytes()), list(image.getchannel("A").tobytes())

    assert alike == (nearest(pixels)[0::2], nearest(pixels)[1::2])
    assert (developed.facts.color_model, developed.facts.has_alpha) == ("GRAY", True)


def test_a_deep_ramp_has_steps_of_one_width(tmp_path: Path) -> None:
    """No band is wider than the others: neither end is cut short."""
    ramp = [[[at * 16 + 8] * 3 for at in range(4096)]]
    image = printed(develop(png(ramp, bits=16), tmp_path, (Preset("X", 4096, Format.PNG, 1),)))
    widths = image.getchannel("G").histogram()

    assert {*widths[1:-1]} <= {16, 17}
    assert (widths[0], widths[-1]) == (8, 8)


def test_pro_photo_of_sixteen_bits_shows_no_bands(tmp_path: Path) -> None:
    """From there to eight bits and then to sRGB: a soft ramp is hardly off."""
    ramp = [[[15_000 + at * 16, 14_000 + at * 16, 13_000 + at * 16] for at in range(1024)]]
    data = png(ramp, bits=16, chunks=[pngs.icc(icc.rgb("ProPhoto", icc.ROMM, icc.power(1.8)))])
    image = printed(develop(data, tmp_path, (EXACT,)))
    meant = [PRO_PHOTO.srgb([sample / 65535 for sample in pixel]) for pixel in ramp[0]]
    far = [distance(photos.pixel(image, at, 0), meant[at]) for at in range(0, 1024, 7)]

    assert max(far) < 2
    assert sum(far) / len(far) < 0.6


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_png_of_few_bits_of_grey(bits: int, interlaced: bool, tmp_path: Path) -> None:
    """Grey of one to eight bits goes all the way from black to white."""
    most = 2**bits - 1
    pixels = [[[(x + y) % (most + 1)] for x in range(SIDE)] for y in range(SIDE)]
    data = png(pixels, color=0, bits=bits, interlaced=interlaced)
    developed = develop(data, tmp_path, (EXACT,))

    assert seen(developed, "L") == [sample * 255 // most for sample in flat(pixels)]
    assert developed.facts.bits_per_sample == bits


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_png_of_a_palette_with_see_through_colours(bits: int, tmp_path: Path) -> None:
    """Each entry has its colour and its own alpha; those without one are solid."""
    colors = [(250, 20, 30), (10, 200, 40)]
    data = png(
        [[[0], [1]]],
        color=3,
        bits=bits,
        chunks=[(b"PLTE", bytes(sample for one in colors for sample in one)), (b"tRNS", b"\x40")],
    )
    image = printed(develop(data, tmp_path, (EXACT,)))

    assert [photos.pixel(image, x, 0) for x in (0, 1)] == [(*colors[0], 64), (*colors[1], 255)]


KEYED: dict[str, tuple[int, int, Sequence[int], Sequence[int]]] = {
    # Colour type, bits, the see-through colour, and one that is almost it.
    "grey of 1": (0, 1, [1], [0]),
    "grey of 2": (0, 2, [1], [2]),
    "grey of 4": (0, 4, [7], [8]),
    "grey of 8": (0, 8, [100], [101]),
    "grey of 16": (0, 16, [0x1234], [0x1235]),
    "colour of 8": (2, 8, [1, 2, 3], [1, 2, 4]),
    "colour of 16": (2, 16, [0x1234, 0x5678, 0x9ABC], [0x1234, 0x5678, 0x9ABD]),
}


@pytest.mark.parametrize("name", KEYED)
def test_png_with_one_see_through_colour(name: str, tmp_path: Path) -> None:
    """Just that colour is see-through, by all its bits, and not its neighbour."""
    color, bits, hole, solid = KEYED[name]
    key = struct.pack(f">{len(hole)}H", *hole)
    data = png([[hole, solid]], color=color, bits=bits, chunks=[(b"tRNS", key)])
    image = printed(develop(data, tmp_path, (EXACT,)))

    assert list(image.getchannel("A").tobytes()) == [0, 255]


ORDERS: list[Literal["<", ">"]] = ["<", ">"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("tile", [0, 16], ids=["strips", "tiles"])
@pytest.mark.parametrize("planar", [False, True], ids=["chunky", "planar"])
@pytest.mark.parametrize("bits", [8, 16])
def test_tiff_of_every_layout(
    bits: int, planar: bool, tile: int, order: Literal["<", ">"], tmp_path: Path
) -> None:
    """Bytes in either order, pixels or planes, strips or tiles: the picture is the same."""
    wide = deep(3)
    pixels = wide if bits == 16 else [[[s >> 8 for s in p] for p in row] for row in wide]
    data = tiff(pixels, bits=bits, planar=planar, tile=tile, order=order)
    developed = develop(data, tmp_path, (EXACT,))
    meant = nearest(pixels) if bits == 16 else flat(pixels)
    off = max(abs(a - b) for a, b in zip(seen(developed, "RGB"), meant, strict=True))

    # Of planes libtiff gives the first one cut and not rounded.
    assert off <= (1 if bits == 16 and planar else 0)


DEEP = {
    # How many channels, what they mean, of what kind a further one is, and what is left.
    "grey": (1, 1, [], "L"),
    "colour and alpha": (4, 2, [2], "RGBA"),
    "colour and something else": (4, 2, [0], "RGB"),
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", DEEP)
def test_tiff_of_sixteen_bits_is_rounded(
    name: str, order: Literal["<", ">"], tmp_path: Path
) -> None:
    """As PNG is; a fourth channel that is no alpha is left out."""
    channels, photometric, extra, mode = DEEP[name]
    pixels = deep(channels)
    tags = {338: extra} if extra else None
    data = tiff(pixels, photometric=photometric, bits=16, order=order, tags=tags)
    kept = [[pixel[: len(mode)] for pixel in row] for row in pixels]

    assert seen(develop(data, tmp_path, (EXACT,)), mode) == nearest(kept)


@pytest.mark.parametrize("bits", [8, 16])
def test_negatives_are_turned_over(bits: int, tmp_path: Path) -> None:
    """Where zero is white, zero is white, whatever the depth."""
    most = 2**bits - 1
    data = tiff([[[0], [most // 4], [most]]] * 3, photometric=0, bits=bits)

    shown = seen(develop(data, tmp_path, (EXACT,)), "L")

    assert (shown[0], shown[2]) == (255, 0)
    assert abs(shown[1] - 191.5) < 1


@pytest.mark.parametrize("extra", [1, 2], ids=["multiplied", "straight"])
def test_tiff_of_grey_and_alpha(extra: int, tmp_path: Path) -> None:
    """Alpha counts whether the samples were multiplied by it or not."""
    gray = 60 if extra == 1 else 120
    data = tiff([[[gray, 128]] * 8] * 8, photometric=1, tags={338: [extra]})
    image = printed(develop(data, tmp_path, (EXACT,)))

    assert photos.pixel(image, 3, 3) == pytest.approx((120, 120, 120, 128), abs=1)


PACKED = ["tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "tiff_deflate", "zstd", "lzma"]


@pytest.mark.parametrize("compression", PACKED)
def test_tiff_of_every_compression(compression: str, tmp_path: Path) -> None:
    """What libtiff unpacks is taken in."""
    developed = develop(photos.tiff(compression=compression), tmp_path)

    assert photos.corners(printed(developed)) == photos.UPRIGHT


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt", None])
def test_faxes_are_taken_in(compression: str | None, tmp_path: Path) -> None:
    """Black and white by CCITT's codes."""
    page = Image.new("1", (64, 48), 1)
    page.paste(0, (0, 0, 32, 48))
    data = photos.saved(page, "TIFF", compression=compression)
    image = printed(develop(data, tmp_path, (EXACT,))).convert("L")

    assert (photos.pixel(image, 8, 8), photos.pixel(image, 50, 8)) == ((0,), (255,))


def test_deep_compressed_tiff_is_rounded(tmp_path: Path) -> None:
    """Grey of 16 bits by LZW, as scanners write it."""
    pixels = deep(1)
    image = Image.frombytes("I;16", (SIDE, SIDE), struct.pack(f"<{SIDE**2}H", *flat(pixels)))
    data = photos.saved(image, "TIFF", compression="tiff_lzw")

    assert seen(develop(data, tmp_path, (EXACT,)), "L") == nearest(pixels)


UNUSUAL = {
    "half floats": tiff(deep(3), bits=16, tags={339: [3, 3, 3]}),
    "deep LAB": tiff(deep(3), bits=16, photometric=8),
    "deep grey and alpha": tiff(deep(2), bits=16, photometric=1, tags={338: [2]}),
    "an unknown model": tiff(deep(3), bits=16, photometric=77),
    "an unknown compression": tiff(deep(3), bits=16, tags={259: [60_000]}),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_tiffs_are_not_called_damaged(name: str, tmp_path: Path) -> None:
    """What we cannot read although it is whole is refused by its kind, with a way out."""
    with pytest.raises(UnsupportedFormat, match="TIFF of an unusual kind") as caught:
        develop(UNUSUAL[name], tmp_path)

    assert "8 or 16 bits" in caught.value.hint


@pytest.mark.parametrize("mode", ["P", "YCbCr", "LAB", "CMYK", "1", "L", "RGBA"])
def test_tiff_of_every_model(mode: str, tmp_path: Path) -> None:
    """Palettes, separated brightness, inks, black and white: all are taken in."""
    data = photos.saved(photos.quarters().convert("RGB").convert(mode), "TIFF")
    image = printed(develop(data, tmp_path))

    if mode in {"1", "L"}:
        assert photos.pixel(image, 50, 40)[0] > photos.pixel(image, 5, 5)[0]
    else:
        assert photos.corners(image) == photos.UPRIGHT


def test_floats_are_shown(tmp_path: Path) -> None:
    """Grey of 32-bit floats from 0 to 1 goes from black to white, rounded."""
    image = Image.new("F", (3, 1))
    for x, value in enumerate((0.0, 0.5, 1.0)):
        image.putpixel((x, 0), value)
    data = photos.saved(image, "TIFF")

    assert seen(develop(data, tmp_path, (EXACT,)), "L") == [0, 128, 255]


def test_avif_of_ten_bits_keeps_its_range(tmp_path: Path) -> None:
    """Black is black, white is white, and what lies between is where it was."""
    developed = develop(TEN_BITS, tmp_path, (EXACT,))
    row = seen(developed, "RGB")[: 3 * 64 : 3]

    assert max(abs(sample - 255 * x / 63) for x, sample in enumerate(row)) < 2
    assert developed.facts.bits_per_sample == 10
