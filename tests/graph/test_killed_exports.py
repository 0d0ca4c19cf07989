"""Exports outlive their workers: whoever comes after goes on where these died, or begins anew."""

import json
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.exporting import walking
from documents.catalog import CatalogRow
from documents.catalog_walk import Place, rows_after
from documents.exports import Export
from documents.jobs import Job
from documents.pages import Raw
from graph.context import House
from graph.ids import object_id
from jobs.tools import Tools
from storage import continuing
from storage.bucket import Bucket
from storage.client import S3Location
from tests import photos
from tests.feeds.google_rules import from_xml
from tests.graph.conftest import working
from tests.graph.dying import killed
from tests.graph.exporting import (
    CANCEL,
    RESUME,
    begun,
    content,
    ended,
    keep,
    made,
    rendition,
    row,
    writing,
)
from tests.graph.steps import processed, published
from tests.graph.test_killed_imports import Stage
from tests.jobs.pictures import expire
from tests.server import Client, Sent

# The least that stores take for a part.
PART = 5 * 1024**2
ROWS, SMALL = 1_300, 7
WORK, STREAM = "actions.exporting.work", "actions.exporting.streaming.Stream"
BUCKET = "storage.bucket.Bucket"
# Each with whether what was sent before is of use.
STAGES = [
    (Stage(f"{BUCKET}.send_part"), False),
    (Stage(f"{STREAM}.keep"), True),
    (Stage(f"{BUCKET}.end_parts", before=True), True),
    (Stage(f"{BUCKET}.end_parts"), False),
]

ANEW = [
    ("SHOPIFY_CSV", Stage(f"{BUCKET}.end_parts", before=True)),
    ("XLSX", Stage(f"{BUCKET}.put", before=True)),
]


