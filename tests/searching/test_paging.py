"""Pages stay right both ways while rows come and go, in every order."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from beanie import PydanticObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from actions.library import ImageFilter
from documents.images import Image
from documents.pages import page
from graph.queries.images import ImageOrder, ImageOrderField
from graph.types.order_direction import OrderDirection

START = datetime(2026, 1, 1, tzinfo=UTC)
# Few moments, so that many rows share one.
moments = st.integers(0, 4)
rows = st.tuples(moments, moments)
ORDERS = [
    ImageOrder(field=field, direction=way).order("red mugs")
    for field in ImageOrderField
    for way in OrderDirection
]
WHERE = ImageFilter(search="red mugs").where()


def row(made: tuple[int, int]) -> dict[str, Any]:
    """A row that the search finds, sooner or later among its words."""
    created, updated = (START + timedelta(seconds=moment) for moment in made)
    others = [f"word:{n}" for n in range(made[0])]
    words = [{"t": ["word:red"]}, {"t": [*others, "word:mug"]}]
    id = PydanticObjectId()
    clash = {"original": {"clash_key": str(id)}}
    return {"_id": id, "created_at": created, "updated_at": updated, "found_by": words, **clash}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kept=st.lists(rows, max_size=20),
    news=st.lists(
        st.tuples(st.lists(rows, max_size=2), st.lists(st.integers(0, 30), max_size=2)), max_size=8
    ),
    first=st.integers(1, 6),
    order=st.sampled_from(ORDERS),
    backwards=st.booleans(),
)
async def test_whoever_stays_is_shown_once(
    database: AsyncDatabase[dict[str, Any]],
    *,
    kept: list[tuple[int, int]],
    news: list[tuple[list[tuple[int, int]], list[int]]],
    first: int,
    order: Any,
    backwards: bool,
) -> None:
    """And all in order, whichever end the pages are read from."""
    images = database["images"]
    await images.delete_many({})
    staying = {one["_id"]: one for one in map(row, kept)}
    if staying:
        await images.insert_many(list(staying.values()))
    shown: list[dict[str, Any]] = []
    coming, place, more = iter(news), None, True
    while more:
        found = await page(
            Image,
            WHERE,
            order,
            first=first,
            backwards=backwards,
            after=None if backwards else place,
            before=place if backwards else None,
        )
        shown = [*found.rows, *shown] if backwards else [*shown, *found.rows]
        more = found.more
        if found.rows:
            last = found.rows[0 if backwards else -1]
            place = (last[order.field], last["_id"])
        come, go = next(coming, ([], []))
        if come:
            await images.insert_many([row(one) for one in come])
        for number in go:
            gone = [*staying][number % len(staying)] if staying else None
            staying.pop(gone, None)
            await images.delete_one({"_id": gone})
    places = [(one[order.field], one["_id"]) for one in shown]

    assert set(staying) <= {one["_id"] for one in shown}
    assert all((a > b) if order.descending else (a < b) for a, b in pairwise(places))
