"""The channels that pictures are judged for."""

from actions.readiness.rules import ChannelRules
from app.settings import Settings
from processing.channels.reading import profiles


def channel_rules(settings: Settings) -> ChannelRules:
    """What the settings say of channels; they were read, and so tried, with the settings."""
    return ChannelRules(profiles(settings.channels), approval=settings.approval_channels)
