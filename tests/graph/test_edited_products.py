"""The products of many pictures, by `updateImages`: as `updateImage` does, and all or none."""

import asyncio
from typing import Any

import pytest

from documents.audit import AuditEntry
from tests import photos
from tests.graph.documents import ERRORS
from tests.graph.steps import image, processed
from tests.graph.test_metadata import history
from tests.server import Client, Sent, codes

EDIT = f"""
mutation Edit($input: UpdateImagesInput!) {{
  updateImages(input: $input) {{
    images {{ id version title productCode product {{ code name }} productRole productPosition }}
    {ERRORS}
  }}
}}"""


@pytest.fixture
async def pictures(importer: Client, worker: None) -> list[str]:
    """Three pictures of one product."""
    files = [Sent(f"{n}.jpg", photos.jpeg(60 + n, 40)) for n in range(3)]
    return await processed(importer, *files, productCode="OLD", productName="Old")


async def edited(client: Client, *items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What came of an edit of versions that are there."""
    return dict((await client.ask(EDIT, input={"images": list(items), **more}))["updateImages"])


async def version(client: Client, id: str) -> int:
    return int((await image(client, id))["version"])


async def item(client: Client, id: str, **said: Any) -> dict[str, Any]:
    return {"id": id, "expectedVersion": await version(client, id), **said}


async def test_pictures_come_to_other_products(importer: Client, pictures: list[str]) -> None:
    """A new code makes its product, null takes off, a name is for all; others stay as they are."""
    one, two, three = pictures
    made = await edited(
        importer,
        await item(importer, one, productCode=" NEW ", productName="New", title="One"),
        await item(importer, two, productCode=None),
        await item(importer, three, productName="Renamed"),
    )
    found = [(node["productCode"], node["product"]) for node in made["images"]]

    assert made["userErrors"] == []
    assert found == [
        ("NEW", {"code": "NEW", "name": "New"}),
        (None, None),
        ("OLD", {"code": "OLD", "name": "Renamed"}),
    ]
    assert made["images"][0]["title"] == "One"
    assert [await version(importer, id) for id in pictures] == [
        node["version"] for node in made["images"]
    ]


async def test_history_tells_of_words_alone(importer: Client, pictures: list[str]) -> None:
    """Which product a picture is on is in the audit, and the version counts it."""
    before = await version(importer, pictures[0])
    await edited(importer, await item(importer, pictures[0], productCode="NEW"))
    entry = await AuditEntry.find_one({"action": "image.edited"})

    assert (await history(importer, pictures[0]))["totalCount"] == 0
    assert await version(importer, pictures[0]) == before + 1
    assert entry is not None
    assert (entry.before, entry.after) == ({"product_code": "OLD"}, {"product_code": "NEW"})


async def test_bad_products_are_refused_one_by_one(importer: Client, pictures: list[str]) -> None:
    """The path names the field, the error its limit; with ABORT nothing at all is done."""
    one, two, three = pictures
    await edited(importer, await item(importer, two, productCode=None))
    items = [
        await item(importer, one, productCode="x" * 65),
        await item(importer, two, productName="Nobody's"),
        await item(importer, three, productCode="NEW"),
    ]
    none = await edited(importer, *items, errorPolicy="ABORT")
    some = await edited(importer, *items)
    errors = [(one["code"], one["path"]) for one in some["userErrors"]]
    limits = {param["name"]: param["value"] for param in some["userErrors"][0]["params"]}

    assert none["images"] == []
    assert codes(none) == codes(some)
    assert errors == [
        ("TEXT_TOO_LONG", ["images", "0", "productCode"]),
        ("PRODUCT_CODE_MISSING", ["images", "1", "productName"]),
    ]
    assert limits["limit"] == "64"
    assert [node["productCode"] for node in some["images"]] == ["NEW"]


async def test_of_two_edits_at_once_one_is_made(importer: Client, pictures: list[str]) -> None:
    """Both would make the same product; the other one learns that it came too late."""
    items = [await item(importer, id, productCode="NEW", productName="New") for id in pictures]
    answers = await asyncio.gather(*(edited(importer, *items) for _ in range(2)))
    shown = [await image(importer, id) for id in pictures]

    assert sorted(codes(answer) for answer in answers) == [[], ["CONFLICT"] * 3]
    assert {one["productCode"] for one in shown} == {"NEW"}
