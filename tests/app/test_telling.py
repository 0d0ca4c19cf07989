"""What is told to the outside, as the settings say."""

from typing import Any, cast

import pytest
from beanie import PydanticObjectId

from actions.webhooks.events import Event
from app.settings import BadSettings, Settings, read
from app.telling import WEBHOOKS_AT_ONCE, LateTemplates, posted, published_url, turns, webhook_rules
from documents.changes import ChangeKind
from documents.clock import now
from fetching.rules import FetchRules
from shops.errors import ShopWaits
from storage.bucket import Bucket

NO_BUCKET = cast("Bucket", None)


def test_a_shop_is_pushed_to_where_one_is_named() -> None:
    """Beside the webhooks, by one more turn."""
    shop: dict[str, Any] = {"shopify_domain": "a.myshopify.com", "shopify_token": "t"}

    assert len(turns(Settings(), NO_BUCKET)) == WEBHOOKS_AT_ONCE
    assert len(turns(Settings(**shop), NO_BUCKET)) == WEBHOOKS_AT_ONCE + 1


def test_a_shop_needs_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it would silently do nothing."""
    monkeypatch.setenv("ECOGRAM_SHOPIFY_DOMAIN", "a.myshopify.com")
    with pytest.raises(BadSettings, match="need each other"):
        read()


def test_webhooks_may_lead_where_the_settings_say() -> None:
    """Ports and networks; files are found under the public address."""
    rules = webhook_rules(Settings(webhook_ports=(8443,), webhook_networks=("10.0.0.0/8",)))

    assert rules.ports == {8443}
    assert [str(one) for one in rules.allowed] == ["10.0.0.0/8"]
    assert rules.max_redirects == 0
    assert (
        published_url(Settings(published_url="https://cdn.test"), "a/b") == "https://cdn.test/a/b"
    )


async def test_a_shop_that_leads_home_is_not_asked() -> None:
    """Its address is checked as those of strangers are."""
    with pytest.raises(ShopWaits, match="URL_ADDRESS_REFUSED"):
        await posted("https://127.0.0.1/", b"", {}, rules=FetchRules())


async def test_bodies_are_made_as_the_api_has_checked_them() -> None:
    """Whoever tells loads the types with the first body."""
    event = Event(
        id="evt_1",
        kind=ChangeKind.DELETED,
        sequence=1,
        at=now(),
        image_id=PydanticObjectId(),
        product_code=None,
        previous_product_code=None,
        fields=[],
        row=None,
    )
    templates = LateTemplates(str)

    assert templates.faults("{ id }") == []
    assert await templates.render("{ id type }", event) == {"id": "evt_1", "type": "image.deleted"}
