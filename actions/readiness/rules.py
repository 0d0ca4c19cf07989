"""The channels of this house, and which of them an approval needs."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from actions.errors import ActionError
from processing.channels.profiles import Profile
from processing.channels.reading import shipped
from processing.presets import PUBLISHED, Preset


class UnknownChannel(ActionError):
    """There is no such channel."""

    def __init__(self, channel: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no channel {channel!r}: choose one of {', '.join(known)}.")


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

    def profile(self, channel: str) -> Profile:
        """The profile of a channel. Raises UnknownChannel."""
        found = self.profiles.get(channel)
        if found is None:
            raise UnknownChannel(channel, list(self.profiles))
        return found
