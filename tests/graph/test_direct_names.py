"""Direct uploads whose name another file of their group has: refused, or in its place."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.pictures.file_versions import sweep_versions
from actions.pictures.replacement_refusals import StoringTookTooLong
from actions.uploading import direct
from actions.uploading.direct import arrived
from actions.uploading.plans import incoming
from actions.uploading.refusals import UploadBusy
from actions.uploading.results import Accepted
from documents.audit import Actor
from documents.clock import now
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.uploads import Upload, UploadState
from graph.context import House
from graph.ids import object_id
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import working
from tests.graph.documents import DELETE, ERRORS
from tests.graph.sending import announced, codes_of, completed, created, sent, sha256, uploaded
from tests.graph.steps import image, public, published
from tests.graph.test_clashes import code, create, everything, upload
from tests.graph.trashing import Killed, Mortal, files, objects, settled
from tests.server import Client, Sent

OLD = Sent("a.jpg", photos.jpeg(64, 48))
NEW = Sent("A.JPG", photos.jpeg(80, 60))
OTHER = Sent("b.jpg", photos.jpeg(72, 60))
COMPLETE = f"""
mutation Complete($input: CompleteUploadsInput!) {{
  completeUploads(input: $input) {{
    results {{ imageId error {{ code path }} alreadyThere {{ id }} }} {ERRORS}
  }}
}}"""


async def in_group(client: Client, *given: Sent) -> tuple[list[str], dict[str, str]]:
    """New images of a new group, as they come in, and that group as it is said."""
    results = await upload(client, *given, group={"name": "May"})
    ids = [one["imageId"] for one in results]
    return ids, {"id": (await image(client, ids[0]))["group"]["id"]}


async def ready(client: Client, *given: Sent) -> tuple[str, dict[str, str]]:
    """The first of some images that are READY, and their group."""
    ids, group = await in_group(client, *given)
    for id in ids:
        await settled(client, id)
    return ids[0], group


async def kept(ticket: dict[str, Any]) -> Upload:
    """The upload of a ticket."""
    found = await Upload.get(object_id("Upload", ticket["uploadId"]))
    assert found is not None
    return found


async def idle() -> None:
    """Once no job is left to be done."""
    async with asyncio.timeout(20):
        while await Job.any_waits() or await Job.find({"state": "RUNNING"}).count():
            await asyncio.sleep(0.05)


async def test_a_name_that_is_taken_is_refused_before_it_is_sent(importer: Client) -> None:
    """Whatever its capitals; other names, groups and no group at all are free."""
    [first], group = await in_group(importer, OLD)
    said = {"sameName": "REJECT", "idempotencyKey": "k"}
    refused, free = await create(importer, announced(NEW), announced(OTHER), group=group, **said)
    again = await create(importer, announced(NEW), announced(OTHER), group=group, **said)
    [elsewhere] = await create(importer, announced(NEW), group={"name": "June"}, sameName="REJECT")
    [nowhere] = await create(importer, announced(NEW), sameName="REJECT")

    assert (code(refused), refused["error"]["path"]) == ("NAME_TAKEN", ["files", "0"])
    assert (refused["uploadId"], refused["alreadyThere"]["id"]) == (None, first)
    assert [code(one) for one in (free, elsewhere, nowhere)] == [None] * 3
    assert [one["uploadId"] for one in again] == [None, free["uploadId"]]
    assert code(again[0]) == "NAME_TAKEN"


async def test_a_name_is_kept_beside_another_by_default(importer: Client) -> None:
    """KEEP_BOTH takes the file in under a numbered name."""
    [first], group = await in_group(importer, OLD)
    ticket = await uploaded(importer, NEW, group=group)
    [done] = await completed(importer, ticket["uploadId"])

    assert done["error"] is None
    assert done["imageId"] == ticket["imageId"] != first


@pytest.mark.parametrize("at_once", [True, False])
async def test_of_a_rush_for_a_name_one_wins(
    importer: Client, reviewer: Client, bucket: Bucket, at_once: bool
) -> None:
    """Announced while it was free and completed by two at once, or by one call: one is in."""
    _, group = await in_group(importer, OTHER)
    said = {"group": group, "sameName": "REJECT"}
    clients = [importer, reviewer] * 3 if at_once else [importer] * 6
    given = [Sent("a.jpg", photos.jpeg(48 + n, 48)) for n in range(6)]
    pairs = list(zip(clients, given, strict=True))
    tickets = [await uploaded(client, file, **said) for client, file in pairs]
    ids = [one["uploadId"] for one in tickets]
    if at_once:
        calls = [
            client.ask(COMPLETE, input={"ids": [id]})
            for client, id in zip(clients, ids, strict=True)
        ]
    else:
        calls = [importer.ask(COMPLETE, input={"ids": ids})]
    answers = await asyncio.gather(*calls)
    results = [one for some in answers for one in some["completeUploads"]["results"]]
    [winner] = [one for one in results if one["error"] is None]
    losers = [one for one in results if one["error"]]

    assert [one["error"]["code"] for one in losers] == ["NAME_TAKEN"] * 5
    assert {one["alreadyThere"]["id"] for one in losers} == {winner["imageId"]}
    assert [(await kept(one)).state for one in tickets].count(UploadState.WAITING) == 5
    queued = [one for one in await everything(importer) if one["state"] != "AWAITING_UPLOAD"]
    assert sorted(one["fileName"] for one in queued) == ["a.jpg", "b.jpg"]


async def test_a_refused_name_can_be_completed_once_it_is_free(reviewer: Client) -> None:
    """The upload stays open: nothing that was sent is lost."""
    _, group = await in_group(reviewer, OTHER)
    ticket = await uploaded(reviewer, NEW, group=group, sameName="REJECT")
    [first] = await upload(reviewer, OLD, group=group)
    refused = await completed(reviewer, ticket["uploadId"])
    await reviewer.ask(DELETE, input={"ids": [first["imageId"]]})
    [late] = await completed(reviewer, ticket["uploadId"])

    assert codes_of(refused) == ["NAME_TAKEN"]
    assert (late["error"], late["imageId"]) == (None, ticket["imageId"])


async def test_a_file_takes_the_place_of_its_namesake(
    reviewer: Client, worker: None, bucket: Bucket
) -> None:
    """Same id, earlier version kept, PENDING, out of the shop; of the announced image no trace."""
    id, group = await ready(reviewer, OLD)
    await published(reviewer, id)
    await public(reviewer, id)
    said = {"group": group, "sameName": "REPLACE", "idempotencyKey": "k"}
    [ticket] = await created(reviewer, announced(NEW), **said)
    assert await sent(ticket, NEW.content) in {200, 204}
    [done] = await completed(reviewer, ticket["uploadId"])
    shop = await objects(bucket, "published/")
    found = await settled(reviewer, id)
    [again] = await completed(reviewer, ticket["uploadId"])
    [signed] = await created(reviewer, announced(NEW), **said)
    await idle()

    assert (done["error"], done["imageId"]) == (None, id)
    assert (again["error"], again["imageId"], again["state"]) == (None, id, "READY")
    assert (signed["uploadId"], signed["imageId"]) == (ticket["uploadId"], id)
    assert (found["review"]["state"], found["publication"], shop) == ("PENDING", None, [])
    assert (found["sha256"], found["fileName"]) == (sha256(NEW.content), "A.JPG")
    versions = await files(reviewer, id)
    assert [(one["number"], one["sha256"]) for one in versions] == [
        (2, sha256(NEW.content)),
        (1, sha256(OLD.content)),
    ]
    assert await Image.find_all().count() == 1
    assert await objects(bucket, "incoming/") == []
    assert len([key for key in await objects(bucket) if "/original/" in key]) == 2


async def test_a_file_waits_for_its_namesake(importer: Client, tools: Tools) -> None:
    """STILL_PROCESSING takes nothing away: completed later, the file is in its place."""
    [id], group = await in_group(importer, OLD)
    ticket = await uploaded(importer, NEW, group=group, sameName="REPLACE")
    early = await completed(importer, ticket["uploadId"])
    async with working(tools):
        await settled(importer, id)
        [late] = await completed(importer, ticket["uploadId"])
        found = await settled(importer, id)

    assert codes_of(early) == ["STILL_PROCESSING"]
    assert (late["error"], late["imageId"]) == (None, id)
    assert found["sha256"] == sha256(NEW.content)


async def test_the_store_tells_again_while_the_namesake_is_processed(
    reviewer: Client, house: House, tools: Tools
) -> None:
    """An event that comes too early is told again, and replaces the file then."""
    [id], group = await in_group(reviewer, OLD)
    ticket = await uploaded(reviewer, NEW, group=group, sameName="REPLACE")
    keys = [incoming(await kept(ticket))]
    with pytest.raises(direct.PASSING):
        await arrived(keys, bucket=house.bucket, deliver=house.deliver)
    async with working(tools):
        await settled(reviewer, id)
        await arrived(keys, bucket=house.bucket, deliver=house.deliver)
        await arrived(keys, bucket=house.bucket, deliver=house.deliver)
        found = await settled(reviewer, id)

    assert found["sha256"] == sha256(NEW.content)
    assert [one["number"] for one in await files(reviewer, id)] == [2, 1]


async def test_without_a_namesake_the_announced_image_comes_in(
    reviewer: Client, worker: None
) -> None:
    """Deleted before the file is completed, the other one is in nobody's way."""
    id, group = await ready(reviewer, OLD, OTHER)
    ticket = await uploaded(reviewer, NEW, group=group, sameName="REPLACE")
    await reviewer.ask(DELETE, input={"ids": [id]})
    [done] = await completed(reviewer, ticket["uploadId"])

    assert (done["error"], done["imageId"]) == (None, ticket["imageId"])


