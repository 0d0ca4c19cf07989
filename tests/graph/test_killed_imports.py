"""Imports outlive their workers, wherever these die: every item is accounted for, once."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from beanie import PydanticObjectId
from pymongo import AsyncMongoClient
from pymongo.errors import OperationFailure

from actions.importing.sources import ImportRules
from documents.file_versions import FileVersion
from documents.images import Image
from documents.import_items import ImportItem, ItemState
from documents.imports import Import, ImportState
from documents.jobs import Job, JobKind
from graph.context import House
from graph.ids import object_id
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.client import S3Location
from tests import photos
from tests.fetching.hosts import Host, hosting, ok
from tests.graph.conftest import working
from tests.graph.dying import killed
from tests.graph.dying_worker import import_rules
from tests.graph.importing import (
    CANCEL,
    FROM_BUCKET,
    FROM_URLS,
    RETRY,
    begun,
    counted,
    ended,
    items,
    verdicts,
)
from tests.graph.trashing import settled
from tests.jobs.pictures import expire
from tests.server import Client

WORK, ITEMS = "actions.importing.work", "actions.importing.items"
GOOD, ALL = 3, 4


@dataclass(frozen=True)
class Stage:
    """A point at which a worker dies: at which call of what, before it or after."""

    where: str
    call: int = 1
    before: bool = False

    def __str__(self) -> str:
        return f"{'before' if self.before else 'after'} {self.where} #{self.call}"


WHILE_LISTING = [
    Stage("actions.importing.listing._keep"),
    Stage("actions.importing.listing._count_places", before=True),
]
WHILE_TAKING_IN = [
    Stage(f"{WORK}.list_items", before=True),
    Stage(f"{WORK}.ImportItem.begin", call=2),
    Stage("actions.importing.urls.UrlSource.open", call=2),
    Stage("actions.importing.reservations.reserved", call=2),
    Stage("storage.bucket.Bucket.put", call=2),
    Stage(f"{ITEMS}.queued", before=True),
    Stage(f"{ITEMS}.queued"),
    Stage(f"{ITEMS}.let_go"),
    Stage(f"{ITEMS}.Intake._refuse"),
    Stage(f"{WORK}.place_all", before=True),
    Stage("actions.importing.placing.arranged"),
    Stage(f"{WORK}._ended", before=True),
]
WHILE_REPLACING = [
    Stage("actions.pictures.replacing.FileVersion.insert", before=True),
    Stage("storage.bucket.Bucket.put"),
    Stage("actions.arriving.overwriting.taken_over"),
    Stage("actions.arriving.overwriting.out_of_the_shop"),
]
WHILE_SKIPPING = [Stage(f"{ITEMS}.Intake._skip", before=True), Stage(f"{ITEMS}.Intake._skip")]
AFTER_ALL = Stage(f"{WORK}._ended")


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    """A web server with pictures."""
    async with hosting() as ours:
        yield ours


@pytest.fixture
def imports(host: Host) -> ImportRules:
    """Imports that may fetch from the test's own host."""
    return import_rules(host.port)


@pytest.fixture
def tools(tools: Tools, imports: ImportRules) -> Tools:
    """The worker that comes after the one who died."""
    return replace(tools, imports=imports)


@pytest.fixture
def house(house: House, imports: ImportRules) -> House:
    """An API that knows the host."""
    return replace(house, imports=imports)


Die = Callable[[str, Stage], Any]


@pytest.fixture
def die(
    mongo_uri: str, object_store: S3Location, bucket: Bucket, host: Host, tmp_path: Path
) -> Die:
    """Has a real worker process work until it comes to a stage, and kills it there."""

    async def until(id: str, stage: Stage) -> None:
        told = {
            **asdict(stage),
            "job": str(await due(id)),
            "mongo": mongo_uri,
            "database": Import.get_pymongo_collection().database.name,
            "store": asdict(replace(object_store, bucket=bucket.name)),
            "port": host.port,
            "scratch": str(tmp_path),
        }
        async with killed(json.dumps(told)) as worker:
            assert worker.stdout is not None
            said = await asyncio.wait_for(worker.stdout.readline(), 60)
            assert said == b"reached\n", f"It ended before it came to {stage}."

    return until


