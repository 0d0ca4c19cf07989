"""Saying what of a picture must be seen when it is cropped; only what is cropped is made again."""

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.delivery import Deliver
from actions.errors import Refused
from actions.images import EditConflict
from actions.publishing.following import follow
from actions.rendering.renewing import renewals
from documents.audit import AuditEntry
from documents.errors import VersionConflict
from documents.focal_points import FocalPoint
from documents.images import Image
from documents.jobs import Job
from documents.transactions import Session, together
from processing.framing import Point
from processing.presets import Fit, Presets


class InvalidFocalPoint(Refused):
    """A focal point lies within its picture."""

    code = "INVALID_FOCAL_POINT"

    def __init__(self, path: str) -> None:
        super().__init__("Give x and y from 0 to 1, or null for both to go back to the suggestion.")
        self.path = (path,)


def within(x: float | None, y: float | None) -> Point | None:
    """The point, or None where neither is given. Raises InvalidFocalPoint."""
    if x is None and y is None:
        return None
    for path, part in (("x", x), ("y", y)):
        # A number that is none is in no range.
        if part is None or not 0 <= part <= 1:
            raise InvalidFocalPoint(path)
    assert x is not None, "Seen a moment ago."
    assert y is not None, "Seen a moment ago."
    return x, y


async def set_focal_point(
    viewer: Viewer | None,
    id: PydanticObjectId,
    point: Point | None,
    expected_version: int,
    *,
    presets: Presets,
    deliver: Deliver,
) -> Image:
    """Say where the eye-catcher is, or that the suggested place is right (None).

    Jobs make again what is cropped, private and public. Said of a picture that is on its way in,
    it counts when that is READY. Raises EditConflict, NoSuchDocument.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)

    async def write(session: Session) -> tuple[Image, list[Job]]:
        before = await Image.present(id, session)
        focal = _said(point, before)
        sets = {"focal_point": focal.model_dump() if focal else None}
        after = await Image.edit(id, sets, expected_version, session)
        jobs = renewals(after, presets, _cropped(presets))
        await Job.add(jobs, session)
        await _entry(viewer, before, after).insert(session=session)
        await follow([id], session)
        return after, jobs

    try:
        after, jobs = await together(write)
    except VersionConflict as conflict:
        raise EditConflict(conflict, await Image.present(id)) from conflict
    await deliver([job.id for job in jobs])
    return after


def _said(point: Point | None, image: Image) -> FocalPoint | None:
    if point is None:
        return None
    x, y = point
    return FocalPoint(x=x, y=y, pixel_hash=image.facts.get("pixel_hash"))


def _cropped(presets: Presets) -> list[str]:
    both = (*presets.gallery, *presets.published)
    return sorted({preset.name for preset in both if preset.fit is Fit.COVER})


def _entry(viewer: Viewer, before: Image, after: Image) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action="image.focal_point_set",
        subject_kind="image",
        subject_id=after.id,
        before={"focal_point": before.focal_point and before.focal_point.model_dump()},
        after={"focal_point": after.focal_point and after.focal_point.model_dump()},
    )
