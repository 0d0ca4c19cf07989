"""Colour by the published formulas alone: what a picture should look like, and how far off it is.

Nothing here knows the code under test, littlecms or Pillow. Samples are 0 to 1, light is linear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

D50: Vector = (0.96422, 1.0, 0.82521)
# Bradford, both ways between the whites of print and of screens.
D50_TO_D65: Matrix = (
    (0.9555766, -0.0230393, 0.0631636),
    (-0.0282895, 1.0099416, 0.0210077),
    (0.0122982, -0.0204830, 1.3299098),
)
D65_TO_D50: Matrix = (
    (1.0478112, 0.0228866, -0.0501270),
    (0.0295424, 0.9904844, -0.0170491),
    (-0.0092345, 0.0150436, 0.7521316),
)
# IEC 61966-2-1.
SRGB_TO_D65: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
D65_TO_SRGB: Matrix = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)


def srgb_light(sample: float) -> float:
    """The linear light of a sample of sRGB."""
    return sample / 12.92 if sample <= 0.04045 else float(((sample + 0.055) / 1.055) ** 2.4)


def srgb_sample(light: float) -> float:
    """The sample of sRGB for a linear light, cut at what it can show."""
    cut = min(1.0, max(0.0, light))
    return cut * 12.92 if cut <= 0.0031308 else float(1.055 * cut ** (1 / 2.4) - 0.055)


def power(exponent: float) -> Callable[[float], float]:
    """A pure gamma."""
    return lambda sample: float(sample**exponent)


@dataclass(frozen=True)
class Space:
    """A colour space as its own standard gives it: a matrix to X, Y, Z under D65, and a curve."""

    to_d65: Matrix
    light: Callable[[float], float]

    def srgb(self, samples: Sequence[float]) -> Vector:
        """The same colour in sRGB, as samples of 0 to 255 that are not rounded."""
        x, y, z = (self.light(sample) for sample in samples)
        return screen(times(self.to_d65, (x, y, z)))


def times(matrix: Matrix, vector: Vector) -> Vector:
    """Matrix times vector."""
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def after(second: Matrix, first: Matrix) -> Matrix:
    """One matrix for both, the first first."""
    x, y, z = (times(second, column) for column in zip(*first, strict=True))
    a, b, c = zip(x, y, z, strict=True)
    return a, b, c


def screen(xyz: Vector) -> Vector:
    """X, Y, Z under D65 as sRGB, 0 to 255."""
    red, green, blue = (255 * srgb_sample(light) for light in times(D65_TO_SRGB, xyz))
    return red, green, blue


SRGB = Space(SRGB_TO_D65, srgb_light)
P3: Matrix = (
    (0.4865709, 0.2656677, 0.1982173),
    (0.2289746, 0.6917385, 0.0792869),
    (0.0, 0.0451134, 1.0439444),
)
BT_2020: Matrix = (
    (0.6369580, 0.1446169, 0.1688810),
    (0.2627002, 0.6779981, 0.0593017),
    (0.0, 0.0280727, 1.0609851),
)
ADOBE: Matrix = (
    (0.5767309, 0.1855540, 0.1881852),
    (0.2973769, 0.6273491, 0.0752741),
    (0.0270343, 0.0706872, 0.9911085),
)
ROMM: Matrix = (
    (0.7976749, 0.1351917, 0.0313534),
    (0.2880402, 0.7118741, 0.0000857),
    (0.0, 0.0, 0.8252100),
)
DISPLAY_P3 = Space(P3, srgb_light)
ADOBE_RGB = Space(ADOBE, power(563 / 256))
PRO_PHOTO = Space(after(D50_TO_D65, ROMM), power(1.8))


def pq_light(sample: float) -> float:
    """SMPTE ST 2084: cd/m²."""
    root = sample ** (32 / 2523)
    below = 18.8515625 - 18.6875 * root
    return float(10_000 * (max(root - 0.8359375, 0.0) / below) ** (16384 / 2610))


def hlg_light(sample: float) -> float:
    """ARIB STD-B67 on a screen of 1,000 cd/m²: cd/m² for a grey."""
    if sample <= 0.5:
        return float(1000 * (sample**2 / 3) ** 1.2)
    return float(1000 * ((exp((sample - 0.55991073) / 0.17883277) + 0.28466892) / 12) ** 1.2)


def lab(xyz: Vector, white: Vector = D50) -> Vector:
    """CIE 1976 L*, a*, b*."""
    x, y, z = (_root(part / most) for part, most in zip(xyz, white, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(part: float) -> float:
    return float(part ** (1 / 3)) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def xyz_of(color: Vector) -> Vector:
    """X, Y, Z under D50 of L*, a*, b*."""
    level = (color[0] + 16) / 116
    parts = (level + color[1] / 500, level, level - color[2] / 200)
    x, y, z = (
        most * (part**3 if part**3 > 216 / 24389 else (116 * part - 16) * 27 / 24389)
        for part, most in zip(parts, D50, strict=True)
    )
    return x, y, z


def lab_of_srgb(samples: Sequence[float]) -> Vector:
    """L*, a*, b* under D50 of sRGB, 0 to 255."""
    red, green, blue = (srgb_light(sample / 255) for sample in samples)
    return lab(times(D65_TO_D50, times(SRGB_TO_D65, (red, green, blue))))


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """CIEDE2000 between two colours of sRGB, 0 to 255."""
    return ciede2000(lab_of_srgb(one), lab_of_srgb(other))


def ciede2000(one: Vector, other: Vector) -> float:
    """CIE 142-2001, as Sharma, Wu and Dalal write it out (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    bias = _bias((hypot(a1, b1) + hypot(a2, b2)) / 2)
    a1, a2 = a1 * (1 + bias), a2 * (1 + bias)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = _turn(h1, h2) if c1 * c2 else 0.0
    dh = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    level, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    hue = _mean_hue(h1, h2) if c1 * c2 else h1 + h2
    off = (level - 50) ** 2
    light = (l2 - l1) / (1 + 0.015 * off / sqrt(20 + off))
    vivid = (c2 - c1) / (1 + 0.045 * chroma)
    tint = dh / (1 + 0.015 * chroma * _hue_weight(hue))
    bend = 30 * exp(-(((hue - 275) / 25) ** 2))
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25.0**7)) * sin(radians(2 * bend))
    return sqrt(light**2 + vivid**2 + tint**2 + rotation * vivid * tint)


def _bias(chroma: float) -> float:
    return 0.5 * (1 - sqrt(chroma**7 / (chroma**7 + 25.0**7)))


def _turn(h1: float, h2: float) -> float:
    return (h2 - h1 + 180) % 360 - 180 if abs(h2 - h1) > 180 else h2 - h1


def _mean_hue(h1: float, h2: float) -> float:
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


def _hue_weight(hue: float) -> float:
    return (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
