"""completeUploads: what has come is taken over once, whoever says so, and never trusted."""

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest

from actions.uploading import direct
from actions.uploading.direct import arrived
from actions.uploading.expiry import GRACE, sweep_expired
from actions.uploading.plans import incoming
from documents.audit import AuditEntry
from documents.clock import now
from documents.jobs import Job
from documents.uploads import LEASE, Upload, UploadState
from documents.users import Role
from graph.context import House
from graph.ids import object_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import SignUp
from tests.graph.documents import DELETE, IMAGE
from tests.graph.sending import (
    COMPLETE,
    announced,
    codes_of,
    completed,
    created,
    sent,
    sha256,
    uploaded,
)
from tests.graph.steps import fetched, image, stages
from tests.server import Client, Sent

PHOTO = Sent("shoe.jpg", photos.jpeg(gps=photos.LISBON))
UNKNOWN = "VXBsb2FkOjY1MDAwMDAwMDAwMDAwMDAwMDAwMDAwMA=="


async def kept(ticket: dict[str, Any]) -> Upload:
    """The upload of a ticket."""
    found = await Upload.get(object_id("Upload", ticket["uploadId"]))
    assert found is not None
    return found


async def older(ticket: dict[str, Any], by: timedelta) -> None:
    """Let an upload expire `by` earlier."""
    upload = await kept(ticket)
    await Upload.get_pymongo_collection().update_one(
        {"_id": upload.id}, {"$set": {"expires_at": upload.expires_at - by}}
    )


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_a_picture_comes_in_without_passing_through_us(
    importer: Client, worker: None, bucket: Bucket, method: str
) -> None:
    """Announced, sent, completed, READY: with its facts, and nothing left where clients write."""
    promised = sha256(PHOTO.content)
    [ticket] = await created(importer, announced(PHOTO, sha256=promised), method=method)
    await sent(ticket, PHOTO.content)
    [result] = await completed(importer, ticket["uploadId"])
    told = await stages(importer, ticket["imageId"])
    found = await image(importer, ticket["imageId"])

    assert (result["imageId"], result["job"]["kind"]) == (ticket["imageId"], "PROCESS")
    assert told == ["QUEUED", "CHECKED", "METADATA", "RENDITIONS", "READY"]
    assert (found["sha256"], found["contentType"]) == (promised, "image/jpeg")
    assert [rendition["preset"] for rendition in found["renditions"]] == ["FULLSIZE", "THUMB"]
    assert (await fetched(found["renditions"][0]["url"])).status_code == 200
    assert [info.key async for info in bucket.list("incoming/")] == []


async def test_each_upload_gets_its_own_outcome(
    importer: Client, reviewer: Client, bucket: Bucket
) -> None:
    """Not there yet, of another size, of another type, somebody else's, unknown: by name."""
    tickets = await created(importer, *[announced(PHOTO)] * 4)
    theirs = await uploaded(reviewer, PHOTO)
    waiting, short, typed, good = tickets
    await _slipped(bucket, short, PHOTO.content[:-1])
    await _slipped(bucket, typed, PHOTO.content, "text/html")
    await sent(good, PHOTO.content)
    ids = [one["uploadId"] for one in (waiting, short, good, typed, theirs)]
    results = await completed(importer, *ids, UNKNOWN)

    assert codes_of(results) == [
        "UPLOAD_MISSING",
        "SIZE_MISMATCH",
        None,
        "TYPE_MISMATCH",
        "NOT_FOUND",
        "NOT_FOUND",
    ]
    assert [result["uploadId"] for result in results] == [*ids, UNKNOWN]
    assert results[1]["error"]["path"] == ["ids", "1"]
    assert results[2]["state"] == "QUEUED"
    assert (await image(importer, waiting["imageId"]))["state"] == "AWAITING_UPLOAD"
    assert (await image(importer, theirs["imageId"]))["state"] == "AWAITING_UPLOAD"


async def _slipped(
    bucket: Bucket, ticket: dict[str, Any], content: bytes, type: str = "image/jpeg"
) -> None:
    """Bytes under an upload's key that a store with weaker rules might have taken."""
    key = incoming(await kept(ticket))
    await bucket.put(key, BytesIO(content), content_type=type)


async def test_what_was_refused_can_be_sent_and_completed_later(importer: Client) -> None:
    """A call that came too early takes nothing away."""
    [ticket] = await created(importer, announced(PHOTO))
    [early] = await completed(importer, ticket["uploadId"])
    await sent(ticket, PHOTO.content)
    [late] = await completed(importer, ticket["uploadId"])

    assert early["error"]["code"] == "UPLOAD_MISSING"
    assert (late["error"], late["state"]) == (None, "QUEUED")


