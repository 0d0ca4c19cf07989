"""Figures as cameras write them; nonsense is nothing."""

from collections.abc import Callable
from math import isfinite

UNKNOWN_ISO = 65535
COLOR_SPACES = {1: "SRGB", 2: "ADOBE_RGB", 65535: "UNCALIBRATED"}


def number(value: object) -> float | None:
    """A finite number; of several, the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    try:
        found = float(str(value).split()[0])
    except (ValueError, IndexError):
        return None
    return found if isfinite(found) else None


def whole(value: object) -> int | None:
    """A whole number that fits 32 bits."""
    found = number(value)
    return int(found) if found is not None and abs(found) < 2**31 else None


def positive(value: object) -> float | None:
    """A number above zero."""
    found = number(value)
    return found if found is not None and found > 0 else None


def count(value: object) -> int | None:
    """A whole number above zero."""
    found = whole(value)
    return found if found is not None and found > 0 else None


def iso(value: object) -> int | None:
    """A sensitivity; 65535 stands for one that did not fit."""
    found = count(value)
    return None if found == UNKNOWN_ISO else found


def rating(value: object) -> int | None:
    """-1 for rejected, 1 to 5 for stars; 0 is no rating."""
    found = whole(value)
    return found if found in {-1, 1, 2, 3, 4, 5} else None


def fired(value: object) -> bool | None:
    """Whether the flash fired: the lowest bit of what EXIF says."""
    found = whole(value)
    return None if found is None else bool(found & 1)


def truth(value: object) -> bool | None:
    """True and false as XMP spells them."""
    return {"true": True, "false": False, "1": True, "0": False}.get(str(value).strip().lower())


def color_space(value: object) -> str | None:
    """The colour space that a camera names."""
    return COLOR_SPACES.get(whole(value) or 0)


def between(low: float, high: float) -> Callable[[object], float | None]:
    """A reader of numbers from `low` to `high`."""

    def read(value: object) -> float | None:
        found = number(value)
        return found if found is not None and low <= found <= high else None

    return read
