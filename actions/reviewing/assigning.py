"""Who is to decide about which picture."""

from collections.abc import Sequence

from beanie import PydanticObjectId

from actions.access import ROLES, Permission, Viewer, require
from actions.admission import admitted, as_they_are
from actions.batches import ErrorPolicy, Outcomes, within
from actions.errors import Refused
from documents.audit import AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.reviews import ReviewState
from documents.transactions import Session, together
from documents.users import User

# Roles that may decide.
DECIDING = [role for role, granted in ROLES.items() if Permission.REVIEW_IMAGES in granted]
MOST_REVIEWERS = 100


class AlreadyDecided(Refused):
    """Nobody has to decide about it any more."""

    code = "ALREADY_DECIDED"

    def __init__(self, state: ReviewState) -> None:
        super().__init__(f"The image is {state}: only what is PENDING is given to a reviewer.")
        self.params = {"state": state.value}


class NotAReviewer(Refused):
    """The account may not decide, or there is none."""

    code = "NOT_A_REVIEWER"
    path = ("reviewerId",)

    def __init__(self) -> None:
        super().__init__("This account may not review pictures: choose one of `reviewers`.")


async def reviewers(viewer: Viewer | None) -> list[User]:
    """The accounts that may decide, by name; at most MOST_REVIEWERS."""
    require(viewer, Permission.REVIEW_IMAGES)
    found = User.find({"role": {"$in": DECIDING}, "disabled_at": None})
    return await found.sort("+name").limit(MOST_REVIEWERS).to_list()


async def assign(
    viewer: Viewer | None,
    ids: Sequence[PydanticObjectId],
    reviewer_id: PydanticObjectId | None,
    *,
    policy: ErrorPolicy,
) -> Outcomes[Image]:
    """Give images to a reviewer, or to nobody; the last word counts.

    Refused one by one: NoSuchDocument, AlreadyDecided. Raises NotAReviewer.
    """
    viewer = require(viewer, Permission.REVIEW_IMAGES)
    within("ids", ids)

    async def write(session: Session) -> Outcomes[PydanticObjectId]:
        await must_review(reviewer_id, session)
        found = await Image.among(ids, session)
        done, refused = admitted(ids, lambda one: _why_not(one, found.get(one)), policy)
        moved = [found[id] for id in done if found[id].assignee_id != reviewer_id]
        await give([image.id for image in moved], reviewer_id, session)
        entries = [_entry(viewer, image, reviewer_id) for image in moved]
        await AuditEntry.add(entries, session)
        return Outcomes(done, refused)

    outcome = await together(write)
    return await as_they_are(outcome)


async def must_review(id: PydanticObjectId | None, session: Session | None = None) -> None:
    """Raise NotAReviewer unless the account may decide; nobody at all is as good."""
    if id is None:
        return
    user = await User.find_one({"_id": id, "disabled_at": None}, session=session)
    if user is None or user.role not in DECIDING:
        raise NotAReviewer


async def give(
    ids: Sequence[PydanticObjectId], reviewer_id: PydanticObjectId | None, session: Session
) -> None:
    """Set who is to decide. No edit and no decision: the versions stay."""
    given = {"assignee_id": reviewer_id, "assigned_at": now(), "updated_at": now()}
    await Image.get_pymongo_collection().update_many(
        {"_id": {"$in": list(ids)}}, {"$set": given}, session=session
    )


def _why_not(id: PydanticObjectId, image: Image | None) -> Exception | None:
    if image is None:
        return NoSuchDocument("image", str(id))
    if image.review.state is not ReviewState.PENDING:
        return AlreadyDecided(image.review.state)
    return None


def _entry(viewer: Viewer, image: Image, reviewer_id: PydanticObjectId | None) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.assigned",
        subject_kind="image",
        subject_id=image.id,
        before={"assignee_id": image.assignee_id},
        after={"assignee_id": reviewer_id},
    )
