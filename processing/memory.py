"""Giving memory back to the system between two pictures."""

import ctypes
import sys

from processing.confine import resident_bytes
from processing.limits import MIB

# What a child may keep for the next picture; below this, giving it back costs more than it saves.
KEPT_BYTES = 80 * MIB


def let_go() -> None:
    """Return what the last picture needed and the next one may not; does nothing elsewhere.

    glibc keeps what was freed, in pieces that the next picture's buffers do not fit into: without
    this, a child grows with every picture of another size.
    """
    if sys.platform == "linux" and resident_bytes() > KEPT_BYTES:
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
