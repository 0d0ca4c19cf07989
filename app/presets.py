"""The presets that the settings name: read from JSON or TOML, with a sentence for each mistake."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from processing.encoding import LEAST, MOST
from processing.formats import Format
from processing.presets import GALLERY, PUBLISHED, Fit, Preset, Presets, Right

Told = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)

NAME, COLOR = re.compile(r"[A-Z][A-Z0-9_]{0,31}"), re.compile(r"#[0-9a-f]{6}")
FORMATS = (Format.JPEG, Format.WEBP, Format.AVIF, Format.PNG)
LEAST_SIDE, MOST_SIDE = 16, 8192
MOST_PRESETS = 32
# Everything else asks for these two by name, and for one file of each.
ALONE = {preset.name for preset in GALLERY}
QUALITY = 82


class Use(StrEnum):
    """Where a preset is used: GALLERY is private, PUBLISHED is what is approved."""

    GALLERY = "GALLERY"
    PUBLISHED = "PUBLISHED"


@dataclass
class Reader:
    """What is told of one preset, and what is wrong with it."""

    name: str
    told: Told
    wrong: list[str] = field(default_factory=list)

    def say(self, key: str, must: str) -> None:
        """Note a mistake: a sentence that names the preset, the key and what was found."""
        self.wrong.append(f"{self.name}.{key} is {self.told.get(key)!r}: it must be {must}.")

    def whole(self, key: str, low: int, high: int, usual: int | None) -> int | None:
        """A whole number, or `usual` where none is told."""
        value = self.told.get(key, usual)
        if value is not usual and not _is_whole(value, low, high):
            self.say(key, f"a whole number from {low} to {high}")
        return value  # type: ignore[no-any-return]

    def one(self, key: str, choices: type[Choice], usual: Choice) -> Choice:
        """One of a closed set, or `usual`."""
        value = self.told.get(key, usual)
        if value not in list(choices):
            self.say(key, f"one of {', '.join(choices)}")
            return usual
        return choices(value)

    def some(self, key: str, choices: Sequence[Choice], usual: Sequence[Choice]) -> list[Choice]:
        """A list of different members of a closed set, or `usual`."""
        value = self.told.get(key, list(usual))
        known = {str(one): one for one in choices}
        if not isinstance(value, list) or not all(one in known for one in map(str, value)):
            self.say(key, f"a list of {', '.join(choices)}")
            return list(usual)
        return [known[str(one)] for one in dict.fromkeys(value)]

    def color(self, usual: str | None) -> str | None:
        """A colour as #rrggbb, or `usual`."""
        value = self.told.get("background", usual)
        if value is not None and not (isinstance(value, str) and COLOR.fullmatch(value.lower())):
            self.say("background", "a colour such as #ffffff")
            return usual
        return value.lower() if value else None

    def truth(self, key: str, usual: bool) -> bool:
        """True or false, or `usual`."""
        value = self.told.get(key, usual)
        if not isinstance(value, bool):
            self.say(key, "true or false")
        return value is True


KEYS = {
    "use",
    "longest_side",
    "width",
    "height",
    "fit",
    "formats",
    "quality",
    "effort",
    "background",
    "animated",
    "rights",
}


class BadPresets(ValueError):
    """The presets cannot be used; the message has a sentence for each mistake."""


def located(text: str) -> str:
    """The setting as it may be handed to a process elsewhere: JSON, or a whole path."""
    return text if not text or _is_json(text) else str(Path(text).absolute())


def presets(text: str) -> Presets:
    """The presets of a house: the built-in ones with their changes, and its own.

    `text` is a JSON object by name, or the path of a JSON or TOML file. Raises BadPresets.
    """
    told = _read(text) if text else {}
    readers = [Reader(name, one) for name, one in _entries(told)]
    if len(readers) > MOST_PRESETS:
        raise BadPresets(f"There are {len(readers)} presets: at most {MOST_PRESETS} can be.")
    made = {reader.name: _made(reader) for reader in readers}
    if wrong := [sentence for reader in readers for sentence in reader.wrong]:
        raise BadPresets(" ".join(wrong))
    named = _built_in() | made
    return Presets(
        tuple(one for use, all in named.values() if use is Use.GALLERY for one in all),
        tuple(one for use, all in _by_size(named) if use is Use.PUBLISHED for one in all),
    )


Used = tuple[Use, tuple[Preset, ...]]


def _built_in() -> dict[str, Used]:
    used = {one.name: Use.GALLERY for one in GALLERY} | {
        one.name: Use.PUBLISHED for one in PUBLISHED
    }
    all_of_them = (*GALLERY, *PUBLISHED)
    return {
        name: (use, tuple(one for one in all_of_them if one.name == name))
        for name, use in used.items()
    }


def _by_size(named: Mapping[str, Used]) -> list[Used]:
    """Largest first, as the API tells published files."""
    return sorted(named.values(), key=lambda used: -used[1][0].longest_side)


