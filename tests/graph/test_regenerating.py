"""Renditions that are made again when the presets of a house were changed."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from beanie import PydanticObjectId

from actions.rendering import regenerating
from app.presets import presets
from documents.images import Image
from documents.jobs import OPEN, Job, JobKind, JobState
from documents.regenerations import Regeneration
from documents.users import Role
from graph.context import House
from graph.ids import object_id
from jobs.run import run
from jobs.tools import Tools
from processing.presets import BUILT_IN
from storage.bucket import Bucket
from storage.client import S3Location
from tests import photos
from tests.graph.conftest import SignUp, working
from tests.graph.dying import Dying
from tests.graph.steps import processed, published
from tests.graph.test_presets import idle, seen
from tests.jobs.gates import keys
from tests.jobs.pictures import again, claimed
from tests.server import Client, Sent

AFTERWARDS = presets(
    """{
    "THUMB": {"longest_side": 40},
    "LARGE": {"longest_side": 1600, "quality": 50, "formats": ["JPEG"]},
    "TILE": {"longest_side": 30, "fit": "COVER"}
    }"""
)
FIELDS = "id state preset examined made failed finishedAt job { state progress }"
AGAIN = f"""mutation Again($input: RegenerateRenditionsInput!) {{
  regenerateRenditions(input: $input) {{
    regeneration {{ {FIELDS} }} userErrors {{ code path }} }} }}"""
CANCEL = f"""mutation Cancel($input: CancelRegenerationInput!) {{
  cancelRegeneration(input: $input) {{
    regeneration {{ {FIELDS} }} userErrors {{ code path }} }} }}"""
FOUND = f"query Found($id: ID!) {{ regeneration(id: $id) {{ {FIELDS} }} }}"
Report = dict[str, Any]


@pytest.fixture
def house(house: House) -> House:
    """An API that was started with the presets as they are now."""
    return replace(house, presets=AFTERWARDS)


@pytest.fixture
def later(tools: Tools) -> Tools:
    """A worker that was started with the presets as they are now."""
    return replace(tools, presets=AFTERWARDS)


def pictures(count: int) -> list[Sent]:
    """Different pictures."""
    return [Sent(f"{n}.jpg", photos.jpeg(64 + n, 48)) for n in range(count)]


async def asked(client: Client, **input: Any) -> dict[str, Any]:
    """What came of asking."""
    return dict((await client.ask(AGAIN, input=input))["regenerateRenditions"])


async def ended(client: Client, id: str) -> Report:
    """The report, once it is over."""
    async with asyncio.timeout(40):
        while True:
            found = (await client.ask(FOUND, id=id))["regeneration"]
            if found["finishedAt"]:
                return dict(found)
            await asyncio.sleep(0.05)


async def regenerated(client: Client, tools: Tools, **input: Any) -> Report:
    """The report of a run that a worker did to its end."""
    begun = await asked(client, **input)
    assert begun["userErrors"] == []
    async with working(tools):
        return await ended(client, begun["regeneration"]["id"])


def recipes(image: Image) -> dict[str, str]:
    """By what each private rendition was made."""
    return {one.preset: one.recipe for one in image.renditions}


async def record(id: str) -> Image:
    """What is kept of a picture."""
    return await Image.present(object_id("Image", id, []))


async def test_only_what_is_old_is_made_again(
    admin: Client, bucket: Bucket, tools: Tools, later: Tools
) -> None:
    """One preset, then all: sizes and addresses change where presets did, and nothing else."""
    async with working(tools):
        ids = await processed(admin, *pictures(2))
        await published(admin, ids[0])
    before = await seen(admin, ids[0])
    thumbs = await regenerated(admin, later, preset="THUMB")
    one = await seen(admin, ids[0])
    rest = await regenerated(admin, later)
    after = await seen(admin, ids[0])
    nothing = await regenerated(admin, later)
    labels = [(one["preset"], one["contentType"]) for one in after["publication"]["renditions"]]
    urls = [
        {made["url"]: made["preset"] for made in each["publication"]["renditions"]}
        for each in (before, after)
    ]

    assert (thumbs["state"], thumbs["examined"], thumbs["made"]) == ("SUCCEEDED", 2, 2)
    assert (thumbs["preset"], thumbs["job"]["progress"], thumbs["failed"]) == ("THUMB", 1, 0)
    assert [made["width"] for made in one["renditions"]] == [64, 40]
    assert one["publication"] == before["publication"]
    assert (rest["made"], rest["failed"]) == (3, 0)
    assert [made["preset"] for made in after["renditions"]] == ["FULLSIZE", "THUMB", "TILE"]
    assert labels[0] == ("LARGE", "image/jpeg")
    assert len(labels) == 5
    changed = urls[1].keys() - urls[0].keys()
    assert [urls[1][url] for url in changed] == ["LARGE"]
    assert sorted(await keys(bucket, "published/")) == sorted(url[1:] for url in urls[1])
    assert (nothing["examined"], nothing["made"]) == (2, 0)
    assert len({made.key for made in (await record(ids[1])).renditions}) == 3


async def test_presets_that_are_no_more_leave_nothing(
    admin: Client, bucket: Bucket, tools: Tools, later: Tools
) -> None:
    """Their files go when all presets are made again; of one preset the others stay."""
    async with working(later):
        [id] = await processed(admin, *pictures(1))
    tile = [key for key in await keys(bucket) if "preset.tile" in key]
    # A worker with the presets of before, in which there is no TILE.
    await regenerated(admin, tools, preset="THUMB")
    kept = [key for key in await keys(bucket) if "preset.tile" in key]
    await regenerated(admin, tools)

    assert len(tile) == 1
    assert kept == tile
    assert [key for key in await keys(bucket) if "preset.tile" in key] == []
    assert [one.preset for one in (await record(id)).renditions] == ["FULLSIZE", "THUMB"]


async def test_a_filter_says_of_which_pictures(admin: Client, tools: Tools, later: Tools) -> None:
    """Only those that it finds are looked at."""
    async with working(tools):
        ids = [
            (await processed(admin, one, productCode=code))[0]
            for one, code in zip(pictures(2), ("SKU-1", "SKU-2"), strict=True)
        ]
    report = await regenerated(
        admin, later, where={"productCode": "SKU-2", "quality": {"minScore": 0}}
    )
    widths = [[one["width"] for one in (await seen(admin, id))["renditions"]] for id in ids]

    assert (report["examined"], report["made"]) == (1, 1)
    assert widths == [[64, 64], [65, 40, 30]]


async def test_one_at_a_time(admin: Client, sign_up: SignUp) -> None:
    """Of two who ask at once one is told to wait; the same key gives the same run."""
    other = await sign_up("otto", Role.ADMIN)
    answers = await asyncio.gather(
        asked(admin, idempotencyKey="k"), asked(other, preset="THUMB", idempotencyKey="k")
    )
    refused = [one["code"] for answer in answers for one in answer["userErrors"]]
    [won] = [answer["regeneration"] for answer in answers if answer["regeneration"]]
    first = answers[0]["regeneration"]
    same = await asked(admin, idempotencyKey="k")

    assert refused == ["REGENERATION_RUNNING"]
    assert await Job.find({"kind": JobKind.REGENERATE}).count() == 1
    if first is not None:
        assert same["regeneration"]["id"] == won["id"]
    else:
        assert same["userErrors"][0]["code"] == "REGENERATION_RUNNING"


async def test_what_nobody_has_begun_is_cancelled_at_once(admin: Client) -> None:
    """It ends, may be cancelled twice, and another one may begin."""
    id = (await asked(admin))["regeneration"]["id"]
    stopped = (await admin.ask(CANCEL, input={"id": id}))["cancelRegeneration"]
    again_stopped = (await admin.ask(CANCEL, input={"id": id}))["cancelRegeneration"]

    assert stopped["regeneration"]["state"] == "CANCELLED"
    assert stopped == again_stopped
    assert (await asked(admin))["userErrors"] == []


async def test_cancelled_on_the_way(
    admin: Client, tools: Tools, later: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is not made any more; the run ends CANCELLED at its next step."""
    monkeypatch.setattr(regenerating, "BATCH", 1)
    monkeypatch.setattr(regenerating, "MOST_OPEN", 1)
    async with working(tools):
        ids = await processed(admin, *pictures(3))
    id = (await asked(admin))["regeneration"]["id"]
    [job] = await Job.find({"kind": JobKind.REGENERATE}).to_list()
    await run(await claimed(job), later)
    await admin.ask(CANCEL, input={"id": id})
    async with working(later):
        report = await ended(admin, id)
    states = [one.state for one in await Job.find({"kind": JobKind.RENDER}).to_list()]

    assert (report["state"], report["made"], report["examined"]) == ("CANCELLED", 0, 1)
    assert states == [JobState.CANCELLED]
    assert [one["width"] for one in (await seen(admin, ids[0]))["renditions"]] == [64, 64]


