"""Which keys are ours, and in which order they come."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from storage import keys
from storage.bucket import Bucket
from storage.regions import REGIONS, is_ours, may_be_made_of, original_of, published_hash
from tests.graph.syncing import put

ID, MARK = "0123456789abcdef01234567", "fedcba9876543210fedcba98"
NAMES = st.text(min_size=1, max_size=20).map(keys.safe_file_name)


@given(NAMES, st.sampled_from(["jpg", "webp"]), st.booleans())
def test_a_rendition_leads_back_to_its_original(name: str, extension: str, marked: bool) -> None:
    """Whatever a file is called, and also when it has replaced another one."""
    original = keys.replacing(ID, name, MARK) if marked else keys.original(ID, name)
    made = keys.rendition(ID, "THUMB", original.rpartition("/")[2], extension)

    assert original_of(made) == original_of(original) == original


@given(NAMES, st.sampled_from(["THUMB", "TILE_2"]), st.sampled_from(["jpg", "avif"]))
def test_a_house_s_own_presets_lead_back_too(name: str, preset: str, extension: str) -> None:
    """Whatever they are called and whatever format they have; a stranger's file does not."""
    original = keys.original(ID, name)
    made = keys.rendition(ID, preset, name, extension)

    assert is_ours(made)
    assert original_of(made) == original
    assert may_be_made_of(made, original)
    assert may_be_made_of(original, original)
    assert not may_be_made_of(f"{ID}/thumb/{name}~x~y.jpg", original)


@pytest.mark.parametrize(
    "key",
    ["import/a.jpg", "exports/1/a.zip", f"{ID}/original/a/b.jpg", f"{ID}/other/a.jpg", "0", "a/b"],
)
def test_what_is_not_ours_is_nobody_s_to_judge(key: str) -> None:
    """Keys that we never make belong to somebody else."""
    assert not is_ours(key)
    assert original_of(key) is None
    assert published_hash(key) is None


def test_public_and_incoming_keys_are_ours() -> None:
    """A public key tells the hash that it lies below."""
    public = keys.published("cafe", "SMALL", "cat", "webp")

    assert is_ours(public)
    assert published_hash(public) == "cafe"
    assert is_ours(keys.incoming("1"))


def test_regions_are_in_order_and_apart() -> None:
    """No key begins with two of them."""
    assert list(REGIONS) == sorted(REGIONS)
    assert not any(a != b and a.startswith(b) for a in REGIONS for b in REGIONS)


async def test_store_database_and_we_agree_on_the_order(
    bucket: Bucket, database: AsyncDatabase[Any]
) -> None:
    """Names beyond ASCII, beyond 16 bits, with capitals, spaces and signs; at any page size."""
    names = ["a b", "a+b", "a-2", "a", "a~png", "A", "a&b", "ä", "é", "日本", "ﬁ", "😀", "ﾮ", "z"]
    all_keys = [
        keys.original(f"{ID[:-1]}{n}", f"{Path(name)}.jpg") for n in range(2) for name in names
    ]
    await put(bucket, *all_keys)
    await database["keys"].insert_many([{"_id": key} for key in all_keys])
    paged: list[str] = []
    while (page := await bucket.page("0", after=paged[-1] if paged else "", most=3)).objects:
        paged += [info.key for info in page.objects]
    kept = [raw["_id"] async for raw in database["keys"].find().sort("_id")]

    assert paged == kept == sorted(all_keys)


async def test_everything_begun_in_parts_is_told(bucket: Bucket) -> None:
    """Several beginnings of one key are told apart, and ended one by one."""
    for key in ("incoming/1", "incoming/1", f"{ID}/original/ä.jpg"):
        await bucket.begin_parts(key, content_type="image/jpeg")
    begun = await bucket.unfinished()
    gone = next(one for one in begun if one.key == "incoming/1")
    await bucket.abort_unfinished(gone)
    await bucket.abort_unfinished(gone)
    left = await bucket.unfinished()
    for one in left:
        await bucket.abort_unfinished(one)

    assert sorted(one.key for one in begun) == [f"{ID}/original/ä.jpg", *["incoming/1"] * 2]
    assert set(begun) - set(left) == {gone}
    assert await bucket.unfinished() == []
