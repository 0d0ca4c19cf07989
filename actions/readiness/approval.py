"""What approval asks of a picture's readiness, where the settings say so."""

from collections.abc import Sequence

from actions.errors import Refused
from actions.readiness.judging import FIELDS, answered
from actions.readiness.rules import ChannelRules
from documents.images import Image
from processing.channels.judging import Readiness


class NotReadyForChannels(Refused):
    """A picture does not meet what channels must have, or it is not known whether it does."""

    code = "CHANNEL_RULES_UNMET"

    def __init__(self, answers: Sequence[Readiness]) -> None:
        unmet = [(one.profile, verdict) for one in answers for verdict in one.stopped_by]
        profile, first = unmet[0]
        more = f" {len(unmet) - 1} more rules are not met." if len(unmet) > 1 else ""
        super().__init__(
            f"It is not ready for {profile.name}. {first.message} {first.rule.advice}{more}"
        )
        self.params = {
            "channels": ", ".join(answer.profile.id for answer in answers),
            "rules": ", ".join(f"{profile.id}:{verdict.rule.id}" for profile, verdict in unmet),
            "states": ", ".join(verdict.state for _, verdict in unmet),
            "count": len(unmet),
        }


def not_ready(image: Image, rules: ChannelRules) -> NotReadyForChannels | None:
    """Why an image cannot be approved, if it cannot: judged anew, whatever is kept of it."""
    raw = image.model_dump(include=FIELDS)
    answers = [answered(raw, rules, channel) for channel in rules.approval]
    stopped = [answer for answer in answers if answer.stopped_by]
    return NotReadyForChannels(stopped) if stopped else None
