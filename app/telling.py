"""What is told to the outside, as the settings say."""

from collections.abc import Callable
from functools import partial

from actions.webhooks.rules import Means, bounds
from actions.webhooks.turns import take_turn
from app.settings import Settings
from fetching.rules import FetchRules, networks
from jobs.telling import Turn

# Webhooks that are served at the same time; one that hangs holds up one of these.
WEBHOOKS_AT_ONCE = 4


def turns(settings: Settings) -> tuple[Turn, ...]:
    """The turns that whoever tells takes again and again."""
    # It takes a while to load, which nobody waits for who does not tell.
    from graph.event_schema import EventTemplates  # noqa: PLC0415

    means = Means(
        templates=EventTemplates(published_url(settings)), fetching=webhook_rules(settings)
    )
    return (partial(take_turn, means=means),) * WEBHOOKS_AT_ONCE


def webhook_rules(settings: Settings) -> FetchRules:
    """Where webhooks may lead."""
    allowed = networks(settings.webhook_networks)
    return bounds(FetchRules(ports=frozenset(settings.webhook_ports), allowed=allowed))


def published_url(settings: Settings) -> Callable[[str], str]:
    """Where the public finds a key of the store."""
    return lambda key: f"{settings.published_url or settings.address}/{key}"
