"""The images of groups, collections and products: every list is served by an index."""

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.library import ImageFilter, Window, code_begins
from actions.lists import (
    BY_POSITION,
    BY_RANK,
    Asked,
    Bond,
    Owner,
    load_counts,
    load_pages,
)
from documents.clock import now
from documents.collections import Collection
from documents.groups import ImageGroup
from documents.image_files import ImportRecord, ImportSource, OriginalFile
from documents.images import Image
from documents.memberships import Membership
from documents.pages import Order
from documents.products import Product
from documents.ranks import numbered
from documents.reviews import ReviewState

COUNT = 400
Database = AsyncDatabase[dict[str, Any]]


def picture(number: int, **said: Any) -> Image:
    """An image as it is kept."""
    key = f"x/original/{number}.jpg"
    imported = ImportRecord(
        file_name="a.jpg", file_size=1, importer_id=None, source=ImportSource.UPLOAD
    )
    file = OriginalFile(key=key, clash_key=key, content_type="image/jpeg", bytes=1)
    return Image(imported=imported, original=file, **said)


@pytest.fixture
async def owners(database: Database) -> dict[Bond, Owner]:
    """One group, collection and product with all of many images, among others that are empty."""
    groups = [ImageGroup(name="May", created_by=None) for _ in range(3)]
    collections = [Collection(name="Summer", created_by=None) for _ in range(3)]
    products = [Product(code=f"SKU-{number}") for number in range(3)]
    for one in (*groups, *collections, *products):
        await one.insert()
    said = {
        "group_id": groups[1].id,
        "collection_ids": [collections[1].id],
        "product_code": "SKU-1",
    }
    images = [picture(number, product_position=number, **said) for number in range(COUNT)]
    await Image.insert_many(images)
    await Membership.insert_many(
        [
            Membership(collection_id=collections[1].id, image_id=one.id, rank=numbered(place))
            for place, one in enumerate(images)
        ]
    )
    return {
        Bond.GROUP: groups[1].id,
        Bond.COLLECTION: collections[1].id,
        Bond.PRODUCT: products[1].code,
    }


async def examined(database: Database) -> list[dict[str, Any]]:
    """What the profiler tells of each query since it was switched on."""
    await database.command("profile", 0)
    told = database["system.profile"].find({"op": {"$in": ["query", "command"]}})
    return [one async for one in told if "planSummary" in one]


def plans(told: list[dict[str, Any]]) -> Iterator[str]:
    """The plan of each query."""
    return (one["planSummary"] for one in told)


@pytest.mark.parametrize("at", [None, COUNT // 2])
async def test_a_page_reads_no_more_than_it_shows(
    database: Database, owners: dict[Bond, Owner], at: int | None
) -> None:
    """At the beginning and in the middle, a page of ten looks at tens of documents, not at all."""
    images = await Image.find_all().sort("+_id").to_list()
    middle = images[at] if at else None
    newest = ImageFilter(review_state=ReviewState.PENDING).where()
    rank = numbered(at) if at else None
    asked = [
        (Bond.GROUP, {"deleted_at": None}, Order("created_at"), middle and middle.created_at),
        (Bond.GROUP, newest, Order("updated_at"), middle and middle.updated_at),
        (Bond.PRODUCT, {"deleted_at": None}, BY_POSITION, middle and middle.product_position),
        (Bond.COLLECTION, {"deleted_at": None}, BY_RANK, rank),
    ]
    for bond, where, order, value in asked:
        after = (value, middle.id) if middle else None
        window = Window(order=order, first=10, after=after, fields=["version"])
        await database.command("profile", 2)
        [page] = await load_pages(OPERATOR, [Asked(owners[bond], bond, where, window)])
        told = await examined(database)

        assert (len(page.rows), page.more) == (10, True)
        assert sum(one["docsExamined"] for one in told) <= 60, (bond, order)
        assert not any("COLLSCAN" in plan for plan in plans(told))
        await database["system.profile"].drop()


async def test_hidden_images_are_passed_over(owners: dict[Bond, Owner]) -> None:
    """A page of a collection is full, and knows its place, however many of it are hidden."""
    ids = [one.id for one in await Image.find_all().sort("+_id").to_list()]
    hidden = [*ids[5:300], *ids[390:]]
    update = {"$set": {"deleted_at": now()}}
    await Image.get_pymongo_collection().update_many({"_id": {"$in": hidden}}, update)
    seen: list[object] = []
    after, more = None, True
    while more:
        window = Window(order=BY_RANK, first=10, after=after, fields=["version"])
        asked = Asked(owners[Bond.COLLECTION], Bond.COLLECTION, window=window)
        [page] = await load_pages(OPERATOR, [asked])
        seen += [row["_id"] for row in page.rows]
        after, more = (page.rows[-1]["member"]["rank"], page.rows[-1]["member"]["id"]), page.more
        assert len(page.rows) == 10 or not more

    assert seen == [*ids[:5], *ids[300:390]]


async def test_counting_reads_no_documents_of_others(
    database: Database, owners: dict[Bond, Owner]
) -> None:
    """Each count is right, and looks at no more than it counts."""
    for bond, owner in owners.items():
        await database.command("profile", 2)
        [count] = await load_counts(OPERATOR, [Asked(owner, bond)])
        told = await examined(database)

        assert count == COUNT
        assert sum(one["docsExamined"] for one in told) <= COUNT + 10
        await database["system.profile"].drop()


async def test_the_beginning_of_a_code_is_looked_up(database: Database) -> None:
    """A search for products reads those that it finds."""
    await Product.insert_many([Product(code=f"{number:04d}") for number in range(COUNT)])
    plan = await Product.get_pymongo_collection().find(code_begins("003")).sort("code", 1).explain()

    assert plan["executionStats"]["totalDocsExamined"] == 10
