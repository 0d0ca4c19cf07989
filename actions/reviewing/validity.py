"""From when until when pictures may be shown; at the end they leave the shop by themselves."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import zip_longest

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.batches import ErrorPolicy, Outcomes, within
from actions.delivery import Deliver
from actions.errors import Refused
from actions.images import EditConflict
from actions.publishing import following
from actions.publishing.publication import planned, unpublish_at_once
from actions.reviewing.deciding import Made, Outcome, reread
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument, VersionConflict
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.reviews import Review, ReviewReason, ReviewState
from documents.transactions import Session, together
from documents.validity import run_out, set_validity
from processing.presets import BUILT_IN, Presets
from storage.bucket import Bucket

# One sweep takes at most SWEPT * MOST_BATCHES images out of the shop; the next one goes on.
SWEPT, MOST_BATCHES = 100, 50


class InvalidValidity(Refused):
    """A time that ends before it begins, or has ended already."""

    code = "INVALID_VALIDITY"
    path = ("validUntil",)

    def __init__(self) -> None:
        super().__init__(
            "validUntil must lie in the future and after validFrom: withdraw what is over."
        )


async def set_validities(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    valid_from: datetime | None,
    valid_until: datetime | None,
    *,
    policy: ErrorPolicy,
    bucket: Bucket,
    deliver: Deliver,
    expected: Sequence[int | None] = (),
    presets: Presets = BUILT_IN,
) -> Outcome:
    """Say when images may be shown; None is always.

    What is public and may not be shown yet has left the shop when this returns, and a job brings
    it back in time. Refused one by one: NoSuchDocument, EditConflict. Raises InvalidValidity.
    """
    viewer = require(viewer, Permission.REVIEW_IMAGES)
    within("ids", ids)
    begin, end, at = _whole(valid_from), _whole(valid_until), now()
    if end is not None and end <= max(at, begin or at):
        raise InvalidValidity
    us = f"validity:{secrets.token_hex(8)}"
    later = begin is not None and begin > at

    async def write(session: Session) -> tuple[Outcome, list[Job]]:
        found = await Image.among(ids, session)
        images, refused = _admitted(ids, expected, found, policy)
        await set_validity(images, begin, end, session)
        after = [one.model_copy(update={"valid_from": begin, "valid_until": end}) for one in images]
        shown = [one for one in after if one.review.state is ReviewState.APPROVED]
        held = [Job.held(JobKind.UNPUBLISH, one.id, us) for one in shown if later]
        again = [one for one in shown if later or one.publication is None]
        jobs = [planned(one, one.review.at or at, presets.published) for one in again]
        await Job.add([*held, *jobs], session)
        pairs = zip(images, after, strict=True)
        await AuditEntry.add([_entry(viewer, *both) for both in pairs], session)
        await following.follow([one.id for one in after], session)
        return Outcomes(after, refused), jobs

    outcome, jobs = await together(write)
    await unpublish_at_once([image.id for image in outcome.done], us, bucket)
    await deliver([job.id for job in jobs])
    return Outcomes(await reread(outcome.done), outcome.refused)


async def sweep_run_out(bucket: Bucket, at: datetime | None = None) -> int:
    """Withdraw the approved pictures whose time is over at a moment, now by default.

    Tells how many. When this returns their public files are gone; should we die before that, a
    worker removes them.
    """
    ended = 0
    for _ in range(MOST_BATCHES):
        batch = await _withdrawn(bucket, at or now())
        ended += batch
        if batch < SWEPT:
            break
    return ended


async def _withdrawn(bucket: Bucket, at: datetime) -> int:
    us = f"expiry:{secrets.token_hex(8)}"
    review = Review(state=ReviewState.WITHDRAWN, reason=ReviewReason.EXPIRED, at=now())

    async def write(session: Session) -> list[PydanticObjectId]:
        images = await run_out(at, SWEPT, session)
        made = Made(Actor(), review)
        await made.write(
            images, session, lambda image, _: Job.held(JobKind.UNPUBLISH, image.id, us)
        )
        return [image.id for image in images]

    ids = await together(write)
    await unpublish_at_once(ids, us, bucket)
    return len(ids)


def _whole(moment: datetime | None) -> datetime | None:
    """As the database keeps it; a time without a zone is in UTC."""
    if moment is None:
        return None
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).replace(microsecond=known.microsecond // 1000 * 1000)


def _admitted(
    ids: Sequence[PydanticObjectId],
    expected: Sequence[int | None],
    found: Mapping[PydanticObjectId, Image],
    policy: ErrorPolicy,
) -> tuple[list[Image], list[tuple[int, Exception]]]:
    """The images to go on with, each once, and why not the others, by their places."""
    refused = [
        (place, why)
        for place, (id, seen) in enumerate(zip_longest(ids, expected[: len(ids)]))
        if (why := _why_not(id, found.get(id), seen)) is not None
    ]
    if refused and policy is ErrorPolicy.ABORT:
        return [], refused
    stopped = {ids[place] for place, _ in refused}
    return [found[id] for id in dict.fromkeys(ids) if id not in stopped], refused


def _why_not(id: PydanticObjectId, image: Image | None, seen: int | None) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    if seen is not None and seen != image.version:
        return EditConflict(VersionConflict(seen, image.version), image)
    return None


def _entry(viewer: Viewer, before: Image, after: Image) -> AuditEntry:
    fields = {"valid_from", "valid_until"}
    return AuditEntry(
        actor=viewer.actor(),
        action="image.validity_set",
        subject_kind="image",
        subject_id=before.id,
        before=before.model_dump(include=fields),
        after=after.model_dump(include=fields),
    )
