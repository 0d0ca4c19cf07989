"""What is told to the outside, as the settings say."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import Any

from actions.pushing import copying
from actions.pushing.turns import push
from actions.webhooks.events import Event, Fault, Templates
from actions.webhooks.rules import Means, bounds
from actions.webhooks.turns import take_turn
from app.settings import Settings
from fetching.errors import FetchError
from fetching.post import Answered, post
from fetching.rules import FetchRules, networks
from jobs.telling import Turn
from shops.errors import ShopWaits
from shops.shopify import Shopify
from storage.bucket import Bucket

# Webhooks that are served at the same time; one that hangs holds up one of these.
WEBHOOKS_AT_ONCE = 4
# Its answers tell of one file; a staged upload takes a while.
SHOP = FetchRules(
    max_bytes=1024 * 1024, total_seconds=60.0, max_redirects=0, ports=frozenset({443})
)


def turns(settings: Settings, bucket: Bucket) -> tuple[Turn, ...]:
    """The turns that whoever tells takes again and again."""
    means = Means(
        templates=LateTemplates(partial(published_url, settings)), fetching=webhook_rules(settings)
    )
    webhooks: tuple[Turn, ...] = (partial(take_turn, means=means),) * WEBHOOKS_AT_ONCE
    if settings.shopify_domain is None or settings.shopify_token is None:
        return webhooks
    shop = Shopify(
        f"https://{settings.shopify_domain}",
        settings.shopify_token.get_secret_value(),
        settings.shopify_version,
        partial(posted, rules=SHOP),
    )
    return (*webhooks, partial(push, means=copying.Means(shop=shop, bucket=bucket)))


class LateTemplates:
    """The templates of events, loaded with the first body: a start need not wait for them."""

    def __init__(self, url: Callable[[str], str]) -> None:
        self.url = url

    def faults(self, query: str) -> list[Fault]:
        """As Templates has it."""
        return self._loaded.faults(query)

    async def render(self, query: str, event: Event) -> dict[str, Any]:
        """As Templates has it."""
        return await self._loaded.render(query, event)

    @cached_property
    def _loaded(self) -> Templates:
        from graph.event_schema import EventTemplates  # noqa: PLC0415

        return EventTemplates(self.url)


async def posted(
    url: str, body: bytes, headers: Mapping[str, str], *, rules: FetchRules
) -> Answered:
    """A request to a shop, whose address is checked as those of strangers. Raises ShopWaits."""
    try:
        return await post(url, body, headers, rules=rules)
    except FetchError as error:
        raise ShopWaits(f"The shop does not answer ({error.code}).") from error


def webhook_rules(settings: Settings) -> FetchRules:
    """Where webhooks may lead."""
    allowed = networks(settings.webhook_networks)
    return bounds(FetchRules(ports=frozenset(settings.webhook_ports), allowed=allowed))


def published_url(settings: Settings, key: str) -> str:
    """Where the public finds the object of a key."""
    return f"{settings.published_url or settings.address}/{key}"
