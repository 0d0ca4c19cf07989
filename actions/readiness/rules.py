"""The channels of this house, and which of them an approval needs."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from actions.errors import Path, Refused
from processing.channels.profiles import Profile
from processing.channels.reading import shipped
from processing.presets import PUBLISHED, Preset


class UnknownChannel(Refused):
    """There is no such channel."""

    code = "UNKNOWN_CHANNEL"

    def __init__(self, channel: str, known: Sequence[str], path: Path = ()) -> None:
        names = ", ".join(known)
        super().__init__(f"There is no channel {channel!r}: choose one of {names}.")
        self.params, self.path = {"channel": channel, "known": names}, path


@dataclass(frozen=True)
class ChannelRules:
    """Profiles by channel; `approval` names those that a picture must be ready for to be approved.

    `presets` tell what is published, for that is what channels get.
    """

    profiles: Mapping[str, Profile] = field(default_factory=shipped)
    approval: Sequence[str] = ()
    presets: Sequence[Preset] = PUBLISHED

    @cached_property
    def name(self) -> str:
        """A name that changes with every rule, and with what is published."""
        said = [profile.model_dump_json() for _, profile in sorted(self.profiles.items())]
        whole = "\n".join([*said, *map(repr, self.presets)])
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def profile(self, channel: str, path: Path = ()) -> Profile:
        """The profile of a channel, which is named at `path`. Raises UnknownChannel."""
        found = self.profiles.get(channel)
        if found is None:
            raise UnknownChannel(channel, list(self.profiles), path)
        return found