def _read(text: str) -> Told:
    try:
        if _is_json(text):
            return _object(json.loads(text))
        path = Path(text)
        data = path.read_text(encoding="utf-8")
        return _object(tomllib.loads(data) if path.suffix == ".toml" else json.loads(data))
    except OSError as error:
        raise BadPresets(f"The file {text} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        if isinstance(error, BadPresets):
            raise
        raise BadPresets(f"This is neither JSON nor TOML: {error}.") from error


def _is_json(text: str) -> bool:
    return text.lstrip().startswith(("{", "["))


def _object(told: object) -> Told:
    if not isinstance(told, dict):
        raise BadPresets('Presets are an object by name, as {"THUMB": {"quality": 75}}.')
    return told


def _entries(told: Told) -> Iterator[tuple[str, Told]]:
    for name, one in told.items():
        if not NAME.fullmatch(name) or name == "ORIGINAL":
            said = "up to 32 capital letters, digits and underscores, a letter first, not ORIGINAL"
            raise BadPresets(f"{name!r} cannot be a preset's name: it must be {said}.")
        if not isinstance(one, dict):
            raise BadPresets(f"{name} is {one!r}: it must be an object of settings.")
        yield name, one


def _made(reader: Reader) -> Used:
    """What is told of a preset, over what is built in."""
    for key in reader.told.keys() - KEYS:
        reader.say(key, f"left out, for there are only {', '.join(sorted(KEYS))}")
    use, before = _built_in().get(reader.name, (Use.GALLERY, ()))
    used = reader.one("use", Use, use)
    if before and used is not use:
        reader.say("use", f"{use}, for {reader.name} is built in")
    usual = [one.format for one in before] or [Format.JPEG]
    formats = reader.some("formats", FORMATS, usual)
    if not formats:
        reader.say("formats", f"a list of {', '.join(FORMATS)}")
        formats = usual
    if reader.name in ALONE and len(formats) > 1:
        reader.say("formats", f"one format, for there is one {reader.name} of a picture")
    base = before[0] if before else Preset(reader.name, 0, Format.JPEG, QUALITY)
    box = _box(reader, base)
    made = {one.format: one for one in before}
    kept = tuple(_one(reader, format, made.get(format), base, box) for format in formats)
    if reader.told.get("animated") is True and Format.WEBP not in formats:
        reader.say("animated", "false where formats has no WEBP")
    reader.wrong[:] = dict.fromkeys(reader.wrong)
    return used, kept


def _box(reader: Reader, base: Preset) -> tuple[int, int]:
    """Width and height, from a longest side or from both."""
    sides = [reader.told.get(key) for key in ("width", "height")]
    longest = reader.whole("longest_side", LEAST_SIDE, MOST_SIDE, None)
    if longest is not None and sides != [None, None]:
        reader.say("longest_side", "left out where width and height are told")
    if longest is not None or (sides == [None, None] and base.longest_side):
        return (longest, longest) if longest is not None else base.size
    for key in ("width", "height"):
        if not _is_whole(reader.told.get(key), LEAST_SIDE, MOST_SIDE):
            said = f"a whole number from {LEAST_SIDE} to {MOST_SIDE}, or longest_side be told"
            reader.say(key, said)
    width, height = (one if _is_whole(one, LEAST_SIDE, MOST_SIDE) else LEAST_SIDE for one in sides)
    return width, height  # type: ignore[return-value]


def _one(
    reader: Reader,
    format: Format,
    before: Preset | None,
    base: Preset,
    box: tuple[int, int],
) -> Preset:
    like = before or base
    fit = reader.one("fit", Fit, like.fit)
    animated = reader.truth("animated", like.animated)
    return Preset(
        reader.name,
        max(box),
        format,
        _quality(reader, format, like.quality),
        reader.color(_ground(reader.name, format, fit, before)),
        fit=fit,
        box=None if box[0] == box[1] else box,
        effort=reader.whole("effort", LEAST, MOST, like.effort),
        animated=animated and format is Format.WEBP,
        rights=tuple(reader.some("rights", tuple(Right), like.rights)),
    )


def _ground(name: str, format: Format, fit: Fit, before: Preset | None) -> str | None:
    """White where a format cannot be see-through, and where a picture is padded."""
    if before is not None and before.background:
        return before.background
    # The private JPEGs of a see-through picture give way to WebP.
    opaque = format is Format.JPEG and name not in ALONE
    return "#ffffff" if opaque or fit is Fit.PAD else None


def _quality(reader: Reader, format: Format, usual: int) -> int:
    """One for all formats, or one for each."""
    told = reader.told.get("quality", usual)
    value = told.get(format, usual) if isinstance(told, dict) else told
    strange = isinstance(told, dict) and not set(told) <= set(FORMATS)
    if strange or not _is_whole(value, 1, 100):
        reader.say("quality", "a whole number from 1 to 100, or one for each format")
        return usual
    return int(value)


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