async def test_a_file_that_is_not_the_announced_one_replaces_nothing(
    reviewer: Client, worker: None
) -> None:
    """Not there yet, the upload is refused as ever and the other image is as it was."""
    id, group = await ready(reviewer, OLD)
    [ticket] = await created(reviewer, announced(NEW), group=group, sameName="REPLACE")
    refused = await completed(reviewer, ticket["uploadId"])
    found = await image(reviewer, id)

    assert codes_of(refused) == ["UPLOAD_MISSING"]
    assert (found["state"], found["sha256"]) == ("READY", sha256(OLD.content))
    assert [one["number"] for one in await files(reviewer, id)] == [1]


async def test_a_rush_of_replacements_ends_with_one_image(
    importer: Client, reviewer: Client, worker: None
) -> None:
    """Each is in as a version of its own, or told to wait and open still; none is half there."""
    id, group = await ready(importer, OLD)
    said = {"group": group, "sameName": "REPLACE"}
    clients = [importer, reviewer] * 3
    given = [Sent("a.jpg", photos.jpeg(48 + n, 48)) for n in range(6)]
    pairs = list(zip(clients, given, strict=True))
    tickets = [await uploaded(client, file, **said) for client, file in pairs]
    ids = [one["uploadId"] for one in tickets]
    calls = [completed(client, one) for client, one in zip(clients, ids, strict=True)]
    results = [one for some in await asyncio.gather(*calls) for one in some]
    done = [one for one in results if one["error"] is None]
    await settled(importer, id)
    await idle()

    assert {one["imageId"] for one in done} == {id}
    assert set(codes_of(results)) <= {None, "STILL_PROCESSING", "TIMED_OUT"}
    assert len(await files(reviewer, id)) == min(len(done) + 1, 6)
    states = [(await kept(one)).state for one in tickets]
    assert states.count(UploadState.COMPLETED) == len(done)
    assert await Image.find({"state": "AWAITING_UPLOAD"}).count() == 6 - len(done)


