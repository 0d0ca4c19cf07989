"""What to tell ExifTool so that a file holds the values people gave, and nothing else moves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isclose
from typing import Self

from processing.metadata.reading import iptc_is_newer
from processing.metadata.targets import REMOVED, Values, Written, in_step, plain_tags
from processing.metadata.whereabouts import (
    MAKER_NOTES_REMOVED,
    OTHERS_REMOVED,
    POSITION_REMOVED,
    position_tags,
    tells_position,
    time_tags,
    xmp_alone,
)

Tags = Mapping[str, object]

EXIF = ("IFD0:", "ExifIFD:", "GPS:")
LETTERS = "IPTC:CodedCharacterSet"
# ExifTool's name for each old character set.
CHARACTER_SETS = {"cp1252": "latin", "mac_roman": "MacRoman"}


@dataclass(frozen=True, slots=True)
class Plan:
    """Tags to write (an empty list removes one), and arguments, which hold no values."""

    tags: Written
    removals: tuple[str, ...] = ()
    # How IPTC's letters are to be read, where IPTC is written.
    iptc_charset: str | None = None

    @classmethod
    def of(cls, values: Values, there: Tags) -> Self:
        """The plan for canonical `values` (None clears) and a file that holds `there`."""
        written = plain_tags(values, there) | time_tags(values) | position_tags(values, there)
        written |= _translations(values, there)
        kept = tuple(prefix for prefix in ("IPTC:", *EXIF) if not _takes(prefix, there))
        written = {key: value for key, value in written.items() if not key.startswith(kept)}
        if not any(key.startswith("IPTC:") for key in written):
            return cls(written, _removals(values, there))
        if iptc_is_newer(there):
            written |= in_step(values, there)
        return cls(written | {LETTERS: "UTF8"}, _removals(values, there), _charset(there))

    @property
    def xmp_alone(self) -> "Plan":
        """The same, for a file that takes nothing else."""
        tags = {key: value for key, value in self.tags.items() if key.startswith("XMP-")}
        return replace(self, tags=tags, iptc_charset=None)

    @property
    def first_alone(self) -> "Plan":
        """The same, but for the first picture of a file with several; the others go."""
        return replace(self, removals=(*self.removals, *OTHERS_REMOVED))

    def arguments(self, values_file: str) -> list[str]:
        """The arguments, for values that stand in a JSON file under this path."""
        before, after = list(self.removals), []
        if self.iptc_charset:
            before += ["-charset", f"iptc={self.iptc_charset}", "-tagsfromfile", "@", "-iptc:all"]
            after += ["-Photoshop:IPTCDigest=new"]
        return [*before, f"-json={values_file}", *after]

    def differences(self, there: Tags) -> list[str]:
        """The tags of a file that are not as they should be."""
        checked = {key: value for key, value in self.tags.items() if key != LETTERS}
        wrong = [key for key, value in checked.items() if not _same(value, there.get(key))]
        return wrong + (tells_position(there) if self.removals else [])


def _translations(values: Values, there: Tags) -> Written:
    """Alternative texts by locale, beside the one for any locale."""
    if "alt_texts" not in values:
        return {}
    texts, tag = values["alt_texts"] or {}, "XMP-iptcCore:AltTextAccessibility"
    stale: Written = {key: REMOVED for key in there if key.startswith(f"{tag}-")}
    told = texts.items() if isinstance(texts, Mapping) else ()
    return stale | {f"{tag}-{locale}": text for locale, text in told}


def _takes(prefix: str, there: Tags) -> bool:
    if prefix == "IPTC:":
        # Every tool reads XMP; IPTC is kept right where it is, and never added.
        return any(key.startswith(prefix) for key in there)
    return not xmp_alone(there)


def _removals(values: Values, there: Tags) -> tuple[str, ...]:
    if "latitude" not in values or values["latitude"] is not None:
        return ()
    notes = [key for key in tells_position(there) if not key.startswith(("GPS:", "XMP-"))]
    # A maker's own note of the place cannot be taken out alone.
    return (*POSITION_REMOVED, *([MAKER_NOTES_REMOVED] if notes else []))


def _charset(there: Tags) -> str:
    return CHARACTER_SETS.get(str(there.get("Ecogram:OldLetters")), "utf8")


def _same(asked: object, found: object) -> bool:
    if asked == REMOVED:
        return found is None
    if isinstance(asked, float | int):
        return _number(found) and isclose(float(str(found)), asked, abs_tol=1e-5)
    wanted = asked if isinstance(asked, list) else [asked]
    told = found if isinstance(found, list) else [found]
    return [_spelled(one) for one in wanted] == [_spelled(one) for one in told]


def _spelled(value: object) -> str:
    text = str(value)
    return text.lower() if text in {"True", "False"} else text


def _number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True
