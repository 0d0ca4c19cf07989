"""Whatever history people make, a shop that reads it in whatever steps has the catalogue.

Histories are drawn by hypothesis, which shrinks one that fails to the few steps that matter.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

import pytest
from beanie import PydanticObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.arranging import placement, products
from actions.arranging.placement import Placement
from actions.arranging.placing import Place, RowEnd
from actions.batches import ErrorPolicy
from actions.deleting import deletion, trash
from actions.delivery import by_change_stream
from actions.errors import ActionError
from actions.metadata import editing
from actions.metadata.editing import Edit
from actions.publishing.following import follow
from actions.reviewing import decisions
from documents.errors import DocumentsError
from documents.image_files import Publication
from documents.images import Image
from documents.products import Product, ProductRole
from documents.reviews import ReviewReason
from documents.transactions import Session, together
from storage.bucket import Bucket
from tests.actions.shops import Shop, catalogue, in_step, shown, told

PICTURES, SHOPS, CODES = 4, 2, ("A", "B")
POLICY = ErrorPolicy.CONTINUE
PUBLIC = {"review.state": "APPROVED", "deleted_at": None, "publication": None}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does: to some of the pictures, with a text or a product that `choice` picks."""

    name: str
    pictures: tuple[int, ...]
    choice: int


@dataclass(frozen=True, slots=True)
class Moment:
    """What is done at once, and what each shop does beside it.

    A shop sleeps (None), goes on by a page of so many, or begins anew with such pages (negative).
    """

    acts: tuple[Act, ...]
    shops: tuple[int | None, ...]


class People:
    """Does what a history says; whatever is refused was not possible at that moment."""

    def __init__(self, ids: Sequence[PydanticObjectId], bucket: Bucket) -> None:
        self.ids, self.bucket = ids, bucket

    async def act(self, act: Act) -> None:
        """One thing, or try to."""
        ids = [self.ids[number] for number in act.pictures]
        with suppress(ActionError, DocumentsError):
            await getattr(self, act.name)(ids, act.choice)

    async def approve(self, ids: list[PydanticObjectId], choice: int) -> None:
        """Submit again what was taken back, approve, and be the worker that publishes."""
        await decisions.resubmit(OPERATOR, ids, policy=POLICY)
        await decisions.approve(OPERATOR, ids, policy=POLICY, deliver=by_change_stream)

        async def publish(id: PydanticObjectId, session: Session) -> None:
            rendition = shown(choice).publication
            made = Publication(content_hash=f"{id}", renditions=rendition.renditions)  # type: ignore[union-attr]
            await Image.change(id, PUBLIC, {"$set": {"publication": made.model_dump()}}, session)
            await follow([id], session)

        for id in ids:
            await together(partial(publish, id))

    async def withdraw(self, ids: list[PydanticObjectId], _: int) -> None:
        """Take some back."""
        await decisions.withdraw(
            OPERATOR,
            ids,
            reason=ReviewReason.RIGHTS,
            note=None,
            policy=POLICY,
            bucket=self.bucket,
        )

    async def edit(self, ids: list[PydanticObjectId], choice: int) -> None:
        """What shops see, or, as a source, what they do not."""
        field = ("title", "alt_text", "credit", "source")[choice % 4]
        edits = [Edit(id, {field: f"{field} {choice}"}) for id in ids]
        await editing.update(OPERATOR, edits, policy=POLICY)

    async def place(self, ids: list[PydanticObjectId], choice: int) -> None:
        """Onto one of the products, perhaps from the other."""
        role = (None, ProductRole.MAIN, ProductRole.DETAIL)[choice % 3]
        placements = [Placement(id, role) for id in ids]
        await placement.place(OPERATOR, CODES[choice % 2], placements, policy=POLICY)

    async def reorder(self, ids: list[PydanticObjectId], choice: int) -> None:
        """To one of the ends of a product."""
        to = Place(end=list(RowEnd)[choice % 2])
        await placement.reorder(OPERATOR, CODES[choice // 2 % 2], ids, to, policy=POLICY)

    async def delete(self, ids: list[PydanticObjectId], _: int) -> None:
        """Into the trash."""
        await deletion.delete(OPERATOR, ids, bucket=self.bucket)

    async def restore(self, ids: list[PydanticObjectId], _: int) -> None:
        """Out of the trash."""
        await trash.restore(OPERATOR, ids, policy=POLICY, deliver=by_change_stream)

    async def rename(self, _: list[PydanticObjectId], choice: int) -> None:
        """One of the products."""
        product = await Product.find_one({"code": CODES[choice % 2]})
        assert product is not None, "Nobody deletes products here."
        await products.update(OPERATOR, product.id, {"name": f"Shoe {choice}"}, product.version)


ACTS = ("edit", "approve", "withdraw", "place", "reorder", "rename", "delete", "restore")
acts = st.builds(
    Act,
    name=st.sampled_from(ACTS),
    pictures=st.lists(st.integers(0, PICTURES - 1), min_size=1, max_size=3, unique=True).map(tuple),
    choice=st.integers(0, 11),
)
moments = st.builds(
    Moment,
    acts=st.lists(acts, max_size=3).map(tuple),
    shops=st.tuples(*[st.none() | st.integers(1, 5) | st.integers(-5, -1)] * SHOPS),
)
seen: Counter[str] = Counter()


@pytest.fixture(autouse=True, scope="module")
def every_kind() -> Any:
    """Over all histories, every kind of change came about: none of them is about nothing."""
    yield
    assert set(seen) == {"PUBLISHED", "UPDATED", "REORDERED", "WITHDRAWN", "DELETED"}


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(moments, min_size=3, max_size=9))
async def test_a_copy_always_ends_equal_to_the_catalogue(
    database: AsyncDatabase[dict[str, Any]], bucket: Bucket, history: list[Moment]
) -> None:
    """Shops that stop, go on and begin anew while pictures change end up with what is shown."""
    people = People(await begun(database), bucket)
    shops = [Shop(Random(number)) for number in range(SHOPS)]
    for moment in history:
        beside = [follows(*one) for one in zip(shops, moment.shops, strict=True)]
        await asyncio.gather(*map(people.act, moment.acts), *beside)
    for one in shops:
        await one.catch_up()
    seen.update(kind for kind, _, _ in await told())

    assert [one.copy for one in shops] == [await catalogue()] * SHOPS
    await in_step()


async def begun(database: AsyncDatabase[dict[str, Any]]) -> list[PydanticObjectId]:
    """The ids of the pictures of an empty house, all but the last public, on two products."""
    for name in await database.list_collection_names(filter={"type": "collection"}):
        if not name.startswith("system."):
            await database[name].delete_many({})
    for code in CODES:
        await products.create(OPERATOR, code, None)
    made = [shown(number, product_code=CODES[number % 2]) for number in range(PICTURES)]
    made[-1].publication = None
    await Image.insert_many(made)
    await together(partial(follow, [one.id for one in made]))
    return [one.id for one in made]


async def follows(shop: Shop, does: int | None) -> None:
    """What a shop does at a moment."""
    if does is None:
        return
    await (shop.go_on(does) if does > 0 else shop.start(-does))