async def test_it_is_for_admins(
    admin: Client, reviewer: Client, stranger: Client, importer: Client
) -> None:
    """Nobody else begins, stops or sees one; what is unknown is told."""
    id = (await asked(admin))["regeneration"]["id"]
    unknown = await asked(admin, preset="NOPE")

    assert await reviewer.refused(AGAIN, input={}) == "FORBIDDEN"
    assert await importer.refused(CANCEL, input={"id": id}) == "FORBIDDEN"
    assert await reviewer.refused(FOUND, id=id) == "FORBIDDEN"
    assert await stranger.refused(AGAIN, input={}) == "UNAUTHENTICATED"
    assert [(one["code"], one["path"]) for one in unknown["userErrors"]] == [
        ("UNKNOWN_PRESET", ["preset"])
    ]


async def test_a_broken_picture_does_not_stop_the_others(
    admin: Client, bucket: Bucket, tools: Tools, later: Tools
) -> None:
    """One whose original is gone is counted as failed; the rest is made."""
    async with working(tools):
        ids = await processed(admin, *pictures(3))
    await bucket.delete([(await record(ids[1])).original.key])
    report = await regenerated(admin, later)

    assert (report["state"], report["examined"]) == ("SUCCEEDED", 3)
    assert (report["made"], report["failed"]) == (2, 1)