async def set_up(client: Client, host: Host, number: int) -> str:
    """A new import of three pictures, of three places on one product, and of a text."""
    for n in range(GOOD):
        host.answers[f"/{number}-{n}.jpg"] = ok(photos.jpeg(64 + n, 48 + number))
    host.answers[f"/{number}-text.jpg"] = ok(b"this is no picture")
    names = [*(f"{number}-{n}.jpg" for n in range(GOOD)), f"{number}-text.jpg"]
    urls = [
        {"url": host.url(f"/{name}"), "position": GOOD - place if place < GOOD else None}
        for place, name in enumerate(names)
    ]
    made = await begun(client, FROM_URLS, urls=urls, productCode=f"SKU-{number}")
    return str(made["id"])


async def due(id: str) -> PydanticObjectId:
    """The job of an import, after the lease of whoever died with it."""
    import_ = await Import.present(object_id("Import", id))
    job = await Job.get(import_.job_id)
    assert job is not None
    await expire(job)
    return job.id


async def go_on(client: Client, id: str, tools: Tools) -> dict[str, Any]:
    """The import, ended by another worker."""
    await due(id)
    async with working(tools):
        return await ended(client, id)


async def accounted(bucket: Bucket) -> None:
    """Counts, items, images and objects say the same, and nothing is left over."""
    for import_ in await Import.find_all().to_list():
        for state in ItemState:
            where = {"import_id": import_.id, "state": state}
            assert import_.counts[state] == await ImportItem.find(where).count()
    taken = await ImportItem.find({"state": ItemState.TAKEN}).to_list()
    images = await Image.find_all().to_list()
    stored = [info.key async for info in bucket.list("") if not info.key.startswith("import/")]

    assert sorted(image.id for image in images) == sorted(item.image_id for item in taken)
    originals = sorted(key for key in stored if "/original/" in key)
    assert originals == sorted(image.original.key for image in images)
    assert {key.split("/")[0] for key in stored} <= {str(image.id) for image in images}
    for image in images:
        jobs = {"kind": JobKind.PROCESS, "image_id": image.id}
        assert await Job.find(jobs).count() == 1


