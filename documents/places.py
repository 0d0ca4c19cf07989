"""Where images are: in which group, in which collections, and at which place of a product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from beanie import PydanticObjectId
from pymongo import UpdateOne

from documents.clock import now
from documents.finding import marks_of_code
from documents.images import UNPLACED, Image, unplaced
from documents.processing_states import ProcessingState
from documents.products import ProductRole
from documents.readiness import UNJUDGED
from documents.transactions import Session

# An index begins with `deleted_at`, so whoever wants the hidden ones too has to say both.
EVER = ({"deleted_at": None}, {"deleted_at": {"$ne": None}})


@dataclass(frozen=True, slots=True)
class Placed:
    """An image at its place of a product."""

    id: PydanticObjectId
    role: ProductRole
    position: int


def off_product(position: int | None = None) -> dict[str, Any]:
    """What an image is to a product that it comes to without being placed on it.

    It stands behind all that was there before, or at `position` of those that are not placed.
    """
    return {"product_role": None, "product_position": position or unplaced()}


async def regroup(
    ids: Sequence[PydanticObjectId], group_id: PydanticObjectId | None, session: Session
) -> None:
    """Put images into another group, or into none."""
    update = {"$set": {"group_id": group_id, "updated_at": now()}}
    await _update({"_id": {"$in": list(ids)}}, update, session)


async def ungroup(group_id: PydanticObjectId) -> None:
    """Put all images of a group, hidden ones too, into none; repeatable."""
    update = {"$set": {"group_id": None, "updated_at": now()}}
    await _update({"$or": [{**ever, "group_id": group_id} for ever in EVER]}, update)


async def in_group(group_id: PydanticObjectId, limit: int) -> list[PydanticObjectId]:
    """Some of the images of a group, but none whose upload is still under way."""
    where = {
        "deleted_at": None,
        "group_id": group_id,
        "state": {"$ne": ProcessingState.AWAITING_UPLOAD},
    }
    found = Image.get_pymongo_collection().find(where, {"_id": 1}).limit(limit)
    return [raw["_id"] async for raw in found]


async def collect(
    ids: Sequence[PydanticObjectId], collection_id: PydanticObjectId, session: Session
) -> None:
    """Note that images are in a collection."""
    update = {"$addToSet": {"collection_ids": collection_id}, "$set": {"updated_at": now()}}
    await _update({"_id": {"$in": list(ids)}}, update, session)


async def uncollect(
    ids: Sequence[PydanticObjectId], collection_id: PydanticObjectId, session: Session
) -> None:
    """Note that images are in a collection no longer."""
    where = {"_id": {"$in": list(ids)}, "collection_ids": collection_id}
    await _update(where, _left(collection_id), session)


async def uncollect_all(collection_id: PydanticObjectId) -> None:
    """Note that no image is in a collection, hidden ones included; repeatable."""
    where = {"$or": [{**ever, "collection_ids": collection_id} for ever in EVER]}
    await _update(where, _left(collection_id))


async def on_product(code: str, session: Session) -> list[Placed]:
    """The images of a product in their order: as placed, then the others, oldest first."""
    found = Image.get_pymongo_collection().find(
        {"deleted_at": None, "product_code": code},
        {"product_role": 1, "product_position": 1},
        session=session,
    )
    rows = found.sort([("product_position", 1), ("_id", 1)])
    return [
        Placed(
            raw["_id"],
            ProductRole(raw.get("product_role") or ProductRole.ADDITIONAL),
            raw.get("product_position", UNPLACED),
        )
        async for raw in rows
    ]


async def place(
    code: str,
    line: Sequence[Placed],
    newcomers: Sequence[PydanticObjectId],
    session: Session,
) -> None:
    """Keep these images at these places; `newcomers` among them were on another product or none.

    Whoever was MAIN, hidden images included, is ADDITIONAL unless `line` says otherwise.
    """
    if main := [one.id for one in line if one.role is ProductRole.MAIN]:
        is_main = {"product_code": code, "product_role": ProductRole.MAIN}
        was_main = {**is_main, "_id": {"$nin": main}}
        demoted = {"product_role": ProductRole.ADDITIONAL, **UNJUDGED}
        await _update(was_main, {"$set": demoted}, session)
    await _unjudge(code, line, session)
    writes = [UpdateOne({"_id": one.id}, _placed(code, one, one.id in newcomers)) for one in line]
    if writes:
        await Image.get_pymongo_collection().bulk_write(writes, session=session)


async def _unjudge(code: str, line: Sequence[Placed], session: Session) -> None:
    """Have those judged again that become something else to a product; most only move on it."""
    for role in dict.fromkeys(one.role for one in line):
        ids = [one.id for one in line if one.role is role]
        becomes = [{"product_role": {"$ne": role}}, {"product_code": {"$ne": code}}]
        await _update({"_id": {"$in": ids}, "$or": becomes}, {"$set": {**UNJUDGED}}, session)


async def has_product(code: str, session: Session | None = None) -> bool:
    """Whether any image is on the product."""
    where = {"deleted_at": None, "product_code": code}
    found = await Image.get_pymongo_collection().find_one(where, {"_id": 1}, session=session)
    return found is not None


async def put_on_products(codes: Mapping[PydanticObjectId, str | None], session: Session) -> None:
    """Bring images to other products, where they have no place yet, or to none.

    Versions stay: whoever saw the images in this transaction raises them.
    """
    writes = [
        UpdateOne({"_id": id}, {"$set": {**_on(code), **off_product(), **UNJUDGED}})
        for id, code in codes.items()
    ]
    if writes:
        await Image.get_pymongo_collection().bulk_write(writes, session=session)


async def leave_product(code: str, session: Session) -> None:
    """Take every image, hidden ones too, off a product."""
    update = {
        "$set": {**_on(None), **off_product(), **UNJUDGED, "updated_at": now()},
        "$inc": {"version": 1},
    }
    await _update({"$or": [{**ever, "product_code": code} for ever in EVER]}, update, session)


def _left(collection_id: PydanticObjectId) -> dict[str, Any]:
    return {"$pull": {"collection_ids": collection_id}, "$set": {"updated_at": now()}}


def _on(code: str | None) -> dict[str, Any]:
    return {"product_code": code, "found_by.0.t": marks_of_code(code)}


def _placed(code: str, one: Placed, newcomer: bool) -> dict[str, Any]:
    sets = {
        **_on(code),
        "product_role": one.role,
        "product_position": one.position,
        "updated_at": now(),
    }
    # The code can be edited too, by whoever saw the newest version; places cannot.
    return {"$set": sets, "$inc": {"version": int(newcomer)}}


async def _update(
    where: dict[str, Any], update: dict[str, Any], session: Session | None = None
) -> None:
    await Image.get_pymongo_collection().update_many(where, update, session=session)
