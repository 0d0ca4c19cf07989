"""Whatever is looked for among 100,000 pictures, an index finds it."""

import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.judging.verdicts import QualityWish
from actions.library import ImageFilter
from actions.metadata.custom_values import CustomWish
from actions.reviewing.queue import Queue, QueueAssignee
from actions.searching.conditions import Condition, Field
from actions.searching.likeness import MOST_LOOKS
from actions.searching.places import Box, Circle
from documents.image_indexes import INDEXES
from documents.likeness import LOOK
from documents.pages import Order
from documents.processing_states import ProcessingState
from documents.review_queue import OLDEST_FIRST
from documents.reviews import ReviewState
from processing.quality.rules import QualityRule
from tests.conftest import TEST_DATABASE, drop
from tests.searching.crowd import COLLECTIONS, GROUPS, KINDS, PEOPLE, START, gather, look

Images = AsyncCollection[dict[str, Any]]
COPIES, FIRST = 50, 20
MIDDLE = START + timedelta(minutes=5 * COPIES * KINDS)
WEEK = {"gte": MIDDLE, "lt": MIDDLE + timedelta(days=7)}


def a(field: Field, **asked: Any) -> ImageFilter:
    """A filter of one condition."""
    return ImageFilter(conditions=[Condition(field=field, **asked)])


