"""Lists by keyset: nothing twice, nothing left out, and always by an index."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from beanie import PydanticObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR, Viewer
from actions.arranging import groups
from actions.deleting.deletion import ABANDONED_AFTER
from actions.library import ImageFilter, Window, load_products, rows, total
from actions.publishing import catalog
from documents import trash
from documents.api_keys import Scope
from documents.clock import now
from documents.collections import Collection
from documents.groups import ImageGroup
from documents.image_files import Publication
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.pages import Order, Page, page
from documents.processing_states import ProcessingState
from documents.products import Product
from documents.reviews import Review, ReviewState
from tests.documents.pictures import picture

Database = AsyncDatabase[dict[str, Any]]
START = datetime(2026, 1, 1, tzinfo=UTC)
# Few moments, so that many rows share one.
moments = st.integers(0, 5)
COUNT = 300


@dataclass(frozen=True)
class Meanwhile:
    """What others do between two pages: rows that come, and places of rows that go."""

    come: list[int] = field(default_factory=list)
    go: list[int] = field(default_factory=list)


between = st.builds(
    Meanwhile, st.lists(moments, max_size=3), st.lists(st.integers(0, 30), max_size=3)
)


def row(moment: int) -> dict[str, Any]:
    """A row as it is kept."""
    return {"_id": PydanticObjectId(), "created_at": START + timedelta(seconds=moment)}


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kept=st.lists(moments, max_size=30),
    news=st.lists(between, max_size=12),
    first=st.integers(1, 7),
    descending=st.booleans(),
)
async def test_paging_is_steady(
    database: Database, kept: list[int], news: list[Meanwhile], first: int, descending: bool
) -> None:
    """Whatever comes and goes meanwhile, whoever stays is shown once, and all in order."""
    kept_rows = database["collections"]
    await kept_rows.delete_many({})
    staying = {one["_id"]: one for one in map(row, kept)}
    if staying:
        await kept_rows.insert_many(list(staying.values()))
    order, after, shown = Order("created_at", descending=descending), None, []
    coming = iter(news)
    while True:
        found = await page(Collection, {}, order, first=first, after=after)
        shown += found.rows
        assert len(found.rows) == first or not found.more
        if not found.more:
            break
        after = (found.rows[-1]["created_at"], found.rows[-1]["_id"])
        meanwhile = next(coming, Meanwhile())
        if meanwhile.come:
            await kept_rows.insert_many([row(moment) for moment in meanwhile.come])
        for place in meanwhile.go:
            gone = [*staying][place % len(staying)] if staying else None
            staying.pop(gone, None)
            await kept_rows.delete_one({"_id": gone})
    places = [(one["created_at"], one["_id"]) for one in shown]

    assert set(staying) <= {one["_id"] for one in shown}
    assert all((a > b) if descending else (a < b) for a, b in pairwise(places))


@asynccontextmanager
async def profiled(database: Database) -> AsyncIterator[list[dict[str, Any]]]:
    """What MongoDB tells of each query of the block, once it is left."""
    told: list[dict[str, Any]] = []
    await database.command("profile", 2)
    yield told
    await database.command("profile", 0)
    told += [one async for one in database["system.profile"].find() if "planSummary" in one]
    await database["system.profile"].drop()


GROUPS = [PydanticObjectId() for _ in range(3)]
COLLECTIONS = [PydanticObjectId() for _ in range(3)]
FILTERS: dict[str, Any] = {
    "review_state": ReviewState.APPROVED,
    "state": ProcessingState.READY,
    "product_code": "SKU-1",
    "group_id": GROUPS[1],
    "collection_id": COLLECTIONS[1],
}


@pytest.fixture
async def library(database: Database) -> Database:
    """Some hundred images in all states, a third of them as FILTERS want it, each for itself."""
    chance = random.Random(1)
    images = [
        picture(
            number,
            state=chance.choice([*ProcessingState]),
            review=Review(state=chance.choice([*ReviewState]), at=now()),
            product_code=chance.choice(["SKU-0", "SKU-1", None]),
            group_id=chance.choice(GROUPS),
            collection_ids=chance.sample(COLLECTIONS, chance.randrange(3)),
            created_at=START + timedelta(seconds=chance.randrange(COUNT // 3)),
            updated_at=START + timedelta(seconds=chance.randrange(COUNT // 3)),
            deleted_at=chance.choice([None, None, None, now()]),
            publication=chance.choice([None, Publication(content_hash="x", renditions=[])]),
        )
        for number in range(COUNT)
    ]
    await Image.insert_many(images)
    await Product.insert_many([Product(code=f"SKU-{number}") for number in range(COUNT)])
    await Job.insert_many([Job(kind=JobKind.PUBLISH, image_id=one.id) for one in images])
    return database


@pytest.mark.parametrize("field", ["created_at", "updated_at"])
async def test_every_filter_has_an_index(library: Database, field: str) -> None:
    """No combination of filters reads through the library; with one filter nothing is sorted."""
    kept = await Image.get_pymongo_collection().find().to_list()
    for chosen in product([False, True], repeat=len(FILTERS)):
        asked = {name: FILTERS[name] for name, is_in in zip(FILTERS, chosen, strict=True) if is_in}
        where = ImageFilter(**asked).where()
        middle = kept[len(kept) // 2]
        for order in (Order(field), Order(field, descending=False)):
            async with profiled(library) as told:
                for after in (None, (middle[field], middle["_id"])):
                    window = Window(order=order, first=10, after=after)
                    await rows(OPERATOR, Image, where, window)
            # Whoever follows the catalogue in this process may look at it meanwhile.
            told = [one for one in told if one["ns"].endswith(".images")]
            assert len(told) == 2
            assert not any("COLLSCAN" in one["planSummary"] for one in told), asked
            if len(asked) <= 1:
                assert not any(one.get("hasSortStage") for one in told), (asked, order)
                # A tie or a deleted one may be looked at beside those that are shown.
                assert all(one["docsExamined"] <= 3 * 11 for one in told), (asked, order)


SHOP = Viewer(scopes=frozenset({Scope.CATALOG_READ}))
Ask = Callable[[], Awaitable[object]]


async def shop_pages() -> None:
    """Two pages of the catalogue."""
    found = await catalog.products(SHOP, codes=None, first=5, after=None)
    await catalog.products(SHOP, codes=None, first=5, after=found.page.rows[-1]["code"])


async def listed(kind: type[ImageGroup | Collection]) -> Page:
    """The second page of groups or collections."""
    window = Window(order=Order("created_at"), first=5, after=(now(), PydanticObjectId()))
    return await rows(OPERATOR, kind, {"deleted_at": None}, window)


OTHERS: dict[str, Ask] = {
    "catalogue": shop_pages,
    "catalogue by codes": lambda: catalog.products(SHOP, codes=["SKU-1"], first=5, after=None),
    "products": lambda: load_products(OPERATOR, ["SKU-1", "SKU-2"]),
    "groups": lambda: listed(ImageGroup),
    "collections": lambda: listed(Collection),
    "known groups": lambda: groups.must_exist("group", ImageGroup, []),
    "total": lambda: total(OPERATOR, Image, ImageFilter(state=ProcessingState.READY).where()),
    "claim": lambda: Job.claim("worker"),
    "undelivered": lambda: Job.undelivered(timedelta(0), 10),
    "payloads": lambda: Job.payloads(JobKind.PUBLISH, [PydanticObjectId()]),
    "finish held": lambda: Job.finish_held("request", "ERASED"),
    "abandoned": lambda: Image.hide_abandoned(ABANDONED_AFTER),
    "doomed": trash.doomed,
}


@pytest.mark.parametrize("ask", OTHERS.values(), ids=OTHERS)
async def test_nothing_else_reads_through_a_collection(library: Database, ask: Ask) -> None:
    """Whatever a list, a worker or a sweep asks for, an index finds, in its order."""
    async with profiled(library) as told:
        await ask()

    assert told
    assert not any("COLLSCAN" in one["planSummary"] for one in told)
    assert not any(one.get("hasSortStage") for one in told)