async def test_content_decides_not_the_name(importer: Client, worker: None) -> None:
    """Text that is called a jpg is FAILED; a PNG that is called a jpg is a PNG."""
    text, png = Sent("text.jpg", b"this is no picture" * 10), Sent("b.jpg", photos.png())
    tickets = [await uploaded(importer, one) for one in (text, png)]
    await completed(importer, *(ticket["uploadId"] for ticket in tickets))
    ends = [(await stages(importer, ticket["imageId"]))[-1] for ticket in tickets]
    first, second = [await image(importer, ticket["imageId"]) for ticket in tickets]

    assert ends == ["FAILED", "READY"]
    assert first["problem"]["code"] == "UNSUPPORTED_FORMAT"
    assert second["contentType"] == "image/png"


async def test_another_file_than_was_announced_fails(importer: Client, worker: None) -> None:
    """Same size, same type, another picture: the promised SHA-256 tells."""
    [ticket] = await created(importer, announced(PHOTO, sha256="0" * 64))
    await sent(ticket, PHOTO.content)
    await completed(importer, ticket["uploadId"])
    told = await stages(importer, ticket["imageId"])
    found = await image(importer, ticket["imageId"])

    assert told[-1] == "FAILED"
    assert found["problem"]["code"] == "CHECKSUM_MISMATCH"
    assert (found["renditions"], found["state"]) == ([], "FAILED")


async def test_completing_twice_answers_the_same(importer: Client) -> None:
    """The second call finds the image and the job of the first, also within one call."""
    id = (await uploaded(importer, PHOTO))["uploadId"]
    [first] = await completed(importer, id)
    again = await completed(importer, id, id)

    assert [one["job"]["id"] for one in again] == [first["job"]["id"]] * 2
    assert await Job.find().count() == 1


async def test_racing_calls_and_events_take_it_over_once(importer: Client, house: House) -> None:
    """Ten callers and ten events at once: one job, one audit entry, one answer for all."""
    tickets = [await uploaded(importer, PHOTO) for _ in range(3)]
    ids = [ticket["uploadId"] for ticket in tickets]
    keys = [incoming(await kept(ticket)) for ticket in tickets]
    events = [arrived(keys, bucket=house.bucket, deliver=house.deliver) for _ in range(10)]
    calls = [completed(importer, *ids) for _ in range(10)]
    answers = (await asyncio.gather(*calls, *events))[:10]
    jobs = {tuple(result["job"]["id"] for result in answer) for answer in answers if answer}

    assert len(jobs) == 1
    assert await Job.find().count() == 3
    assert await AuditEntry.find({"action": "image.uploaded"}).count() == 3


async def test_a_late_event_changes_nothing(importer: Client, house: House, worker: None) -> None:
    """Told again after all is done, even when bytes were sent again, the picture stays."""
    ticket = await uploaded(importer, PHOTO)
    await completed(importer, ticket["uploadId"])
    await stages(importer, ticket["imageId"])
    before = await image(importer, ticket["imageId"])
    await sent(ticket, PHOTO.content[:-4] + b"evil")
    key = incoming(await kept(ticket))
    keys = [key, key, "incoming/nonsense", "a/b"]
    await arrived(keys, bucket=house.bucket, deliver=house.deliver)
    after = await image(importer, ticket["imageId"])

    assert {**before, "renditions": []} == {**after, "renditions": []}
    assert await Job.find().count() == 1


async def test_an_event_alone_is_enough(importer: Client, house: House, worker: None) -> None:
    """Without completeUploads the store's word brings the picture in, as its sender's."""
    ticket = await uploaded(importer, PHOTO)
    key = incoming(await kept(ticket))
    await arrived([key], bucket=house.bucket, deliver=house.deliver)
    told = await stages(importer, ticket["imageId"])
    entry = await AuditEntry.find_one({"action": "image.uploaded"})

    assert told[-1] == "READY"
    assert entry is not None
    assert entry.actor.user_id == (await kept(ticket)).actor.user_id


