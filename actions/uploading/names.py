"""Direct uploads whose names must not clash, or whose files go to the image of that name."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arriving.clashes import Arriving, Wishes, make_sure
from actions.arriving.overwriting import overwrite
from actions.arriving.unless_there import unless_there
from actions.deleting.retention import Retention
from actions.delivery import Deliver
from actions.pictures.replacing import Successor
from actions.uploading.copies import copied
from actions.uploading.queueing import queued
from actions.uploading.results import Accepted
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.processing_states import ProcessingState
from documents.same_name import SameName
from documents.transactions import Session
from documents.uploads import Upload
from documents.users import Role
from storage.bucket import Bucket


@dataclass(frozen=True, slots=True)
class Door:
    """What it takes to take over uploads."""

    bucket: Bucket
    deliver: Deliver
    retention: Retention


def heeds_names(upload: Upload, image: Image) -> bool:
    """Whether it matters if its group has a file of its name."""
    return upload.same_name is not SameName.KEEP_BOTH and image.group_id is not None


class ClaimLost(Exception):
    """Somebody else has taken over the upload, or is at it."""


@dataclass(slots=True)
class Names:
    """Uploads that `us` has claimed, one after the other where they have one name."""

    us: str
    door: Door
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def taken_over(self, upload: Upload, image: Image) -> PydanticObjectId | None:
        """Queue the upload's own image, or give its file to the one that has its name.

        Gives the job; None where it is somebody else's upload meanwhile. Raises NameTaken,
        StillProcessing, StoringTookTooLong, and what `copied` raises; the upload is open then
        as it was before.
        """
        wishes = Wishes(same_name=upload.same_name)
        async with self.turns[f"{image.group_id}:{image.original.folded_name}"]:
            try:
                done = await unless_there(
                    wishes,
                    lambda: self._queued(upload, image, wishes),
                    reuse=Image.present,
                    replace=lambda there: self._over(upload, image, there),
                )
            except ClaimLost:
                return None
        assert isinstance(done, Accepted), "Only duplicates are reused."
        return done.job.id

    async def _queued(self, upload: Upload, image: Image, wishes: Wishes) -> Accepted:
        arriving = Arriving("", image.original.folded_name or "", image.group_id)
        await make_sure(wishes, arriving)
        await copied(upload, image, self.door.bucket)

        async def still_free(session: Session) -> None:
            await make_sure(wishes, arriving, session)

        jobs = await queued([upload.id], self.us, still_free)
        if upload.id not in jobs:
            raise ClaimLost
        return Accepted(image, (await Job.among(list(jobs.values())))[jobs[upload.id]])

    async def _over(self, upload: Upload, image: Image, there: PydanticObjectId) -> Accepted:
        file = Successor(
            image.imported.file_name,
            upload.content_type,
            upload.bytes,
            promised_sha256=image.original.promised_sha256,
        )

        async def store(key: str) -> None:
            await copied(upload, image, self.door.bucket, to=key)

        return await overwrite(
            Viewer.behind(upload.actor, Role.IMPORTER),
            there,
            file,
            store,
            bucket=self.door.bucket,
            retention=self.door.retention,
            deliver=self.door.deliver,
            also=lambda session: self._ended(upload, image, there, session),
        )

    async def _ended(
        self, upload: Upload, image: Image, there: PydanticObjectId, session: Session
    ) -> None:
        """The upload is that of the other image; the one that waited for it goes."""
        if not await Upload.held([upload.id], self.us, session):
            raise ClaimLost
        awaited = {"state": ProcessingState.AWAITING_UPLOAD}
        doomed = {"deleted_at": now(), "purged_at": now()}
        if await Image.change(image.id, awaited, {"$set": doomed}, session) is None:
            raise NoSuchDocument("image", str(image.id))
        await Upload.complete([upload.id], session)
        await Upload.point(image.id, there, session)
        await Job.add([Job(kind=JobKind.ERASE, image_id=image.id)], session)
