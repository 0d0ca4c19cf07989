"""How strongly a JPEG was compressed, told by its quantization tables."""

from collections.abc import Mapping, Sequence
from functools import cache

# The luminance table of the JPEG standard's Annex K, from which most writers scale theirs.
STANDARD = (
    *(16, 11, 10, 16, 24, 40, 51, 61),
    *(12, 12, 14, 19, 26, 58, 60, 55),
    *(14, 13, 16, 24, 40, 57, 69, 56),
    *(14, 17, 22, 29, 51, 87, 80, 62),
    *(18, 22, 37, 56, 68, 109, 103, 77),
    *(24, 35, 55, 64, 81, 104, 113, 92),
    *(49, 64, 78, 87, 103, 121, 120, 101),
    *(72, 92, 95, 98, 112, 100, 103, 99),
)

Tables = Mapping[int, Sequence[int]]


def jpeg_quality(tables: Tables) -> float | None:
    """1 to 100 as libjpeg counts, by the table that brightness is kept with; None without one.

    Writers with tables of their own are told by how coarse those are on the whole.
    """
    if len(tables.get(0, ())) != len(STANDARD):
        return None
    coarse = sum(tables[0])
    return float(min(range(1, 101), key=lambda quality: abs(_coarseness(quality) - coarse)))


@cache
def _coarseness(quality: int) -> int:
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return sum(min(255, max(1, (step * scale + 50) // 100)) for step in STANDARD)
