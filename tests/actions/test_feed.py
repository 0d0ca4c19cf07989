"""The feed itself: numbers without gaps, snapshots, what is kept, and what is put right."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.arranging import products
from actions.batches import ErrorPolicy
from actions.metadata import editing
from actions.metadata.editing import Edit
from actions.publishing import catalog, feed
from actions.publishing.checking import sweep_catalog
from actions.publishing.feed import KEPT, CursorExpired, sweep_changes
from actions.publishing.following import follow, follow_products
from actions.publishing.locales import fitting
from documents.catalog import CatalogRow
from documents.catalog_products import CatalogProduct
from documents.changes import Change
from documents.clock import now
from documents.feed import Feed
from documents.images import Image
from documents.products import Product
from documents.transactions import Session, together
from tests.actions.shops import Shop, catalogue, in_step, shown, told

pytestmark = pytest.mark.usefixtures("database")
POLICY = ErrorPolicy.ABORT


async def kept(count: int) -> list[Image]:
    """Pictures that shops see from now on."""
    made = [shown(number, product_code=f"P{number % 3}") for number in range(count)]
    await Image.insert_many(made)
    await together(partial(follow, [one.id for one in made]))
    return made


async def test_a_bulk_decision_takes_its_numbers_at_once() -> None:
    """Two hundred and fifty pictures are one step of the count, in the order that was asked for."""
    made = await kept(250)
    counts = [Edit(one.id, {"title": "Red"}) for one in reversed(made)]
    await editing.update(OPERATOR, counts, policy=POLICY)

    assert (await Feed.now()).latest == 500
    assert [id for _, id, _ in (await told())[250:]] == [one.id for one in reversed(made)]
    await in_step()


async def test_sixteen_who_write_at_once_leave_no_gap() -> None:
    """Each gets numbers of its own, and one who changes many is not overtaken for ever."""
    made = await kept(40)

    async def write(writer: int) -> None:
        for turn in range(2):
            edit = Edit(made[writer].id, {"title": f"{writer} {turn}"})
            await editing.update(OPERATOR, [edit], policy=POLICY)

    many = [Edit(one.id, {"credit": "Ada"}) for one in made[16:]]
    shop = Shop(Random(1))
    await shop.start()
    bulk = editing.update(OPERATOR, many, policy=POLICY)
    await asyncio.gather(bulk, *(write(writer) for writer in range(16)))
    await shop.catch_up()

    assert shop.numbers == list(range(41, 41 + 16 * 2 + len(many)))
    assert shop.copy == await catalogue()
    await in_step()


async def test_a_name_is_not_lost_beside_a_publication() -> None:
    """Renamed at the moment at which its first picture is published, a product is right."""
    await Product.ensure("A", "Old")
    image = shown(1, product_code="A")
    await image.insert()
    read, renamed = asyncio.Event(), asyncio.Event()

    async def publish(session: Session) -> None:
        # The name is read in the state that this transaction sees from here on.
        await Image.among([image.id], session)
        read.set()
        await renamed.wait()
        await follow([image.id], session)

    publishing = asyncio.create_task(together(publish))
    await read.wait()
    product = await Product.find_one({"code": "A"})
    assert product is not None
    await products.update(OPERATOR, product.id, {"name": "New"}, product.version)
    renamed.set()
    await publishing

    assert (await catalogue())[image.id]["product_name"] == "New"


async def test_old_changes_go_oldest_first() -> None:
    """After 90 days; a shop that has not read them all is told to begin anew, others go on."""
    made = await kept(5)
    old = {"$set": {"at": now() - KEPT - timedelta(minutes=1)}}
    await Change.get_pymongo_collection().update_many({"_id": {"$in": [1, 2, 4]}}, old)

    # The fourth stays: a younger one stands before it.
    assert await sweep_changes() == 2
    assert await sweep_changes() == 0
    with pytest.raises(CursorExpired):
        await feed.changes(OPERATOR, after=1, first=10)
    with pytest.raises(CursorExpired):
        await feed.changes(OPERATOR, after=0, first=10)
    page = await feed.changes(OPERATOR, after=2, first=10)
    assert [raw["_id"] for raw in page.changes] == [3, 4, 5]
    assert (await feed.snapshot(OPERATOR, number=None, after=None, first=1)).number == 5
    with pytest.raises(CursorExpired):
        await feed.snapshot(OPERATOR, number=1, after=made[0].id, first=1)


async def test_a_cursor_of_another_feed_is_refused() -> None:
    """One that lies ahead, as after a database was brought back, is not waited for."""
    await kept(1)

    with pytest.raises(CursorExpired):
        await feed.changes(OPERATOR, after=2, first=10)


async def test_nothing_has_happened_yet() -> None:
    """An empty catalogue has an empty feed, also where its count is not there yet."""
    assert (await feed.changes(OPERATOR, after=0, first=10)).changes == []
    page = await feed.snapshot(OPERATOR, number=None, after=None, first=10)
    assert (page.rows, page.more, page.number) == ([], False, 0)
    await Feed.begin()
    assert (await Feed.now()).latest == 0


async def test_what_was_forgotten_is_put_right() -> None:
    """Whatever is written past us comes into the feed, changes of late first, others in turn."""
    made = await kept(6)
    images = Image.get_pymongo_collection()
    await images.update_one({"_id": made[0].id}, {"$set": {"edits.title": "By hand"}})
    await images.update_one({"_id": made[4].id}, {"$set": {"publication": None}})
    await images.delete_one({"_id": made[5].id})
    await shown(7).insert()
    mended = [await sweep_catalog(at_once=2) for _ in range(5)]

    assert sum(mended) == 4
    assert await sweep_catalog() == 0
    assert sorted(kind for kind, _, _ in (await told())[6:]) == [
        "DELETED",
        "PUBLISHED",
        "UPDATED",
        "WITHDRAWN",
    ]
    await in_step()


async def test_a_change_of_late_is_put_right_at_once() -> None:
    """Whoever notes the time of a change, but forgets shops, is mended by the next sweep."""
    made = await kept(30)
    images = Image.get_pymongo_collection()
    await images.update_many({}, {"$set": {"updated_at": now() - timedelta(hours=1)}})
    late = {"$set": {"edits.title": "Red", "updated_at": now()}}
    await sweep_catalog(at_once=20)
    await sweep_catalog(at_once=20)
    await images.update_one({"_id": made[29].id}, late)

    assert await sweep_catalog(at_once=20) == 1
    await in_step()


async def test_products_are_found_by_the_clock() -> None:
    """Those that a picture came to, left or changed on after a moment; deleted ones are not."""
    for number in range(3):
        await Product.ensure(f"P{number}", None)
    made = await kept(3)
    [stamp] = {row.at for row in await CatalogProduct.find().to_list()}
    await CatalogProduct.get_pymongo_collection().update_many(
        {}, {"$set": {"at": stamp - timedelta(hours=1)}}
    )
    since = stamp - timedelta(minutes=1)
    await Image.get_pymongo_collection().update_one(
        {"_id": made[1].id}, {"$set": {"publication": None}}
    )
    await together(partial(follow, [made[1].id]))

    async def codes(**asked: Any) -> tuple[list[str], bool]:
        found = await catalog.products(
            OPERATOR, **{"codes": None, "first": 5, "after": None, **asked}
        )
        return [raw["code"] for raw in found.page.rows], found.page.more

    assert await codes(updated_after=since) == (["P1"], False)
    assert await codes(updated_after=since, codes=["P0", "P2"]) == ([], False)
    earlier = since - timedelta(hours=2)
    assert await codes(updated_after=earlier, first=2) == (["P0", "P1"], True)
    assert await codes(updated_after=earlier, after="P1") == (["P2"], False)
    await Product.get_pymongo_collection().delete_one({"code": "P0"})
    assert await codes(updated_after=earlier, first=1) == (["P1"], True)


async def test_an_index_serves_each_question(database: AsyncDatabase[dict[str, Any]]) -> None:
    """Nothing that follows, reads, sweeps or compares looks through a whole collection."""
    await kept(30)
    await Product.ensure("P1", None)
    await database.command("profile", 2)
    try:
        await feed.changes(OPERATOR, after=3, first=5)
        page = await feed.snapshot(OPERATOR, number=None, after=None, first=5)
        await feed.snapshot(OPERATOR, number=30, after=page.rows[-1]["_id"], first=5)
        await feed.load_positions(OPERATOR, [("P1", page.rows[0]["_id"])])
        for since in (None, now() - timedelta(hours=1)):
            for codes in (None, ["P1"]):
                await catalog.products(
                    OPERATOR, codes=codes, updated_after=since, first=5, after="P0"
                )
        await together(partial(follow_products, ["P1"]))
        await sweep_changes()
        await sweep_catalog(at_once=5)
    finally:
        await database.command("profile", 0)
    profile = database["system.profile"]
    seen = await profile.find({"planSummary": {"$exists": True}}).to_list()
    await profile.drop()

    assert {"catalog", "changes", "catalog_products", "feeds", "images"} <= {
        one["ns"].split(".", 1)[1] for one in seen
    }
    assert [one["command"] for one in seen if "COLLSCAN" in one["planSummary"]] == []


def test_no_row_can_hold_more_than_shops_may_see() -> None:
    """What a picture has besides cannot be put into a row, by mistake or otherwise."""
    fields = set(CatalogRow.model_fields)

    for word in ("latitude", "longitude", "city", "creator", "original", "importer", "note", "by"):
        assert not [field for field in fields if word in field.split("_")]
    with pytest.raises(ValueError, match="latitude"):
        CatalogRow(
            position=1,
            content_hash="",
            renditions=[],
            latitude=38.7,
        )


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("pt-BR", "Tênis"),
        ("PT_br", "Tênis"),
        ("pt", "Sapatilha"),
        ("pt-PT", "Sapatilha"),
        ("zh-Hant-TW", "hant"),
        ("zh", "hans"),
        ("es-MX", "es-ES"),
        ("fr", "Shoe"),
        (None, "Shoe"),
        ("", "Shoe"),
    ],
)
def test_a_text_fits_its_reader(locale: str | None, text: str) -> None:
    """Exactly, else in the language, else for all."""
    texts = {
        "pt": "Sapatilha",
        "pt-BR": "Tênis",
        "zh-Hans": "hans",
        "zh-Hant": "hant",
        "es-ES": "es-ES",
    }

    assert fitting(texts, "Shoe", locale) == text


@pytest.mark.parametrize(("texts", "text"), [({"pt": "Tênis", "en": "Shoe"}, "Shoe"), ({}, None)])
def test_any_text_is_better_than_none(texts: Mapping[str, str], text: str | None) -> None:
    """Where no text is for all, the first by name is taken; where there is none, none."""
    assert fitting(texts, None, "de") == text
