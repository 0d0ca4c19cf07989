"""A picture as a channel meets it: its public files, what was measured, what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from processing.presets import PUBLISHED, Preset


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file that is, or would be, published; sizes in pixels."""

    format: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """`facts` are as `processing.facts.Facts` has them, with `measures` where pixels were judged.

    Public files are told of `presets`, so that a picture is judged before it is approved.
    `bytes` is the size of its private full-size file, which no public one comes near.
    """

    facts: Mapping[str, Any]
    role: str | None = None
    alt_texts: Sequence[str] = ()
    bytes: int | None = None
    presets: Sequence[Preset] = field(default=PUBLISHED)

    @cached_property
    def files(self) -> tuple[PublicFile, ...]:
        """The largest public files: what a shop hands on. None where the size is unknown."""
        width, height = self.facts.get("width"), self.facts.get("height")
        if not width or not height:
            return ()
        side = max((preset.longest_side for preset in self.presets), default=0)
        largest = [preset for preset in self.presets if preset.longest_side == side]
        return tuple(self._file(preset, width, height) for preset in largest)

    def _file(self, preset: Preset, width: int, height: int) -> PublicFile:
        made = preset.format_for(has_alpha=bool(self.facts.get("has_alpha")))
        size = fitted((width, height), preset)
        # A public file is named before it is made, by the format that its preset says.
        return PublicFile(made.value, preset.format.extension, *size)


def fitted(full: tuple[int, int], preset: Preset) -> tuple[int, int]:
    """The size in pixels that a preset's file of an upright picture has."""
    factor = min(1.0, preset.longest_side / max(full))
    return max(1, round(full[0] * factor)), max(1, round(full[1] * factor))
