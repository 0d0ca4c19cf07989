"""What a new picture belongs to from the moment that it is acknowledged."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from beanie import PydanticObjectId

from documents.collections import Collection
from documents.errors import NoSuchDocument
from documents.groups import ImageGroup
from documents.images import Image
from documents.memberships import Membership
from documents.products import Product
from documents.ranks import numbered
from documents.transactions import Session


async def places(
    collection_ids: Sequence[PydanticObjectId], count: int
) -> dict[PydanticObjectId, int]:
    """The first of `count` numbers at the end of each collection that is still there."""
    numbers: dict[PydanticObjectId, int] = {}
    for id in collection_ids:
        with suppress(NoSuchDocument):
            numbers[id] = await Collection.places_at_end(id, count)
    return numbers


async def belong(image: Image, numbers: Mapping[PydanticObjectId, int], session: Session) -> Image:
    """Put an image where its record says, in the transaction that queues it.

    `numbers` are its places in its collections. A group or collection that was deleted since is
    forgotten, and a product that was deleted is there again: nothing points at nothing.
    """
    if image.product_code is not None and not await Product.exists(image.product_code, session):
        await Product.ensure(image.product_code, image.imported.product_name, session)
    wanted = [id for id in image.collection_ids if id in numbers]
    alive = await Collection.alive(wanted, session) if wanted else []
    await Membership.add(
        [
            Membership(collection_id=id, image_id=image.id, rank=numbered(numbers[id]))
            for id in alive
        ],
        session,
    )
    group_id = image.group_id
    if group_id is not None and not await ImageGroup.alive(group_id, session):
        group_id = None
    if (alive, group_id) == (image.collection_ids, image.group_id):
        return image
    corrected = {"collection_ids": alive, "group_id": group_id}
    return await Image.change(image.id, {}, {"$set": corrected}, session) or image