async def test_a_worker_may_die_at_any_stage(
    importer: Client, host: Host, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """Killed between any two steps, another worker ends the import as if nothing had been."""
    for number, stage in enumerate(WHILE_TAKING_IN):
        id = await set_up(importer, host, number)
        await die(id, stage)
        end = await go_on(importer, id, tools)
        found = await items(importer, id)

        assert (end["state"], counted(end)) == ("FINISHED", {"taken": GOOD, "refused": 1}), stage
        assert verdicts(found) == [("TAKEN", None)] * GOOD + [("REFUSED", "UNSUPPORTED_FORMAT")]
        placed = {"product_code": f"SKU-{number}"}
        line = await Image.find(placed).sort("+product_position").to_list()
        assert [image.imported.file_name for image in line] == [
            f"{number}-{n}.jpg" for n in (2, 1, 0)
        ], stage
        await accounted(bucket)


@pytest.fixture
async def short_transactions(mongo: AsyncMongoClient[dict[str, Any]]) -> AsyncIterator[None]:
    """A database that lets go of what a dead client began in seconds, not in a minute."""
    limit = "transactionLifetimeLimitSeconds"
    try:
        before = await mongo.admin.command({"setParameter": 1, limit: 2})
    except OperationFailure:
        pytest.skip("This database's parameters are not ours to set.")
    yield
    await mongo.admin.command({"setParameter": 1, limit: before["was"]})


@pytest.mark.usefixtures("short_transactions")
async def test_a_worker_may_die_within_a_transaction(
    importer: Client, host: Host, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """Between the move of an item and its count there is no state that anybody sees."""
    id = await set_up(importer, host, 0)
    await die(id, Stage("documents.imports.Import.tally", before=True))
    end = await go_on(importer, id, tools)

    assert (end["state"], counted(end)) == ("FINISHED", {"taken": GOOD, "refused": 1})
    await accounted(bucket)


async def test_a_worker_may_die_while_a_file_is_replaced(
    importer: Client, host: Host, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """Killed before the image has its new file, or after: it has it once, and nothing twice."""
    for number, stage in enumerate(WHILE_REPLACING):
        name = f"{number}.jpg"
        host.answers[f"/{name}"] = ok(photos.jpeg(64, 48 + number))
        said = {"urls": [{"url": host.url(f"/{name}")}], "sameName": "REPLACE"}
        first = await begun(importer, FROM_URLS, **said, group={"name": "May"})
        async with working(tools):
            await ended(importer, first["id"])
            [before] = await items(importer, first["id"])
            found = await settled(importer, before["imageId"])
        host.answers[f"/{name}"] = ok(photos.jpeg(80, 60 + number))
        again = await begun(importer, FROM_URLS, **said, group={"id": found["group"]["id"]})
        await die(again["id"], stage)
        end = await go_on(importer, again["id"], tools)
        [after] = await items(importer, again["id"])
        versions = await FileVersion.find({"image_id": object_id("Image", found["id"])}).to_list()

        assert (end["state"], counted(end)) == ("FINISHED", {"taken": 1}), stage
        assert verdicts([after]) == [("TAKEN", "FILE_REPLACED")], stage
        assert after["imageId"] == before["imageId"]
        assert sorted(one.number for one in versions if one.number) == [1, 2], stage
    assert await Image.find_all().count() == len(WHILE_REPLACING)


async def test_a_worker_may_die_while_a_file_is_skipped(
    importer: Client, host: Host, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """Killed before or after its image is said to be there, the item is SKIPPED once."""
    host.answers["/a.jpg"] = ok(photos.jpeg(64, 48))
    urls = [{"url": host.url("/a.jpg")}]
    first = await begun(importer, FROM_URLS, urls=urls)
    async with working(tools):
        await ended(importer, first["id"])
    for stage in WHILE_SKIPPING:
        again = await begun(importer, FROM_URLS, urls=urls)
        await die(again["id"], stage)
        end = await go_on(importer, again["id"], tools)

        assert (end["state"], counted(end)) == ("FINISHED", {"skipped": 1}), stage
        await accounted(bucket)


async def test_a_worker_may_die_when_all_is_done(
    importer: Client, host: Host, bucket: Bucket, die: Die
) -> None:
    """The end of the import and that of its job are one: nothing is left to be done."""
    id = await set_up(importer, host, 0)
    await die(id, AFTER_ALL)
    end = await ended(importer, id)

    assert (end["state"], end["job"]["state"]) == ("FINISHED", "SUCCEEDED")
    await accounted(bucket)


async def test_a_worker_may_die_while_it_lists(
    importer: Client, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """Listed anew, every object is one item still."""
    for number, stage in enumerate(WHILE_LISTING):
        for n in range(GOOD):
            body = BytesIO(photos.jpeg(64 + n, 48 + number))
            await bucket.put(f"import/{number}/{n}.jpg", body, content_type="image/jpeg")
        made = await begun(importer, FROM_BUCKET, prefix=f"{number}/")
        await die(made["id"], stage)
        end = await go_on(importer, made["id"], tools)

        assert (end["state"], counted(end)) == ("FINISHED", {"taken": GOOD}), stage
        await accounted(bucket)


async def test_a_worker_may_die_while_an_import_is_cancelled(
    importer: Client, host: Host, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """What was stored of an item that is given up goes with it."""
    id = await set_up(importer, host, 0)
    await die(id, Stage("storage.bucket.Bucket.put"))
    await begun(importer, CANCEL, id=id)
    await die(id, Stage(f"{WORK}.let_go"))
    end = await go_on(importer, id, tools)

    assert end["state"] == ImportState.CANCELLED
    assert sum(counted(end).values()) == ALL
    await accounted(bucket)


async def test_a_worker_may_die_while_it_tries_again(
    importer: Client, host: Host, bucket: Bucket, tools: Tools, die: Die
) -> None:
    """What was refused is tried once more, and what is in stays in."""
    id = await set_up(importer, host, 0)
    async with working(tools):
        await ended(importer, id)
    host.answers["/0-text.jpg"] = ok(photos.jpeg(200, 100))
    await begun(importer, RETRY, id=id)
    await die(id, Stage(f"{WORK}.ImportItem.reopen"))
    end = await go_on(importer, id, tools)

    assert (end["state"], counted(end)) == ("FINISHED", {"taken": ALL})
    await accounted(bucket)
