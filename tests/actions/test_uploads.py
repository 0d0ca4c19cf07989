"""Uploads when the store, or somebody else, comes between."""

import asyncio
from io import BytesIO
from typing import Any, BinaryIO

import pytest

from actions.access import OPERATOR
from actions.arranging import groups
from actions.arriving.incoming import Incoming
from actions.arriving.said import Batch
from actions.deleting import deletion, trash
from actions.deleting.retention import Retention
from actions.uploading.results import Accepted
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job
from storage.bucket import Bucket
from storage.errors import StoreUnavailable
from tests import photos
from tests.jobs.gates import Gated, keys
from tests.jobs.pictures import purged, sent

pytestmark = pytest.mark.usefixtures("database")


class Choosy(Bucket):
    """A bucket whose store is gone whenever a file called b comes."""

    async def put(self, key: str, file: BinaryIO, **options: Any) -> None:
        """Store it, or fail after it was stored, as when an answer is lost."""
        await super().put(key, file, **options)
        if "/b" in key:
            raise StoreUnavailable("the answer was lost")


def files(*names: str) -> list[Incoming]:
    """Good pictures under these names."""
    return [Incoming(BytesIO(photos.jpeg()), name) for name in names]


async def test_one_that_cannot_be_stored_does_not_disturb(bucket: Bucket) -> None:
    """It is refused, the others are queued; what was stored of it is invisible, and swept."""
    async with Choosy(bucket.client, bucket.name, threads=2) as choosy:
        one, two, three = await sent(choosy, files("a.jpg", "b.jpg", "c.jpg"))
    assert isinstance(one, Accepted)
    assert isinstance(two, StoreUnavailable)
    assert isinstance(three, Accepted)
    assert await Job.count() == 2
    assert set(await Image.among(await Image.distinct("_id", {}))) == {one.image.id, three.image.id}
    await trash.sweep_trash(bucket, Retention())

    assert await keys(bucket) == sorted([one.image.original.key, three.image.original.key])
    assert await Image.count() == 2


async def test_deleted_before_it_is_whole(bucket: Bucket) -> None:
    """A picture that is deleted while it comes in is refused, and leaves no object."""
    async with Gated(bucket, "after put") as gated:
        sending = asyncio.create_task(sent(gated, files("a.jpg")))
        await gated.reached.wait()
        [id] = await Image.distinct("_id", {})
        await deletion.delete(OPERATOR, [id], bucket=bucket)
        gated.gate.set()
        [result] = await sending

    assert isinstance(result, NoSuchDocument)
    assert await keys(bucket) == []


async def test_namesakes_of_many_senders_all_stay(bucket: Bucket) -> None:
    """Ten uploads of one name into one group at the same moment get ten places."""
    group = await groups.create_group(OPERATOR, "Cats")
    batch = Batch(group_id=group.id)
    results = await asyncio.gather(*(sent(bucket, files("Cat.jpg"), batch) for _ in range(10)))
    kept = {one.image.original.key for [one] in results if isinstance(one, Accepted)}

    assert len(kept) == 10
    assert set(await keys(bucket)) == kept


async def test_a_name_rests_after_its_picture(bucket: Bucket) -> None:
    """The place of a removed picture is not given away at once: its worker may still write."""
    group = await groups.create_group(OPERATOR, "Cats")
    batch = Batch(group_id=group.id)
    [first] = await sent(bucket, files("cat.jpg"), batch)
    assert isinstance(first, Accepted)
    await purged(first.image.id, bucket)
    [second] = await sent(bucket, files("cat.jpg"), batch)

    assert isinstance(second, Accepted)
    assert second.image.imported.file_name == "cat.jpg"
    assert second.image.original.key.endswith("/cat-2.jpg")
