"""What parent and child say to each other: one JSON object a line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from processing.facts import Facts
from processing.formats import Format
from processing.limits import Limits
from processing.presets import Fit, Preset, Right
from processing.quality.measuring import read_measures

# A line longer than this was not written by a healthy child.
LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """Develop one file into a folder; what is cropped keeps `focal`, from 0 to 1."""

    source: Path
    into: Path
    presets: tuple[Preset, ...]
    focal: tuple[float, float] | None = None
    # Whether the picture's quality is to be measured too.
    measured: bool = False

    @classmethod
    def at(
        cls,
        source: Path,
        into: Path,
        presets: Sequence[Preset],
        focal: tuple[float, float] | None = None,
        *,
        measured: bool = False,
    ) -> Self:
        """A job whose paths hold in any working directory."""
        return cls(source.absolute(), into.absolute(), tuple(presets), focal, measured)

    def written(self) -> bytes:
        """The line that asks for this job."""
        paths = {"source": self.source, "into": self.into, "presets": self.presets}
        return line({**paths, "focal": self.focal, "measured": self.measured})


def read_job(text: bytes | str) -> Job:
    """The job that a line asks for."""
    told = json.loads(text)
    presets = tuple(_read_preset(preset) for preset in told["presets"])
    focal = tuple(told["focal"]) if told["focal"] else None
    return Job(Path(told["source"]), Path(told["into"]), presets, focal, told["measured"])


def read_limits(text: str) -> Limits:
    """The limits from a child's command line."""
    return Limits(**json.loads(text))


def read_facts(told: dict[str, Any]) -> Facts:
    """Facts as a child told them. Raises KeyError, TypeError or ValueError for anything else."""
    kind = Format(told["format"])
    x, y = (float(part) for part in told["focal_point"])
    typed = {"format": kind, "content_type": kind.content_type, "focal_point": (x, y)}
    facts = Facts(**{**told, **typed, "measures": read_measures(told["measures"])})
    if min(facts.width, facts.height, facts.frames) < 1 or not (0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError(facts)
    return facts


def line(message: dict[str, Any]) -> bytes:
    """One message as a line."""
    return json.dumps(message, default=_plain).encode() + b"\n"


def plain(value: Limits | Facts) -> dict[str, Any]:
    """A record as plain values."""
    return asdict(value)


def check_names(presets: Sequence[Preset]) -> None:
    """Raises ValueError if two presets would write the same file."""
    for has_alpha in (False, True):
        names = [preset.file_name(has_alpha=has_alpha) for preset in presets]
        if len(set(names)) < len(names):
            raise ValueError(f"Two presets write the same file: {sorted(names)}")


def _read_preset(told: dict[str, Any]) -> Preset:
    typed = {
        "format": Format(told["format"]),
        "fit": Fit(told["fit"]),
        "box": tuple(told["box"]) if told["box"] else None,
        "rights": tuple(Right(one) for one in told["rights"]),
    }
    return Preset(**{**told, **typed})


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else asdict(value)
