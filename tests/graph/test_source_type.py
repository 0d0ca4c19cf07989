"""Whether a picture was made by AI, from the file or an edit to the shop and back into the file."""

from typing import Any

import pytest

from tests import photos
from tests.graph.steps import processed, published
from tests.server import Client, Sent

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
SHOP = "{ products { nodes { images { id digitalSourceType } } } }"
EDIT = """
mutation Edit($input: UpdateImagesInput!) {
  updateImages(input: $input) { images { version } userErrors { code path } }
}"""

pytestmark = pytest.mark.usefixtures("worker")


async def told(client: Client) -> list[Any]:
    """What the shop is told of each published picture."""
    [product] = (await client.ask(SHOP))["products"]["nodes"]
    return [one["digitalSourceType"] for one in product["images"]]


async def test_the_shop_is_told_how_a_picture_was_made(reviewer: Client) -> None:
    """Said by a person, it is the shop's with the next answer; else nothing is claimed."""
    [id] = await processed(reviewer, Sent("a.jpg", photos.jpeg()), productCode="SKU-1")
    [found] = await published(reviewer, id)
    before = await told(reviewer)
    change = {"id": id, "expectedVersion": found["version"], "digitalSourceType": AI}
    made = (await reviewer.ask(EDIT, input={"images": [change]}))["updateImages"]

    assert made["userErrors"] == []
    assert (before, await told(reviewer)) == ([None], [AI])
