"""What is in a collection, and in which order. Each change of one waits for the others of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.admission import NotInCollection, Refusals, admitted
from actions.arranging.kinds import CollectionIsSmart, by_hand
from actions.arranging.placing import InvalidPlace, Place, RowEnd
from actions.batches import ErrorPolicy, within
from actions.revisions import edited
from actions.texts import cleaned, required
from documents import places, ranks
from documents.audit import AuditEntry
from documents.collections import Collection, CollectionKind
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.memberships import LONGEST_RANK, Membership
from documents.transactions import Session, together

EDITABLE = ("name", "description", "cover_id")


@dataclass(frozen=True, slots=True)
class Collected:
    """A collection after a change, the images that it was about, and what was refused."""

    collection: Collection
    image_ids: list[PydanticObjectId]
    refused: Refusals


async def update(
    viewer: Viewer | None, id: PydanticObjectId, changes: Mapping[str, Any], expected_version: int
) -> Collection:
    """Set the fields in `changes` (of EDITABLE; None clears all but the name).

    The cover must be in the collection. Raises CollectionIsSmart for the cover of such a one,
    EditedMeanwhile, NoSuchDocument, NotInCollection, TextMissing, TextTooLong.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    sets = {field: _tidy(field, value) for field, value in changes.items()}
    return await edited(viewer, Collection, id, sets, expected_version, check=_cover_is_inside)


async def delete(viewer: Viewer | None, id: PydanticObjectId) -> None:
    """Delete a collection; its images stay in the library. May be repeated."""
    viewer = require(viewer, Permission.DELETE_IMAGES)

    async def write(session: Session) -> None:
        if await Collection.hide(id, session):
            await _entry(viewer, id, "deleted", []).insert(session=session)

    await together(write)
    await clear(id)


async def clear(id: PydanticObjectId) -> None:
    """Forget a hidden collection and that images were in it; repeatable."""
    await places.uncollect_all(id)
    await Membership.forget({"collection_id": id})
    await Collection.forget(id)


async def add(
    viewer: Viewer | None,
    id: PydanticObjectId,
    image_ids: Sequence[PydanticObjectId],
    *,
    policy: ErrorPolicy,
) -> Collected:
    """Put images at the end, in their order; those that are in it already stay where they are.

    Raises NoSuchDocument for the collection and CollectionIsSmart; images that are not there are
    refused one by one.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("imageIds", image_ids)

    async def write(session: Session) -> Collected:
        collection = by_hand(await Collection.take_turn(id, session, tail=len(image_ids)))
        found = await Image.among(image_ids, session)
        ids, refused = admitted(
            image_ids, lambda one: None if one in found else _no_image(one), policy
        )
        await put_in(viewer, id, ids, collection.tail - len(image_ids), session)
        return Collected(collection, ids, refused)

    return await together(write)


async def put_in(
    viewer: Viewer,
    id: PydanticObjectId,
    ids: Sequence[PydanticObjectId],
    first: int,
    session: Session,
) -> list[PydanticObjectId]:
    """Put images into a collection, whose turn and places from `first` the caller has taken.

    Gives those that were not in it before.
    """
    inside = await Membership.among(id, ids, session)
    new = [one for one in ids if one not in inside]
    await Membership.add(
        [
            Membership(collection_id=id, image_id=one, rank=ranks.numbered(first + number))
            for number, one in enumerate(new)
        ],
        session,
    )
    await places.collect(new, id, session)
    await AuditEntry.add([_entry(viewer, id, "images_added", new)] if new else [], session)
    return new


async def remove(
    viewer: Viewer | None, id: PydanticObjectId, image_ids: Sequence[PydanticObjectId]
) -> Collected:
    """Take images out; what is not in the collection counts as taken out.

    Raises CollectionIsSmart, NoSuchDocument.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("imageIds", image_ids)
    ids = list(dict.fromkeys(image_ids))

    async def write(session: Session) -> Collected:
        collection = by_hand(await Collection.take_turn(id, session))
        inside = await Membership.among(id, ids, session)
        await Membership.take_out(id, ids, session)
        await places.uncollect(ids, id, session)
        if collection.cover_id in ids:
            await Collection.uncover([collection.cover_id], session, only=id)
            collection.cover_id = None
        gone = list(inside)
        await AuditEntry.add([_entry(viewer, id, "images_removed", gone)] if gone else [], session)
        return Collected(collection, ids, [])

    return await together(write)


async def reorder(
    viewer: Viewer | None,
    id: PydanticObjectId,
    image_ids: Sequence[PydanticObjectId],
    to: Place,
    *,
    policy: ErrorPolicy,
) -> Collected:
    """Put images next to each other, in their order, at a place of the collection.

    Raises CollectionIsSmart, NoSuchDocument, InvalidPlace; images that are not in it are refused
    one by one with NotInCollection.
    """
    viewer = require(viewer, Permission.EDIT_IMAGES)
    within("imageIds", image_ids)

    async def write(session: Session) -> Collected:
        collection = await Collection.take_turn(
            id,
            session,
            head=len(image_ids) if to.end is RowEnd.START else 0,
            tail=len(image_ids) if to.end is RowEnd.END else 0,
        )
        by_hand(collection)
        asked = [*image_ids, *([to.beside] if to.beside else [])]
        inside = await Membership.among(id, asked, session)
        ids, refused = admitted(
            image_ids, lambda one: None if one in inside else NotInCollection(), policy
        )
        if to.beside and (to.beside not in inside or to.beside in ids):
            raise InvalidPlace
        if ids:
            there = await _ranks(collection, inside, ids, to, session)
            await Membership.move([inside[one] for one in ids], there, session)
            if max(map(len, there)) > LONGEST_RANK:
                await Membership.tidy(id, there[0], session)
            await _entry(viewer, id, "reordered", ids).insert(session=session)
        return Collected(collection, ids, refused)

    return await together(write)


async def _ranks(
    collection: Collection,
    inside: Mapping[PydanticObjectId, Membership],
    ids: Sequence[PydanticObjectId],
    to: Place,
    session: Session,
) -> list[str]:
    if to.end is not None:
        first = -collection.head if to.end is RowEnd.START else collection.tail - len(ids)
        return [ranks.numbered(first + number) for number in range(len(ids))]
    beside = inside[to.before or to.after or ids[0]]
    following = to.after is not None
    other = await Membership.neighbour(beside, ids, session, following=following)
    return (ranks.after if following else ranks.before)(beside.rank, other, len(ids))


async def _cover_is_inside(collection: Collection, session: Session) -> None:
    cover = collection.cover_id
    if cover is None:
        return
    if collection.kind is CollectionKind.SMART:
        raise CollectionIsSmart(("coverId",))
    if cover not in await Membership.among(collection.id, [cover], session):
        raise NotInCollection(("coverId",))


def _tidy(field: str, value: Any) -> Any:
    match field:
        case "cover_id":
            return value
        case "name":
            return required(field, value)
    return cleaned(field, value)


def _no_image(id: PydanticObjectId) -> NoSuchDocument:
    return NoSuchDocument("image", str(id))


def _entry(
    viewer: Viewer, id: PydanticObjectId, what: str, image_ids: Sequence[PydanticObjectId]
) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(),
        action=f"collection.{what}",
        subject_kind="collection",
        subject_id=id,
        after={"image_ids": list(image_ids)} if image_ids else {},
    )