RED, CLOCK = ImageFilter(search="red "), ImageFilter(search="wooden clock ")
# What an index has in the order of a list by createdAt: hardly more is read than is shown.
IN_ORDER: dict[str, ImageFilter] = {
    "all": ImageFilter(),
    "review": a(Field.REVIEW, eq=ReviewState.APPROVED),
    "reviews": a(Field.REVIEW, among=[ReviewState.APPROVED, ReviewState.REJECTED]),
    "state": a(Field.STATE, eq=ProcessingState.FAILED),
    "product": a(Field.PRODUCT, eq="SKU-17"),
    "products": a(Field.PRODUCT, among=["SKU-17", "SKU-18"]),
    "no product": a(Field.PRODUCT, exists=False),
    "group": a(Field.GROUP, eq=GROUPS[3]),
    "no group": a(Field.GROUP, exists=False),
    "collection": a(Field.COLLECTION, eq=COLLECTIONS[3]),
    "no collection": a(Field.COLLECTION, exists=False),
    "importer": a(Field.IMPORTER, eq=PEOPLE[3]),
    "no importer": a(Field.IMPORTER, exists=False),
    "source": a(Field.SOURCE, eq="DIRECT"),
    "sources": a(Field.SOURCE, among=["DIRECT", "URL"]),
    "shape": a(Field.SHAPE, eq="SQUARE"),
    "make": a(Field.CAMERA_MAKE, eq="Maker 3"),
    "model": a(Field.CAMERA_MODEL, eq="Model 17"),
    "no model": a(Field.CAMERA_MODEL, exists=False),
    "lens": a(Field.LENS_MODEL, eq="Lens 4"),
    "keyword": a(Field.KEYWORD, eq="theme 7"),
    "keywords": a(Field.KEYWORD, among=["theme 7", "theme 8"]),
    "type": a(Field.CONTENT_TYPE, eq="image/png"),
    "name": a(Field.FILE_NAME, eq="DSC_00017.jpg"),
    "missing": a(Field.MISSING, among=["ALT_TEXT"]),
    "missing some": a(Field.MISSING, among=["PRODUCT", "TITLE"]),
    "duplicates": a(Field.DUPLICATES, among=["SAME_PICTURE"]),
    "any duplicates": a(Field.DUPLICATES, among=["EXACT", "SAME_PICTURE"]),
    "problem": a(Field.PROBLEM, eq="CRASHED"),
    "score": ImageFilter(quality=QualityWish(least_score=80)),
    "mark": ImageFilter(quality=QualityWish(failed=(QualityRule.SHARPNESS,))),
    "readiness": ImageFilter(readiness=["google:PASS"]),
    "custom": ImageFilter(custom=[CustomWish(key="season", value="7")]),
    "word": ImageFilter(search="canecas "),
    "code": ImageFilter(search="SKU-17 "),
    "or": ImageFilter(some=[a(Field.PRODUCT, eq="SKU-17"), a(Field.GROUP, eq=GROUPS[3])]),
    "or words": ImageFilter(some=[a(Field.PRODUCT, eq="SKU-17"), RED]),
    "not": ImageFilter(nothing=[a(Field.REVIEW, eq=ReviewState.APPROVED)]),
}
# What has to be sorted, or found in the order of another time: the less common, the sooner all of
# it is read; the more common, the sooner a walk in the order of the list comes upon it.
SORTED: dict[str, ImageFilter] = {
    "product begins": a(Field.PRODUCT, begins="SKU-19"),
    "any product": a(Field.PRODUCT, exists=True),
    "any collection": a(Field.COLLECTION, exists=True),
    "created": a(Field.CREATED_AT, **WEEK),
    "updated": a(Field.UPDATED_AT, **WEEK),
    "captured": a(Field.CAPTURED_AT, gte=START, lt=START + timedelta(days=7)),
    "decided": a(Field.DECIDED_AT, **WEEK),
    "until": a(Field.VALID_UNTIL, **WEEK),
    "any until": a(Field.VALID_UNTIL, exists=True),
    "no until": a(Field.VALID_UNTIL, exists=False),
    "bytes": a(Field.BYTES, gte=9_900_000),
    "pixels": a(Field.PIXELS, lt=1_000_000),
    "width": a(Field.WIDTH, gte=4000),
    "height": a(Field.HEIGHT, gte=3000),
    "ratio": a(Field.RATIO, gte=1.3, lte=1.4),
    "model begins": a(Field.CAMERA_MODEL, begins="model 1"),
    "any model": a(Field.CAMERA_MODEL, exists=True),
    "name begins": a(Field.FILE_NAME, begins="DSC_000"),
    "any problem": a(Field.PROBLEM, exists=True),
    "box": ImageFilter(within=[Box(south=10, west=10, north=20, east=20)]),
    "circle": ImageFilter(within=[Circle(latitude=10, longitude=10, metres=500_000)]),
    "beginning": ImageFilter(search="cane"),
    "code begins": ImageFilter(search="sku-1"),
    **{f"{name}, by the other time": one for name, one in IN_ORDER.items()},
}
# What no single index has: one condition is found, the others are looked at.
JOINED: dict[str, ImageFilter] = {
    "two words": ImageFilter(search="red mugs "),
    "three words": ImageFilter(search="red wooden clock"),
    "a rare word": ImageFilter(search="mug 1234"),
    "a word in a state": ImageFilter(search="red", review_state=ReviewState.APPROVED),
    "a word and a size": ImageFilter(every=[RED, a(Field.BYTES, gte=5_000_000)]),
    "a camera, a shape and a source": ImageFilter(
        every=[
            a(Field.CAMERA_MODEL, eq="Model 17"),
            a(Field.SHAPE, eq="SQUARE"),
            a(Field.SOURCE, eq="URL"),
        ]
    ),
    "a group and a word": ImageFilter(group_id=GROUPS[3], search="red"),
    "or with a range": ImageFilter(some=[CLOCK, a(Field.BYTES, gte=9_900_000)]),
    "not these words": ImageFilter(search="mug ", nothing=[RED]),
    "failed, but not so": ImageFilter(
        state=ProcessingState.FAILED, nothing=[a(Field.PROBLEM, eq="CRASHED")]
    ),
    "all at once": ImageFilter(
        readiness=["google:PASS"],
        quality=QualityWish(least_score=80),
        every=[RED, a(Field.SHAPE, eq="LANDSCAPE"), a(Field.CAPTURED_AT, gte=START)],
    ),
}
# Keys and pictures that may be read for a page of FIRST.
BOUNDS = {"in order": 3 * FIRST, "sorted": 3_000, "joined": 10_000}
CREATED, UPDATED = Order("created_at"), Order("updated_at")


@pytest.fixture(scope="module")
async def crowd(mongo: AsyncMongoClient[dict[str, Any]]) -> AsyncIterator[Images]:
    """100,000 pictures with all their indexes."""
    ours: AsyncDatabase[dict[str, Any]] = mongo[TEST_DATABASE + secrets.token_hex(6)]
    await gather(ours, COPIES)
    yield ours["images"]
    await drop(ours)


