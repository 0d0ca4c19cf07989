"""images(where: {duplicates}): pictures that are there more than once."""

from datetime import timedelta
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.pictures import twin_lists
from actions.pictures.twin_lists import sweep_twins
from documents.clock import now
from documents.images import Image
from documents.processing_states import ProcessingState
from documents.twin_walks import TwinWalk
from graph.ids import global_id
from tests.documents.pictures import picture
from tests.server import Client

LIST = """query($where: ImagesWhere, $order: ImageOrder) {
  images(where: $where, orderBy: $order) { nodes { imported { fileName } } } }"""
TRASH = "mutation($ids: [ID!]!) { deleteImages(input: {ids: $ids}) { userErrors { code } } }"
BACK = "mutation($ids: [ID!]!) { restoreImages(input: {ids: $ids}) { userErrors { code } } }"
EDIT = """mutation($input: UpdateImagesInput!) { updateImages(input: $input) {
  images { id } userErrors { code } } }"""
OLDEST = {"field": "CREATED_AT", "direction": "ASC"}
LONG_AGO = timedelta(hours=1)


def copy(name: str, number: int, file: str, pixels: str, **said: Any) -> Image:
    """A picture of these pixels in this file."""
    made = picture(
        number,
        created_at=now() - LONG_AGO + timedelta(seconds=number),
        facts={"pixel_hash": pixels, "width": 10, "height": 10},
        **{"state": ProcessingState.READY, **said},
    )
    made.imported.file_name, made.original.sha256 = name, file
    return made


def shelf() -> dict[str, Image]:
    """Two of one file, one of the same pixels, one that failed, and one alone."""
    made = [
        copy("first", 1, "a", "red"),
        copy("second", 2, "a", "red"),
        copy("saved anew", 3, "b", "red"),
        copy("failed", 4, "a", "red", state=ProcessingState.FAILED),
        copy("alone", 5, "c", "blue"),
    ]
    return {image.imported.file_name: image for image in made}


@pytest.fixture
async def images(admin: Client) -> dict[str, Image]:
    """The pictures, by the names of their files; somebody has looked at them."""
    kept = shelf()
    assert await Image.reserve_all([*kept.values()]) == []
    await sweep_twins()
    return kept


async def doubles(client: Client, *kinds: str, **more: Any) -> list[str]:
    """The names of those that are there more than once, oldest first."""
    where = {"duplicates": list(kinds), **more}
    found = await client.ask(LIST, where=where, order=OLDEST)
    return [one["imported"]["fileName"] for one in found["images"]["nodes"]]


async def test_each_way_of_being_the_same_is_found(admin: Client, images: dict[str, Image]) -> None:
    """The same file, the same pixels in another file, or either; what failed is neither."""
    assert await doubles(admin, "EXACT") == ["first", "second"]
    assert await doubles(admin, "SAME_PICTURE") == ["first", "second", "saved anew"]
    assert await doubles(admin, "EXACT", "SAME_PICTURE") == ["first", "second", "saved anew"]
    assert await doubles(admin) == []
    found = await admin.ask(LIST, where={"not": {"duplicates": ["EXACT"]}}, order=OLDEST)
    names = [one["imported"]["fileName"] for one in found["images"]["nodes"]]
    assert names == ["saved anew", "failed", "alone"]


async def test_what_goes_and_comes_back_is_followed(
    admin: Client, images: dict[str, Image]
) -> None:
    """A picture in the trash is nobody's duplicate; one that comes back is."""
    second = [global_id("Image", images["second"].id)]
    await admin.ask(TRASH, ids=second)
    await sweep_twins()
    without = await doubles(admin, "EXACT")
    await admin.ask(BACK, ids=second)
    await sweep_twins()

    assert without == []
    assert await doubles(admin, "EXACT") == ["first", "second"]


async def test_an_edit_leaves_duplicates_what_they_are(
    admin: Client, images: dict[str, Image]
) -> None:
    """All else that a picture is found by is kept anew; that it is there twice stays."""
    entry = {
        "id": global_id("Image", images["first"].id),
        "expectedVersion": 1,
        "title": "A mug",
    }
    edited = await admin.ask(EDIT, input={"images": [entry]})

    assert edited["updateImages"]["userErrors"] == []
    assert await doubles(admin, "EXACT", search="mug") == ["first"]


async def test_what_was_gone_before_its_turn_is_noticed(
    admin: Client, images: dict[str, Image]
) -> None:
    """A picture that was removed for good left no trace: its twin is looked at again anyway."""
    await Image.find_one(Image.id == images["second"].id).delete()
    await TwinWalk.keep("updated_at", now() + LONG_AGO, PydanticObjectId())
    await sweep_twins()

    assert await doubles(admin, "EXACT") == []


async def test_what_an_earlier_version_kept_is_found_too(
    admin: Client, images: dict[str, Image]
) -> None:
    """Pictures without any marks get them all, whatever they are looked for by."""
    await Image.get_pymongo_collection().update_many({}, {"$unset": {"found_by": "", "traits": ""}})
    lost = await doubles(admin, "EXACT")
    await sweep_twins()

    assert lost == []
    assert await doubles(admin, "EXACT", search="second") == ["second"]


async def test_a_large_library_is_looked_at_in_steps(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each round does a part of it, and the next one goes on from there."""
    monkeypatch.setattr(twin_lists, "AT_ONCE", 2)
    monkeypatch.setattr(twin_lists, "MOST_TIMES", 1)
    began = now() - LONG_AGO
    made = [
        copy(f"{n:02}", n, f"file {n // 2}", f"pixels {n}", updated_at=began + timedelta(minutes=n))
        for n in range(8)
    ]
    assert await Image.reserve_all(made) == []
    first = await sweep_twins()
    begun = await doubles(admin, "EXACT")
    for _ in range(5):
        await sweep_twins()

    assert first == 4
    assert begun == ["00", "01"]
    assert await doubles(admin, "EXACT") == [f"{n:02}" for n in range(8)]


async def test_what_changed_just_now_is_looked_at_until_nothing_can_come_before_it(
    admin: Client,
) -> None:
    """A change that is committed late bears a time at which the walk had been already."""
    early, late = now() - timedelta(seconds=20), now() - timedelta(seconds=40)
    assert await Image.reserve_all([copy("one", 1, "a", "red", updated_at=early)]) == []
    await sweep_twins()
    assert await Image.reserve_all([copy("two", 2, "a", "red", updated_at=late)]) == []
    await sweep_twins()

    assert await doubles(admin, "EXACT") == ["one", "two"]
