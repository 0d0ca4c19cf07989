"""Profiles out of files: those that we ship, and those of a house."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from processing.channels.profiles import Profile

SHIPPED = Path(__file__).parent / "shipped"
MOST_BYTES, MOST_FILES = 64 * 1024, 50


class ProfileRefused(Exception):
    """A profile cannot be used; the message names the file, the place in it, and why."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"The channel profile {file} cannot be used: {why}.")


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with us, by id."""
    return _all_in(SHIPPED)


def profiles(own: Path | None = None) -> Mapping[str, Profile]:
    """All profiles by id: ours, then those in the folder `own`. Raises ProfileRefused."""
    if own is None:
        return shipped()
    ours = _all_in(own)
    if taken := sorted(ours.keys() & shipped().keys()):
        raise ProfileRefused(f"{taken[0]}.toml", "Ecogram ships a channel of that name: rename it")
    return {**shipped(), **ours}


def _all_in(folder: Path) -> Mapping[str, Profile]:
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix == ".toml")
    except OSError as error:
        raise ProfileRefused(str(folder), f"the folder cannot be read ({error.strerror})") from None
    if len(files) > MOST_FILES:
        raise ProfileRefused(str(folder), f"the folder has more than {MOST_FILES} of them")
    return {file.stem: _read(file) for file in files}


def _read(file: Path) -> Profile:
    said = _table(file)
    if "id" in said:
        raise ProfileRefused(file.name, "id: leave it out, for the file's name is the id")
    try:
        return Profile.model_validate({"id": file.stem, **said})
    except ValidationError as error:
        raise ProfileRefused(file.name, _first(error, said)) from None


def _table(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise ProfileRefused(file.name, "it is not a file")
    try:
        with file.open("rb") as opened:
            read = opened.read(MOST_BYTES + 1)
        if len(read) > MOST_BYTES:
            raise ProfileRefused(file.name, f"it has more than {MOST_BYTES} bytes")
        return tomllib.loads(read.decode())
    except OSError as error:
        raise ProfileRefused(file.name, f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise ProfileRefused(file.name, "it is not UTF-8") from None
    except RecursionError:
        raise ProfileRefused(file.name, "it is nested too deeply") from None
    except ValueError as error:
        # tomllib's own, and what Python says of numbers with too many digits.
        raise ProfileRefused(file.name, f"it is not TOML ({error})") from None


def _first(error: ValidationError, said: Mapping[str, Any]) -> str:
    """What is wrong first, and where: the rule by its id, else by its place."""
    one = error.errors(include_url=False, include_input=False, include_context=False)[0]
    why = one["msg"].removeprefix("Value error, ")
    return ": ".join([*_where(one["loc"], said), why[:1].lower() + why[1:]])


def _where(steps: tuple[int | str, ...], said: Mapping[str, Any]) -> list[str]:
    match steps:
        case ("rules", int(place), *rest):
            rule = said["rules"][place]
            known = rule.get("id") if isinstance(rule, dict) else None
            name = known if isinstance(known, str) and known.isprintable() else place + 1
            return [f"rule {name}"[:60], *map(str, rest)]
    return [str(step) for step in steps]