class Overtaken(Bucket):
    """A real bucket; while it copies, something happens to an upload."""

    def __init__(self, real: Bucket, happens: Callable[[], Awaitable[object]]) -> None:
        super().__init__(real.client, real.name, threads=2)
        self.happens = happens

    async def adopt(self, *arguments: Any, **options: Any) -> None:
        """Copy it, and let it happen."""
        await super().adopt(*arguments, **options)
        await self.happens()


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize("wish", ["REJECT", "REPLACE"])
async def test_who_is_too_slow_changes_nothing(
    reviewer: Client,
    bucket: Bucket,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
) -> None:
    """A caller whose claim has gone to another one leaves all to that one."""
    monkeypatch.setattr(direct, "PATIENCE_SECONDS", 0.3)
    id, group = await ready(reviewer, OLD)
    file = NEW if wish == "REPLACE" else OTHER
    ticket = await uploaded(reviewer, file, group=group, sameName=wish)
    await _operators(ticket)
    upload_id = (await kept(ticket)).id

    async def lost() -> None:
        await Upload.find_one({"_id": upload_id}).update({"$set": {"by": "another"}})

    async with Overtaken(bucket, lost) as slow:
        [outcome] = await direct.complete(OPERATOR, [upload_id], bucket=slow, deliver=house.deliver)
    await Upload.release([upload_id], "another")

    assert isinstance(outcome, UploadBusy)
    assert [one["number"] for one in await files(reviewer, id)] == [1]
    assert (await image(reviewer, id))["state"] == "READY"
    [late] = await direct.complete(OPERATOR, [upload_id], bucket=bucket, deliver=house.deliver)
    assert isinstance(late, Accepted)


