"""What parent and child say to each other: one JSON object a line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from processing.facts import Facts
from processing.formats import Format
from processing.limits import Limits
from processing.presets import Preset, Privacy
from processing.quality.measuring import read_measures

# A line longer than this was not written by a healthy child.
LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Job:
    """Develop one file into a folder."""

    source: Path
    into: Path
    presets: tuple[Preset, ...]
    # Whether the picture's quality is to be measured too.
    measured: bool = False

    @classmethod
    def at(
        cls, source: Path, into: Path, presets: Sequence[Preset], *, measured: bool = False
    ) -> Self:
        """A job whose paths hold in any working directory."""
        return cls(source.absolute(), into.absolute(), tuple(presets), measured)

    def written(self) -> bytes:
        """The line that asks for this job."""
        paths = {"source": self.source, "into": self.into}
        return line({**paths, "presets": self.presets, "measured": self.measured})


def read_job(text: bytes | str) -> Job:
    """The job that a line asks for."""
    told = json.loads(text)
    presets = tuple(
        Preset(
            **{
                **preset,
                "format": Format(preset["format"]),
                "privacy": Privacy(preset["privacy"]),
            }
        )
        for preset in told["presets"]
    )
    return Job(Path(told["source"]), Path(told["into"]), presets, told["measured"])


def read_limits(text: str) -> Limits:
    """The limits from a child's command line."""
    return Limits(**json.loads(text))


def read_facts(told: dict[str, Any]) -> Facts:
    """Facts as a child told them. Raises KeyError, TypeError or ValueError for anything else."""
    kind = Format(told["format"])
    measures = read_measures(told["measures"])
    changed = {"format": kind, "content_type": kind.content_type, "measures": measures}
    facts = Facts(**{**told, **changed})
    if min(facts.width, facts.height, facts.frames) < 1:
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


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else asdict(value)