@pytest.fixture
def die(mongo_uri: str, object_store: S3Location, bucket: Bucket, tmp_path: Path) -> Dying:
    """Has a real worker process do a job until it comes to a function, and kills it there."""
    return Dying(mongo_uri, object_store, bucket, tmp_path)


async def outdated(ids: list[str]) -> None:
    """Have all renditions made by a recipe of before, for a worker with the usual presets."""
    inner: list[PydanticObjectId] = [object_id("Image", id, []) for id in ids]
    await Image.get_pymongo_collection().update_many(
        {"_id": {"$in": inner}}, {"$set": {"renditions.$[].recipe": "old"}}
    )


async def test_killed_at_each_step_it_is_done_once(
    admin: Client, tools: Tools, die: Dying, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers die when pictures were looked at, and with a file half made; all are made, once."""
    monkeypatch.setattr(regenerating, "BATCH", 2)
    async with working(tools):
        ids = await processed(admin, *pictures(3))
    await outdated(ids)
    id = (await asked(admin))["regeneration"]["id"]
    [job] = await Job.find({"kind": JobKind.REGENERATE}).to_list()
    await die(job, "actions.rendering.regenerating._step")
    looked_at = await Regeneration.get(object_id("Regeneration", id, []))
    [first, *_] = await Job.find({"kind": JobKind.RENDER}).sort("_id").to_list()
    await die(first, "storage.bucket.Bucket.put")
    half = recipes(await Image.present(first.picture))
    async with working(tools):
        report = await ended(admin, id)
    made = [recipes(await record(one)) for one in ids]

    assert looked_at is not None
    assert looked_at.examined == 3
    assert half == {"FULLSIZE": "old", "THUMB": "old"}
    assert (report["examined"], report["made"], report["failed"]) == (3, 3, 0)
    assert await Job.find({"kind": JobKind.RENDER}).count() == 3
    assert made[0] == made[1] == made[2]
    assert "old" not in made[0].values()
    assert (await again(first)).attempts == 2


async def test_many_steps_lose_and_double_nothing(
    admin: Client, tools: Tools, later: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two pictures a step and never more than two waiting: five pictures, five jobs."""
    monkeypatch.setattr(regenerating, "BATCH", 2)
    monkeypatch.setattr(regenerating, "MOST_OPEN", 2)
    async with working(tools):
        ids = await processed(admin, *pictures(5))
    report = await regenerated(admin, later)
    rendered = await Job.find({"kind": JobKind.RENDER}).to_list()
    await idle()

    assert (report["examined"], report["made"]) == (5, 5)
    assert sorted(str(job.image_id) for job in rendered) == sorted(
        str(object_id("Image", id, [])) for id in ids
    )
    assert await Job.find({"state": {"$in": OPEN}}).count() == 0
    assert BUILT_IN != AFTERWARDS