async def test_an_announced_image_that_is_given_up_replaces_nothing(
    reviewer: Client, worker: None, bucket: Bucket, house: House
) -> None:
    """Swept away while its file is copied, it leaves the other image as it was."""
    id, group = await ready(reviewer, OLD)
    ticket = await uploaded(reviewer, NEW, group=group, sameName="REPLACE")
    await _operators(ticket)
    reserved = object_id("Image", ticket["imageId"])
    async with Overtaken(bucket, lambda: Image.hide_awaiting([reserved])) as slow:
        [outcome] = await direct.complete(
            OPERATOR, [(await kept(ticket)).id], bucket=slow, deliver=house.deliver
        )

    assert isinstance(outcome, StoringTookTooLong)
    assert [one["number"] for one in await files(reviewer, id)] == [1]
    assert (await image(reviewer, id))["sha256"] == sha256(OLD.content)


async def test_a_death_between_the_steps_is_made_good(
    reviewer: Client, worker: None, bucket: Bucket, house: House, database: AsyncDatabase[Any]
) -> None:
    """Killed after any call to the store, it is done at the next try, once, and leaves no rest."""
    id, group = await ready(reviewer, OLD)
    inner, last, died = object_id("Image", id), 0, 0
    ticket = await uploaded(reviewer, NEW, group=group, sameName="REPLACE")
    await _operators(ticket)
    while (await kept(ticket)).state is not UploadState.COMPLETED:
        async with Mortal(bucket, last) as mortal:
            with pytest.raises(Killed):
                await direct.complete(
                    OPERATOR, [(await kept(ticket)).id], bucket=mortal, deliver=house.deliver
                )
        last, died = last + 1, died + 1
    found = await settled(reviewer, id)
    await idle()
    old = {"$set": {"dropped_at": now() - timedelta(hours=2)}}
    await database["file_versions"].update_many({"number": None}, old)
    await sweep_versions(bucket)

    assert died >= 3
    assert found["sha256"] == sha256(NEW.content)
    assert [one["number"] for one in await files(reviewer, id)] == [2, 1]
    assert await Image.find_all().count() == 1
    assert await Job.find({"kind": JobKind.UNPUBLISH, "image_id": inner}).count() <= 1
    stored = [key for key in await objects(bucket) if not key.startswith("incoming/")]
    assert {key.split("/")[0] for key in stored} == {str(object_id("ImageGroup", group["id"]))}
    assert len([key for key in stored if "/original/" in key]) == 2


async def _operators(ticket: dict[str, Any]) -> None:
    """Give an upload to the operator, who completes it without the API."""
    actor = Actor().model_dump()
    await Upload.get_pymongo_collection().update_one(
        {"_id": object_id("Upload", ticket["uploadId"])}, {"$set": {"actor": actor}}
    )