@pytest.fixture
def house(house: House) -> House:
    """Public files have addresses that feeds take."""
    return replace(house, published_url=lambda key: f"https://cdn.shop.example/{key}")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test has several."""
    monkeypatch.setattr(continuing, "PART", PART)


Die = Callable[[str, Stage], Awaitable[None]]


@pytest.fixture
def die(
    mongo_uri: str,
    object_store: S3Location,
    bucket: Bucket,
    database: AsyncDatabase[Any],
    tmp_path: Path,
) -> Die:
    """Has a real worker process write until it comes to a stage, and kills it there."""

    async def until(id: str, stage: Stage) -> None:
        told = {
            **asdict(stage),
            "sets": {"storage.continuing.PART": PART},
            "job": str((await due(id)).id),
            "mongo": mongo_uri,
            "database": database.name,
            "store": asdict(replace(object_store, bucket=bucket.name)),
            "port": 1,
            "scratch": str(tmp_path),
        }
        async with killed(json.dumps(told)) as worker:
            assert worker.stdout is not None
            said = await worker.stdout.readline()
            assert said == b"reached\n", f"It ended before it came to {stage}."

    return until


async def due(id: str) -> Job:
    """The job of an export, after the lease of whoever died with it."""
    export = await Export.get(object_id("Export", id))
    assert export is not None
    job = await Job.get(export.job_id)
    assert job is not None
    await expire(job)
    return job


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Place | None]:
    """From where each page was read."""
    places: list[Place | None] = []

    async def noted(place: Place | None, codes: Sequence[str] | None, *, limit: int) -> list[Raw]:
        places.append(place)
        return await rows_after(place, codes, limit=limit)

    monkeypatch.setattr(walking, "rows_after", noted)
    return places


async def go_on(client: Client, id: str, tools: Tools) -> dict[str, Any]:
    """The export, ended by another worker."""
    await due(id)
    async with writing(tools):
        told = await ended(client, id)
    assert told["state"] == "READY", told["problem"]
    return told


def long_row(n: int) -> CatalogRow:
    """A picture whose line and address are long."""
    made = rendition(f"{n}-{'x' * 900}", side=400 if n < SMALL else 1600)
    return row(f"SKU-{n:05}", description="x" * 3_000, renditions=[made])


async def test_a_worker_may_die_at_any_stage(
    importer: Client, tools: Tools, die: Die, bucket: Bucket, read: list[Place | None]
) -> None:
    """Killed anywhere, the file is what it would have been; what was sent is not sent again."""
    await keep(*(long_row(n) for n in range(ROWS)))
    async with writing(tools):
        expected = await content(await made(importer))
    for stage, goes_on in STAGES:
        id = await begun(importer)
        await die(id, stage)
        read.clear()
        told = await go_on(importer, id, tools)

        assert await content(told) == expected, stage
        assert (told["images"], told["products"]) == (ROWS, ROWS), stage
        assert (read[0] is not None) == goes_on, stage
        assert await bucket.unfinished() == [], stage


async def test_the_report_tells_nothing_twice(
    importer: Client, tools: Tools, die: Die, read: list[Place | None]
) -> None:
    """Gone on with, a feed is whole, and each picture is in it or left out once."""
    await keep(*(long_row(n) for n in range(ROWS * 3)), *(row(None) for _ in range(2)))
    id = await begun(importer, "GOOGLE_XML")
    await die(id, Stage(f"{BUCKET}.end_parts", before=True))
    read.clear()
    told = await go_on(importer, id, tools)
    items = from_xml(await content(told))
    lines = told["skippedImages"]["nodes"]

    assert read[0] is not None
    assert len(items) == told["images"] == ROWS * 3 - SMALL
    assert [one["number"] for one in lines] == list(range(1, SMALL + 3))
    assert len({one["imageId"] for one in lines}) == SMALL + 2


async def test_others_begin_anew(
    importer: Client, tools: Tools, die: Die, bucket: Bucket, read: list[Place | None]
) -> None:
    """A file that nobody can go on with is written from its beginning, and no part is left."""
    await keep(*(row(f"SKU-{n}") for n in range(20)), *(row(None) for _ in range(3)))
    for format, stage in ANEW:
        async with writing(tools):
            expected = await content(await made(importer, format))
        id = await begun(importer, format)
        await die(id, stage)
        read.clear()
        told = await go_on(importer, id, tools)

        assert await content(told) == expected, stage
        assert read[0] is None
        assert await bucket.unfinished() == []


async def test_an_archive_begins_anew(
    importer: Client, reviewer: Client, tools: Tools, die: Die, bucket: Bucket
) -> None:
    """Every original is in it once, and no part of the first try is left."""
    files = [Sent(f"{n}.jpg", photos.jpeg(64 + n, 48)) for n in range(3)]
    async with working(tools):
        await published(reviewer, *await processed(importer, *files, productCode="SKU"))
    id = await begun(reviewer, "ZIP")
    await die(id, Stage("actions.exporting.zipping._pack", call=2))
    told = await go_on(reviewer, id, tools)
    with zipfile.ZipFile(BytesIO(await content(told))) as opened:
        assert opened.testzip() is None
        names = opened.namelist()

    assert names == ["SKU_1.jpg", "SKU_2.jpg", "SKU_3.jpg", "manifest.csv"]
    assert await bucket.unfinished() == []


async def test_cancelled_and_resumed_it_goes_on(
    importer: Client, tools: Tools, die: Die, read: list[Place | None]
) -> None:
    """Stopped after a worker died, it is CANCELLED; resumed, what was sent is of use."""
    await keep(*(long_row(n) for n in range(ROWS)))
    id = await begun(importer)
    await die(id, Stage(f"{STREAM}.keep"))
    stopped = (await importer.ask(CANCEL, input={"id": id}))["cancelExport"]["export"]
    await due(id)
    async with writing(tools):
        cancelled = await ended(importer, id)
        read.clear()
        await importer.ask(RESUME, input={"id": id})
        told = await ended(importer, id)

    assert (stopped["state"], cancelled["state"]) == ("CANCELLING", "CANCELLED")
    assert cancelled["url"] is None
    assert (told["state"], read[0] is not None) == ("READY", True)
    assert (await content(told)).count(b"\n") == ROWS


async def test_parts_that_are_gone_are_sent_again(
    importer: Client, tools: Tools, die: Die, bucket: Bucket, read: list[Place | None]
) -> None:
    """Whoever cleans up a store costs an export time, and nothing else."""
    await keep(*(long_row(n) for n in range(ROWS)))
    id = await begun(importer)
    await die(id, Stage(f"{STREAM}.keep"))
    for begun_ in await bucket.unfinished():
        await bucket.abort_unfinished(begun_)
    told = await go_on(importer, id, tools)

    assert read[0] is None
    assert (await content(told)).count(b"\n") == ROWS


async def test_failed_it_can_be_resumed(
    importer: Client, tools: Tools, database: AsyncDatabase[Any]
) -> None:
    """Whose workers are lost again and again fails, and goes on when somebody says so."""
    await keep(*(row(f"SKU-{n}") for n in range(3)))
    id = await begun(importer)
    await database["jobs"].update_many({}, {"$set": {"attempts": 3}})
    async with writing(tools):
        failed = await ended(importer, id)
        await importer.ask(RESUME, input={"id": id})
        told = await ended(importer, id)

    assert (failed["state"], failed["problem"]) == ("FAILED", {"code": "CRASHED"})
    assert (told["state"], told["problem"], told["images"]) == ("READY", None, 3)