async def test_who_died_in_the_middle_is_replaced(importer: Client, house: House) -> None:
    """A claim that its holder never ended is free again after the lease."""
    ticket = await uploaded(importer, PHOTO)
    upload = await kept(ticket)
    assert await Upload.claim([upload.id], "dead") != []
    assert await Upload.claim([upload.id], "other") == []
    await Upload.get_pymongo_collection().update_one(
        {"_id": upload.id}, {"$set": {"until": now() - LEASE}}
    )
    [result] = await completed(importer, ticket["uploadId"])

    assert (result["error"], result["state"]) == (None, "QUEUED")


async def test_who_waits_too_long_is_told(
    importer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another one is at it for long, the caller is told to ask again; nothing is doubled."""
    monkeypatch.setattr(direct, "PATIENCE_SECONDS", 0.3)
    ticket = await uploaded(importer, PHOTO)
    id = (await kept(ticket)).id
    await Upload.claim([id], "other")
    [busy] = await completed(importer, ticket["uploadId"])
    await Upload.release([id], "other")
    [free] = await completed(importer, ticket["uploadId"])

    assert busy["error"]["code"] == "UPLOAD_BUSY"
    assert free["state"] == "QUEUED"
    assert await Job.find().count() == 1


async def test_after_its_expiry_nothing_comes_of_an_upload(importer: Client) -> None:
    """Completing too late is refused, with the way out."""
    ticket = await uploaded(importer, PHOTO)
    await older(ticket, timedelta(hours=24))
    [result] = await completed(importer, ticket["uploadId"])

    assert result["error"]["code"] == "UPLOAD_EXPIRED"
    assert (await image(importer, ticket["imageId"]))["state"] == "AWAITING_UPLOAD"


async def test_what_was_never_completed_is_removed(importer: Client, bucket: Bucket) -> None:
    """Object, image and record of an expired upload go; one that is still good stays."""
    gone, stays = [await uploaded(importer, PHOTO) for _ in range(2)]
    await older(gone, timedelta(hours=24) + GRACE)
    first, second = await sweep_expired(bucket), await sweep_expired(bucket)
    found = await importer.ask(IMAGE, id=gone["imageId"])
    [result] = await completed(importer, stays["uploadId"])

    assert (first, second) == (1, 0)
    assert found == {"image": None}
    assert [upload.id for upload in await Upload.find().to_list()] == [(await kept(stays)).id]
    assert [info.key async for info in bucket.list("incoming/")] == []
    assert result["state"] == "QUEUED"


async def test_what_is_sent_after_completion_goes_with_the_record(
    importer: Client, bucket: Bucket
) -> None:
    """Leave to send outlives the upload; what it brings is removed, and the picture is not."""
    ticket = await uploaded(importer, PHOTO)
    await completed(importer, ticket["uploadId"])
    await sent(ticket, PHOTO.content)
    await older(ticket, timedelta(hours=24) + GRACE)
    removed = await sweep_expired(bucket)

    assert removed == 0
    assert await Upload.find().count() == 0
    assert [info.key async for info in bucket.list("incoming/")] == []
    assert (await image(importer, ticket["imageId"]))["state"] == "QUEUED"


async def test_a_deleted_image_is_not_brought_back(importer: Client, reviewer: Client) -> None:
    """Who deletes an announced image ends its upload."""
    ticket = await uploaded(importer, PHOTO)
    await reviewer.ask(DELETE, input={"ids": [ticket["imageId"]]})
    [result] = await completed(importer, ticket["uploadId"])

    assert result["error"]["code"] == "NOT_FOUND"
    assert (await kept(ticket)).state is UploadState.WAITING
    assert await Job.find({"kind": "PROCESS"}).count() == 0


async def test_deleting_and_completing_at_once_ends_well(
    importer: Client, reviewer: Client, bucket: Bucket
) -> None:
    """Whoever wins, an image that is deleted has no object and no work left."""
    tickets = [await uploaded(importer, PHOTO) for _ in range(4)]
    await asyncio.gather(
        completed(importer, *(ticket["uploadId"] for ticket in tickets)),
        *(reviewer.ask(DELETE, input={"ids": [ticket["imageId"]]}) for ticket in tickets),
    )
    for ticket in tickets:
        assert await importer.ask(IMAGE, id=ticket["imageId"]) == {"image": None}


async def test_only_importers_may_complete(
    admin: Client, stranger: Client, sign_up: SignUp
) -> None:
    """Strangers and viewers are turned away."""
    viewer = await sign_up("vera", Role.VIEWER)

    assert await viewer.refused(COMPLETE, input={"ids": [UNKNOWN]}) == "FORBIDDEN"
    assert await stranger.refused(COMPLETE, input={"ids": [UNKNOWN]}) == "UNAUTHENTICATED"
