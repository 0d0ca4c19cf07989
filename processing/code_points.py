"""Colour spaces by the numbers that ITU-T H.273 gives them: in HEIC, AVIF and PNG's cICP."""

from processing import curves
from processing.chromaticities import (
    BT_470_BG,
    BT_709,
    BT_2020,
    DCI_P3,
    P3,
    SMPTE_170M,
    Chromaticities,
)
from processing.curves import SRGB, Curve, gamma
from processing.matrix_profile import Space

PRIMARIES: dict[int, tuple[str, Chromaticities]] = {
    5: ("BT.470 BG", BT_470_BG),
    6: ("SMPTE 170M", SMPTE_170M),
    7: ("SMPTE 170M", SMPTE_170M),
    9: ("BT.2020", BT_2020),
    11: ("DCI P3", DCI_P3),
    12: ("Display P3", P3),
}
# Those of television (1, 6, 14, 15) are shown with the curve of sRGB, as browsers do.
TRANSFERS: dict[int, tuple[str, Curve]] = {
    4: (" gamma 2.2", gamma(2.2)),
    5: (" gamma 2.8", gamma(2.8)),
    8: (" linear", gamma(1.0)),
    16: (" PQ", curves.pq()),
    17: (" gamma 2.6", gamma(2.6)),
    18: (" HLG", curves.hlg()),
}


def space(primaries: int, transfer: int) -> Space | None:
    """The space of two code points; None is sRGB, or as good as that."""
    if primaries not in PRIMARIES and transfer not in TRANSFERS:
        return None
    name, chromaticities = PRIMARIES.get(primaries, ("BT.709", BT_709))
    manner, curve = TRANSFERS.get(transfer, ("", SRGB))
    return Space(name + manner, chromaticities, curve)