async def explained(images: Images, where: dict[str, Any], order: Order, *, middle: bool) -> Any:
    """How the database finds a page, having seen no such list before."""
    after = order.beyond(MIDDLE, PydanticObjectId()) if middle else {}
    find = {
        "find": images.name,
        "filter": {"$and": [where, after]},
        "sort": dict(order.sort),
        "limit": FIRST + 1,
    }
    await images.database.command("planCacheClear", images.name)
    asked = {"explain": find, "verbosity": "executionStats"}
    return await images.database.command(asked)


def stages(plan: dict[str, Any]) -> Iterator[str]:
    """All stages of a plan."""
    yield plan["stage"]
    for part in (plan.get("inputStage"), *plan.get("inputStages", ())):
        if part:
            yield from stages(part)


CASES = [
    *(("in order", one, CREATED) for one in IN_ORDER.values()),
    *(("sorted", one, order) for one in SORTED.values() for order in (CREATED, UPDATED)),
    *(("joined", one, order) for one in JOINED.values() for order in (CREATED, UPDATED)),
]
NAMES = [
    *IN_ORDER,
    *(f"{name} ({by})" for name in SORTED for by in ("created", "updated")),
    *(f"{name} ({by})" for name in JOINED for by in ("created", "updated")),
]


@pytest.mark.parametrize(("kind", "filter", "order"), CASES, ids=NAMES)
async def test_an_index_finds_it(
    crowd: Images, kind: str, filter: ImageFilter, order: Order
) -> None:
    """Nothing reads through the library, and no page reads more than its kind may."""
    for middle in (False, True):
        told = await explained(crowd, filter.where(), order, middle=middle)
        plan, done = told["queryPlanner"]["winningPlan"], told["executionStats"]

        assert "COLLSCAN" not in {*stages(plan)}
        assert done["totalKeysExamined"] <= BOUNDS[kind]
        assert done["totalDocsExamined"] <= BOUNDS[kind]
        if kind == "in order":
            assert "SORT" not in {*stages(plan)} or done["totalKeysExamined"] <= 2


async def test_an_index_finds_what_looks_alike(crowd: Images) -> None:
    """Few looks or as many as there may be, beside other conditions, in either order."""
    words = {**IN_ORDER, **SORTED}
    for count in (1, 20, MOST_LOOKS):
        alike = {LOOK: {"$in": [look(n) for n in range(count)]}, "_id": {"$ne": PydanticObjectId()}}
        for name in ("all", "product", "word", "captured", "bytes"):
            for order in (CREATED, UPDATED):
                where = {"$and": [words[name].where(), alike]}
                told = await explained(crowd, where, order, middle=True)

                assert "COLLSCAN" not in {*stages(told["queryPlanner"]["winningPlan"])}
                assert told["executionStats"]["totalKeysExamined"] <= BOUNDS["sorted"], name


async def test_an_index_narrows_the_queue_of_reviewers(crowd: Images) -> None:
    """Whatever else is asked of what waits, no more is read than of a list of the library."""
    queue = Queue.of(OPERATOR, QueueAssignee.ANYONE)
    narrowed = ("product", "keyword", "duplicates", "word", "captured", "bytes", "all at once")
    for name in narrowed:
        where = queue.where({**IN_ORDER, **SORTED, **JOINED}[name])
        told = await explained(crowd, where, OLDEST_FIRST, middle=True)

        assert "COLLSCAN" not in {*stages(told["queryPlanner"]["winningPlan"])}
        assert told["executionStats"]["totalKeysExamined"] <= BOUNDS["sorted"]


async def test_there_is_room_for_more_indexes(crowd: Images) -> None:
    """MongoDB takes 64 a collection."""
    assert len(await crowd.index_information()) <= 54
    # Beanie takes indexes of the same fields for one, whatever their directions.
    fields = [frozenset(one.document["key"]) for one in INDEXES]
    assert len({*fields}) == len(fields)


async def test_the_crowd_is_what_it_says(crowd: Images) -> None:
    """Or all of the above would be easy."""
    assert await crowd.count_documents({}) == COPIES * KINDS
    assert await crowd.count_documents(ImageFilter(search="red canecas").where()) > 100
