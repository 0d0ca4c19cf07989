"""Editing one batch of images in one transaction, or taking back what was edited of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arranging import collecting, grouping
from actions.arranging.filters import applied
from actions.arranging.kinds import by_hand
from actions.batches import ErrorPolicy
from actions.bulk_editing.refusals import EditedSince, MatchesNoMore
from actions.bulk_editing.wishes import BulkWish
from actions.errors import Refused
from actions.metadata import editing
from actions.metadata.editing import Edit, record
from documents.bulk_edits import BulkEdit, BulkEditBatch, BulkEditRow, BulkOutcome, Edited
from documents.collections import Collection
from documents.custom_fields import CustomField
from documents.groups import ImageGroup
from documents.images import Image
from documents.metadata_revisions import MetadataRevision, RevisionKind
from documents.products import Product
from documents.transactions import Session

Ids = Sequence[PydanticObjectId]
Written = dict[PydanticObjectId, dict[str, Any]]


@dataclass(slots=True)
class Dealt:
    """What became of each image of a batch."""

    ids: Ids
    outcomes: dict[PydanticObjectId, BulkOutcome] = field(default_factory=dict)
    errors: dict[PydanticObjectId, Exception] = field(default_factory=dict)
    edited: list[Edited] = field(default_factory=list)

    def is_(self, outcome: BulkOutcome, ids: Iterable[PydanticObjectId]) -> None:
        """Say what became of some images."""
        self.outcomes |= dict.fromkeys(ids, outcome)

    def because(self, outcome: BulkOutcome, errors: Mapping[PydanticObjectId, Exception]) -> None:
        """Say why some images were not edited."""
        self.is_(outcome, errors)
        self.errors |= errors

    def counts(self) -> dict[BulkOutcome, int]:
        """How many came to what."""
        came = [self.outcomes[id] for id in self.ids]
        return {outcome: came.count(outcome) for outcome in BulkOutcome}

    def rows(self, run: BulkEdit) -> list[BulkEditRow]:
        """Those that were not edited, in their order."""
        told = [id for id in self.ids if id in self.errors]
        return [
            BulkEditRow(
                bulk_edit_id=run.id,
                number=run.told + place,
                image_id=id,
                outcome=self.outcomes[id],
                error=_error(self.errors[id]),
            )
            for place, id in enumerate(told)
        ]


async def apply(viewer: Viewer, run: BulkEdit, batch: BulkEditBatch, session: Session) -> Dealt:
    """Edit what of a batch the filter still finds. Raises NoSuchDocument where a place is gone."""
    wish, dealt = BulkWish.told(run.edit), Dealt(batch.image_ids)
    found = await _still(run, batch.image_ids, session)
    images = await Image.among([id for id in batch.image_ids if id in found], session)
    lost = [id for id in batch.image_ids if id not in images]
    dealt.because(BulkOutcome.SKIPPED, {id: MatchesNoMore() for id in lost})
    dealt.is_(BulkOutcome.UNCHANGED, images)
    await _write(viewer, wish, images, dealt, session)
    ids = [id for id in batch.image_ids if id in images and id not in dealt.errors]
    await _place(viewer, wish, [images[id] for id in ids], dealt, session)
    return dealt


async def take_back(viewer: Viewer, run: BulkEdit, number: int, session: Session) -> Dealt:
    """Give the images of a batch the metadata again that they had, where nobody edited it since."""
    assert run.reverts is not None, "Only what reverts something takes it back."
    batch = await BulkEditBatch.of(run.reverts, number)
    dealt = Dealt([one.id for one in batch.edited])
    images = await Image.among(dealt.ids, session)
    revisions = await _revisions(batch.edited, session)
    lost = {id: MatchesNoMore() for id in dealt.ids if id not in images}
    dealt.because(BulkOutcome.SKIPPED, lost)
    # Those without a revision came to another product, group or collection only.
    dealt.is_(BulkOutcome.UNCHANGED, images.keys() - revisions.keys())
    there = {id: one for id, one in revisions.items() if id in images}
    since = {id: EditedSince() for id, one in there.items() if images[id].edits != one.after}
    dealt.because(BulkOutcome.REFUSED, since)
    written = {id: one.before for id, one in there.items() if id not in since}
    dealt.is_(BulkOutcome.EDITED, written)
    await record(viewer, images, written, kind=RevisionKind.REVERT, session=session)
    return dealt


async def _still(run: BulkEdit, ids: Ids, session: Session) -> set[PydanticObjectId]:
    where = {"$and": [{"_id": {"$in": list(ids)}}, applied(run.filter)]}
    rows = Image.get_pymongo_collection().find(where, {"_id": 1}, session=session)
    return {raw["_id"] async for raw in rows}


async def _write(
    viewer: Viewer,
    wish: BulkWish,
    images: Mapping[PydanticObjectId, Image],
    dealt: Dealt,
    session: Session,
) -> None:
    """Write what `updateImages` would; note what was refused, and what was written."""
    fields = await CustomField.alive(session) if wish.custom else {}
    codes = {image.product_code for image in images.values() if image.product_code}
    names = await Product.names(codes, session) if "product_name" in wish.product else {}
    edits: list[Edit] = []
    for id, image in images.items():
        try:
            one = wish.of(image, fields, names)
        except Refused as refusal:
            dealt.because(BulkOutcome.REFUSED, {id: refusal})
        else:
            edits += [one] if one else []
    made = await editing.write(viewer, edits, ErrorPolicy.CONTINUE, session)
    dealt.because(BulkOutcome.REFUSED, {edits[at].id: error for at, error in made.refused})
    dealt.is_(BulkOutcome.EDITED, made.written)
    dealt.edited = [Edited(id=id, version=images[id].version + 1) for id in made.written]


async def _place(
    viewer: Viewer, wish: BulkWish, images: Sequence[Image], dealt: Dealt, session: Session
) -> None:
    """Bring images into the group and the collections."""
    for group_id in wish.group.values():
        if group_id is not None:
            await ImageGroup.take_turn(group_id, session)
        dealt.is_(BulkOutcome.EDITED, await grouping.moved(viewer, images, group_id, session))
    ids = [image.id for image in images]
    for id in wish.collection_ids:
        collection = by_hand(await Collection.take_turn(id, session, tail=len(ids)))
        first = collection.tail - len(ids)
        new = await collecting.put_in(viewer, id, ids, first, session)
        dealt.is_(BulkOutcome.EDITED, new)


async def _revisions(
    edited: Sequence[Edited], session: Session
) -> dict[PydanticObjectId, MetadataRevision]:
    """What history tells of edits, by image; nothing of those that only moved it."""
    versions = {one.id: one.version for one in edited}
    where = {
        "image_id": {"$in": list(versions)},
        "version": {"$in": list(set(versions.values()))},
    }
    found = MetadataRevision.find(where, session=session)
    return {one.image_id: one async for one in found if versions[one.image_id] == one.version}


def _error(refusal: Exception) -> dict[str, Any]:
    """As clients read it; whatever is not meant for them is raised again."""
    if not isinstance(refusal, Refused):
        raise refusal
    return {
        "code": refusal.code,
        "message": str(refusal),
        "path": [str(step) for step in refusal.path],
        "params": dict(refusal.params),
    }
