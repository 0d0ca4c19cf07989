"""What becomes of the items of imports that meet something that is there already."""

import asyncio
from io import BytesIO
from typing import Any

from documents.images import Image
from documents.imports import Import
from documents.jobs import Job
from graph.ids import object_id
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import working
from tests.graph.documents import DELETE
from tests.graph.importing import FROM_BUCKET, RETRY, begun, counted, ended, items, verdicts
from tests.graph.order import collection
from tests.graph.sending import sha256
from tests.graph.steps import image, processed
from tests.graph.test_clashes import everything, upload
from tests.graph.trashing import files, settled
from tests.server import Client, Sent

OLD = Sent("a.jpg", photos.jpeg(64, 48))
TOLD = Sent("told.jpg", photos.jpeg(64, 48, description="The same pixels, told of"))
NEW = Sent("A.JPG", photos.jpeg(80, 60))
OTHER = Sent("b.jpg", photos.jpeg(72, 60))


async def put(bucket: Bucket, *given: Sent, at: str = "") -> None:
    """Lay files where imports find them."""
    for file in given:
        body = BytesIO(file.content)
        await bucket.put(f"import/{at}{file.name}", body, content_type="image/jpeg")


async def imported(client: Client, **said: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """An import at its end, and its items."""
    made = await begun(client, FROM_BUCKET, **said)
    end = await ended(client, made["id"])
    assert end["state"] == "FINISHED"
    return end, await items(client, made["id"])


async def grouped(client: Client, *given: Sent) -> tuple[list[str], dict[str, str]]:
    """READY images of a new group, and that group as it is said."""
    ids = await processed(client, *given, group={"name": "May"})
    return ids, {"id": (await image(client, ids[0]))["group"]["id"]}


async def test_a_known_file_is_skipped_and_belongs_too(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """REUSE is the default: what is there comes into group, product and collections as well."""
    [id] = await processed(importer, OLD)
    chosen = await collection(importer)
    await put(bucket, OLD, OTHER)
    said = {"collectionIds": [chosen], "productCode": "P1", "group": {"name": "June"}}
    end, found = await imported(importer, **said)
    again, _ = await imported(importer, **said)
    there = await image(importer, id)

    assert counted(end) == {"taken": 1, "skipped": 1}
    assert counted(again) == {"skipped": 2}
    assert verdicts(found) == [("SKIPPED", "ALREADY_IMPORTED"), ("TAKEN", None)]
    assert found[0]["imageId"] == found[0]["problem"]["imageId"] == id
    assert (there["productCode"], there["group"]["name"]) == ("P1", "June")
    assert [one["id"] for one in there["collections"]] == [chosen]
    assert len(await everything(importer)) == 2


async def test_a_known_file_is_refused_if_wished(
    reviewer: Client, bucket: Bucket, worker: None
) -> None:
    """REJECT names the image that is there; once that is gone, a retry takes the file in."""
    [id] = await processed(reviewer, OLD)
    await put(bucket, OLD, OTHER)
    end, found = await imported(reviewer, duplicates="REJECT")
    made = (await begun(reviewer, FROM_BUCKET, duplicates="REJECT"))["id"]
    await ended(reviewer, made)
    await reviewer.ask(DELETE, input={"ids": [id]})
    await begun(reviewer, RETRY, id=made)
    late = await ended(reviewer, made)

    assert counted(end) == {"taken": 1, "refused": 1}
    assert verdicts(found) == [("REFUSED", "DUPLICATE_IMAGE"), ("TAKEN", None)]
    assert (found[0]["imageId"], found[0]["problem"]["imageId"]) == (None, id)
    assert counted(late) == {"taken": 1, "refused": 1}


async def test_what_failed_is_not_imported_once_more(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """A file that proved to be broken is known all the same: it would only fail again."""
    whole = photos.png(640, 480)
    middle = len(whole) // 2
    broken = whole[:middle] + bytes(b ^ 0xFF for b in whole[middle : middle + 16])
    await put(bucket, Sent("c.png", broken + whole[middle + 16 :]))
    _, [first] = await imported(importer)
    assert (await settled(importer, first["imageId"]))["state"] == "FAILED"
    end, [again] = await imported(importer)

    assert counted(end) == {"skipped": 1}
    assert again["imageId"] == first["imageId"]


async def test_the_same_pixels_are_given_back_if_wished(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """PICTURE with REUSE: taken in, checked, removed; the item points to what is there."""
    [id] = await processed(importer, OLD)
    await put(bucket, TOLD)
    made = (await begun(importer, FROM_BUCKET, duplicatesBy="PICTURE"))["id"]
    end = await ended(importer, made)
    async with asyncio.timeout(20):
        while (found := await items(importer, made))[0]["imageId"] != id:
            await asyncio.sleep(0.05)

    assert counted(end) == {"taken": 1}
    assert found[0]["image"]["id"] == id
    assert await Image.find({"deleted_at": None}).count() == 1


async def test_a_name_that_is_taken_is_refused(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """REJECT, within one import too; without it, both are kept."""
    [id], group = await grouped(importer, OLD)
    await put(bucket, NEW, OTHER)
    await put(bucket, Sent("b.jpg", photos.jpeg(100, 60)), at="twice/")
    end, found = await imported(importer, group=group, sameName="REJECT")

    assert counted(end) == {"taken": 1, "refused": 2}
    refused = {one["name"]: one for one in found if one["state"] == "REFUSED"}
    assert {one["problem"]["code"] for one in refused.values()} == {"NAME_TAKEN"}
    assert refused["import/A.JPG"]["problem"]["imageId"] == id
    names = [one["fileName"] for one in await everything(importer)]
    assert sorted(names) == ["a.jpg", "b.jpg"]
    kept, _ = await imported(importer, group=group)
    assert counted(kept) == {"taken": 2, "skipped": 1}


async def test_a_file_takes_the_place_of_its_namesake(
    reviewer: Client, bucket: Bucket, worker: None
) -> None:
    """REPLACE: the item is TAKEN as that image, with an earlier version; run twice, nothing new."""
    [id], group = await grouped(reviewer, OLD)
    await put(bucket, NEW)
    said = {"group": group, "sameName": "REPLACE"}
    end, [item] = await imported(reviewer, **said)
    found = await settled(reviewer, id)
    again, [skipped] = await imported(reviewer, **said)

    assert (counted(end), counted(again)) == ({"taken": 1}, {"skipped": 1})
    assert verdicts([item]) == [("TAKEN", "FILE_REPLACED")]
    assert item["imageId"] == item["problem"]["imageId"] == skipped["imageId"] == id
    assert (found["sha256"], found["review"]["state"]) == (sha256(NEW.content), "PENDING")
    assert [one["number"] for one in await files(reviewer, id)] == [2, 1]
    assert len(await everything(reviewer)) == 1


async def test_a_namesake_that_is_processed_is_replaced_by_a_retry(
    reviewer: Client, bucket: Bucket, tools: Tools
) -> None:
    """REFUSED with STILL_PROCESSING and nothing lost; tried again later, it has the new file."""
    [first] = await upload(reviewer, OLD, group={"name": "May"})
    group = {"id": (await image(reviewer, first["imageId"]))["group"]["id"]}
    await put(bucket, NEW)
    made = (await begun(reviewer, FROM_BUCKET, group=group, sameName="REPLACE"))["id"]
    begun_job = (await Import.present(object_id("Import", made))).job_id
    job = await Job.claim("us", begun_job)
    assert job is not None
    await run(job, tools)
    early = await items(reviewer, made)
    async with working(tools):
        await settled(reviewer, first["imageId"])
        await begun(reviewer, RETRY, id=made)
        end = await ended(reviewer, made)
        found = await settled(reviewer, first["imageId"])

    assert verdicts(early) == [("REFUSED", "STILL_PROCESSING")]
    assert counted(end) == {"taken": 1}
    assert verdicts(await items(reviewer, made)) == [("TAKEN", "FILE_REPLACED")]
    assert found["sha256"] == sha256(NEW.content)
    assert len(await everything(reviewer)) == 1


async def test_of_racing_imports_one_takes_the_file_in(
    importer: Client, reviewer: Client, bucket: Bucket, tools: Tools
) -> None:
    """Two workers at two imports of the same files: each file is one image, in one group."""
    await put(bucket, OLD, OTHER, Sent("c.jpg", photos.jpeg(90, 60)))
    made = [(await begun(one, FROM_BUCKET))["id"] for one in (importer, reviewer)]
    async with working(tools), working(tools):
        ends = await asyncio.gather(ended(importer, made[0]), ended(reviewer, made[1]))
    totals = [counted(end) for end in ends]

    assert sum(one.get("taken", 0) for one in totals) == 3
    assert sum(one.get("skipped", 0) for one in totals) == 3
    assert len(await everything(importer)) == 3
