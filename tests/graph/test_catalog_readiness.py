"""Shops see how pictures answer channels, and where to keep their eye on."""

from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.readiness.judging import judge_some
from actions.readiness.rules import ChannelRules
from documents.catalog import CatalogRow
from documents.images import Image
from graph.ids import object_id
from tests import photos
from tests.actions.shops import in_step
from tests.graph.steps import image, processed, published
from tests.graph.test_changes import changes
from tests.graph.test_presets import FOCUS
from tests.server import Client, Sent

# Google takes nothing below 100 px, and advises more than either has.
LARGE, SMALL = (Sent(f"{side}.jpg", photos.jpeg(side, side)) for side in (1600, 60))
READY = """
query Ready($channel: String) {
  products(channel: $channel) { nodes { code images {
    id position readiness { channel state } focalPoint { x y }
  } } }
}"""

pytestmark = pytest.mark.usefixtures("worker")


async def ready(client: Client, channel: str | None = None) -> dict[str, Any]:
    """The pictures of the one product, by id."""
    [product] = (await client.ask(READY, channel=channel))["products"]["nodes"]
    return {one["id"]: one for one in product["images"]}


def state(image: dict[str, Any], channel: str) -> str:
    """How a picture answers a channel."""
    [found] = [one["state"] for one in image["readiness"] if one["channel"] == channel]
    return str(found)


async def judged() -> None:
    """Judge all that wait for it."""
    while await judge_some(ChannelRules()):
        pass


async def test_a_shop_asks_for_what_a_channel_takes(reviewer: Client) -> None:
    """Only PASS and WARN; every picture tells its answers, and its place among all."""
    small, large = await processed(reviewer, SMALL, LARGE, productCode="SKU-1")
    await published(reviewer, small, large)
    everything, google = await ready(reviewer), await ready(reviewer, "google")

    assert state(everything[small], "google") == "FAIL"
    assert state(everything[large], "google") in {"PASS", "WARN"}
    assert [one["channel"] for one in everything[large]["readiness"]] == sorted(
        ChannelRules().profiles
    )
    assert google == {large: everything[large]}
    assert google[large]["position"] == 2
    assert await reviewer.refused(READY, channel="nowhere") == "BAD_REQUEST"


async def test_a_new_judgement_is_told(
    reviewer: Client, database: AsyncDatabase[dict[str, Any]]
) -> None:
    """Judged otherwise it is UPDATED in the feed, by the one field; judged as before it is not."""
    [id] = await processed(reviewer, LARGE, productCode="SKU-1")
    await published(reviewer, id)
    inner = object_id("Image", id)
    latest = (await changes(reviewer))["latest"]
    await Image.get_pymongo_collection().update_one(
        {"_id": inner}, {"$set": {"facts.width": 60, "facts.height": 60, "readiness_of": None}}
    )
    await judged()
    page = await changes(reviewer)
    await Image.get_pymongo_collection().update_one(
        {"_id": inner}, {"$set": {"readiness_of": None}}
    )
    await judged()

    told = [one for one in page["nodes"] if one["sequence"] > latest]
    assert [(one["kind"], one["fields"]) for one in told] == [("UPDATED", ["readiness"])]
    assert (await changes(reviewer))["latest"] == page["latest"]
    row = await database[CatalogRow.get_collection_name()].find_one({"_id": inner})
    assert row is not None
    assert "google:FAIL" in row["readiness"]
    await in_step()


async def test_a_focal_point_reaches_shops(reviewer: Client) -> None:
    """People's point is in the catalogue when it is answered, and the feed tells of it once."""
    [id] = await processed(reviewer, LARGE, productCode="SKU-1")
    await published(reviewer, id)
    latest = (await changes(reviewer))["latest"]
    version = (await image(reviewer, id))["version"]
    input = {"id": id, "expectedVersion": version, "x": 0.25, "y": 0.75}
    answer = (await reviewer.ask(FOCUS, input=input))["setFocalPoint"]
    shown = (await ready(reviewer))[id]["focalPoint"]
    told = [one for one in (await changes(reviewer))["nodes"] if one["sequence"] > latest]

    assert answer["userErrors"] == []
    assert shown == {"x": 0.25, "y": 0.75}
    assert [(one["kind"], one["fields"]) for one in told] == [("UPDATED", ["focalPoint"])]
    assert told[0]["image"]["focalPoint"] == shown
