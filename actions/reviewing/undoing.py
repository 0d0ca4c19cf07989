"""Taking a decision back, while it is fresh and nothing has changed since."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import admitted
from actions.batches import ErrorPolicy, Outcomes, within
from actions.delivery import Deliver
from actions.errors import Refused
from actions.images import EditConflict
from actions.publishing import following
from actions.publishing.publication import planned, unpublish_at_once
from actions.reviewing.deciding import Outcome, reread
from documents.audit import AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument, VersionConflict
from documents.images import Image
from documents.jobs import Job, JobKind
from documents.reviews import ReviewState
from documents.transactions import Session, together
from documents.undoing import undo
from processing.presets import BUILT_IN, Presets
from storage.bucket import Bucket

PATIENCE = timedelta(minutes=1)


class NothingToUndo(Refused):
    """Nobody has decided about it, or the decision is undone already."""

    code = "NOTHING_TO_UNDO"

    def __init__(self) -> None:
        super().__init__("There is no decision to undo: it is as it was before the last one.")


class NotYourDecision(Refused):
    """Somebody else has decided, or a rule."""

    code = "NOT_YOUR_DECISION"

    def __init__(self) -> None:
        super().__init__("Only who made a decision undoes it: withdraw or submit again instead.")


class UndoTooLate(Refused):
    """The decision is too old to be undone."""

    code = "UNDO_TOO_LATE"

    def __init__(self) -> None:
        seconds = int(PATIENCE.total_seconds())
        super().__init__(
            f"A decision can be undone for {seconds} seconds: withdraw or submit again instead."
        )
        self.params = {"seconds": seconds}


async def undo_decisions(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
    bucket: Bucket,
    deliver: Deliver,
    presets: Presets = BUILT_IN,
) -> Outcome:
    """Give images the review that they had before the viewer's last decision, a minute ago at most.

    What was approved has left the shop when this returns; what was withdrawn is published again by
    a job. Refused one by one: NoSuchDocument, NothingToUndo, NotYourDecision, UndoTooLate,
    EditConflict where something has changed since.
    """
    viewer = require(viewer, Permission.REVIEW_IMAGES)
    within("ids", ids)
    us, at = f"undo:{secrets.token_hex(8)}", now()

    async def write(session: Session) -> tuple[Outcome, list[Job]]:
        found = await Image.among(ids, session)
        done, refused = admitted(ids, lambda one: _why_not(viewer, one, found.get(one), at), policy)
        images = [found[id] for id in done]
        await undo(images, session)
        shown = [one for one in images if one.review.state is ReviewState.APPROVED]
        again = [_published_again(one, presets) for one in images if _was_approved(one)]
        held = [Job.held(JobKind.UNPUBLISH, image.id, us) for image in shown]
        await Job.add([*held, *again], session)
        await AuditEntry.add([_entry(viewer, image) for image in images], session)
        await following.follow(done, session)
        return Outcomes(images, refused), again

    outcome, again = await together(write)
    await unpublish_at_once([image.id for image in outcome.done], us, bucket)
    await deliver([job.id for job in again])
    return Outcomes(await reread(outcome.done), outcome.refused)


def _why_not(
    viewer: Viewer, id: PydanticObjectId, image: Image | None, at: datetime
) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    if image.undoable is None or image.review.at is None:
        return NothingToUndo()
    if viewer.user_id is None or image.review.by != viewer.user_id:
        return NotYourDecision()
    if image.review.at <= at - PATIENCE:
        return UndoTooLate()
    if image.version != image.undoable.version:
        return EditConflict(VersionConflict(image.undoable.version, image.version), image)
    return None


def _was_approved(image: Image) -> bool:
    return image.undoable is not None and image.undoable.review.state is ReviewState.APPROVED


def _published_again(image: Image, presets: Presets) -> Job:
    assert image.undoable is not None, "See _why_not."
    # The very approval that was there before stands again, so the address is the same, too.
    return planned(image, image.undoable.review.at or now(), presets.published)


def _entry(viewer: Viewer, image: Image) -> AuditEntry:
    assert image.undoable is not None, "See _why_not."
    return AuditEntry(
        actor=viewer.actor(),
        action="image.decision_undone",
        subject_kind="image",
        subject_id=image.id,
        before={"review": image.review.model_dump()},
        after={"review": image.undoable.review.model_dump()},
    )
