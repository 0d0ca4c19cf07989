"""Giving back a picture that is there already, in the place of a new one."""

from collections.abc import Mapping
from typing import Any

from beanie import PydanticObjectId

from actions.arriving.clashes import Belonging
from actions.publishing.following import follow, follow_products
from documents.audit import Actor, AuditEntry
from documents.collections import Collection
from documents.groups import ImageGroup
from documents.images import UNPLACED, Image, unplaced
from documents.memberships import Membership
from documents.places import off_product
from documents.products import Product
from documents.ranks import numbered
from documents.transactions import Session, together


async def reuse(actor: Actor, id: PydanticObjectId, wanted: Belonging) -> Image:
    """The image, which now also belongs where a new one would. Raises NoSuchDocument."""

    async def write(session: Session) -> Image:
        return await belong_too(actor, id, wanted, session)

    return await together(write)


async def belong_too(
    actor: Actor, id: PydanticObjectId, wanted: Belonging, session: Session
) -> Image:
    """Put an image where a new one was to go, as far as that takes nothing from it.

    It comes into the collections; into the group and onto the product only if it is in or on
    none. Raises NoSuchDocument.
    """
    image = await Image.present(id, session)
    new = {one: number for one, number in wanted.places.items() if one not in image.collection_ids}
    alive = await Collection.alive(list(new), session) if new else []
    sets = {
        **({"collection_ids": [*image.collection_ids, *alive]} if alive else {}),
        **await _grouped(image, wanted, session),
        **await _placed(image, wanted, session),
    }
    if not sets:
        return image
    ranks = [(one, numbered(new[one])) for one in alive]
    await Membership.add(
        [Membership(collection_id=one, image_id=id, rank=rank) for one, rank in ranks], session
    )
    await _entry(actor, image, sets).insert(session=session)
    after = await Image.edit(id, sets, image.version, session)
    await follow([id], session)
    return after


def of_image(image: Image, places: Mapping[PydanticObjectId, int]) -> Belonging:
    """What an image belongs to, for another one that stands in for it."""
    before = image.product_position
    return Belonging(
        product_code=image.product_code,
        product_name=image.imported.product_name,
        group_id=image.group_id,
        places=places,
        product_position=before if before >= UNPLACED else unplaced(),
    )


async def _grouped(image: Image, wanted: Belonging, session: Session) -> dict[str, Any]:
    group_id = wanted.group_id
    if group_id is None or image.group_id is not None:
        return {}
    return {"group_id": group_id} if await ImageGroup.alive(group_id, session) else {}


async def _placed(image: Image, wanted: Belonging, session: Session) -> dict[str, Any]:
    if wanted.product_code is None or image.product_code is not None:
        return {}
    if await Product.ensure(wanted.product_code, wanted.product_name, session):
        await follow_products([wanted.product_code], session)
    return {"product_code": wanted.product_code, **off_product(wanted.product_position)}


def _entry(actor: Actor, image: Image, sets: dict[str, Any]) -> AuditEntry:
    before: dict[str, Any] = {"collection_ids": image.collection_ids, "group_id": image.group_id}
    before["product_code"] = image.product_code
    return AuditEntry(
        actor=actor,
        action="image.reused",
        subject_kind="image",
        subject_id=image.id,
        before={field: before[field] for field in sets if field in before},
        after={field: value for field, value in sets.items() if field in before},
    )
