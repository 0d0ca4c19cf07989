"""The channels that pictures are judged for."""

from actions.readiness.rules import ChannelRules
from app.errors import CannotStart
from app.settings import Settings
from processing.channels.reading import ProfileRefused, profiles


def channel_rules(settings: Settings) -> ChannelRules:
    """What the settings say of channels. Raises CannotStart where a file has changed since."""
    try:
        known = profiles(settings.channels)
    except ProfileRefused as refused:
        raise CannotStart(str(refused)) from refused
    return ChannelRules(known, approval=settings.approval_channels)
