"""Pictures that look nearly like one, among those that a filter leaves."""

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.library import ALIVE, ImageFilter
from actions.metadata.custom_fields import known_wishes
from actions.pictures.duplicates import so_far, so_many
from documents import likeness
from documents.images import Image
from documents.pages import Raw, by_ids

# What the filter may hold; more looks that near are of one and the same white.
MOST_LOOKS = 1_000
NOTHING: Raw = {"_id": {"$in": []}}


async def alike(viewer: Viewer | None, id: PydanticObjectId, distance: int) -> Raw:
    """The filter for the other pictures that look nearly like one; two queries.

    Of more than MOST_LOOKS different looks the nearest. Nothing is like a picture that was never
    checked. Raises NoSuchDocument, DistanceOutOfRange.
    """
    require(viewer, Permission.READ_LIBRARY)
    so_far(distance)
    look = (await Image.present(id)).facts.get("perceptual_hash")
    if look is None:
        return NOTHING
    return await likeness.near(look, distance, most=MOST_LOOKS, other_than=id)


async def similar(
    viewer: Viewer | None, id: PydanticObjectId, where: ImageFilter, *, distance: int, first: int
) -> list[tuple[Raw, int]]:
    """The nearest other pictures with their distance in bits, the oldest first of equals.

    Four queries. None of a picture that was never checked. Raises NoSuchDocument,
    DistanceOutOfRange, CountOutOfRange.
    """
    require(viewer, Permission.READ_LIBRARY)
    so_many(first)
    so_far(distance)
    await known_wishes(viewer, where.wishes)
    look = (await Image.present(id)).facts.get("perceptual_hash")
    if look is None:
        return []
    near = await likeness.nearest(look, distance, where.where(), first=first, other_than=id)
    images = await by_ids(Image, [one for one, _ in near], ALIVE)
    return [(images[one], far) for one, far in near if one in images]
