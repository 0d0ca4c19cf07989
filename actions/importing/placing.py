"""Images that came in go to their places on their products, in the order of those places."""

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.admission import Refusals
from actions.arranging.placement import MOST_ON_PRODUCT, ProductFull, arranged
from actions.arranging.shelf import Shelf
from documents.errors import NoSuchDocument
from documents.images import Image
from documents.import_items import ImportItem
from documents.problems import Problem
from documents.transactions import Session


async def place_all(viewer: Viewer, import_id: PydanticObjectId) -> None:
    """Place what has yet to be placed, product by product; may be repeated.

    An item for which there is no room keeps its image, unplaced, and says so in its problem.
    """
    while items := await ImportItem.unplaced(import_id, MOST_ON_PRODUCT):
        await _place(viewer, sorted(items, key=_order))


async def _place(viewer: Viewer, items: list[ImportItem]) -> None:
    code = str(items[0].to_place)

    async def arrange(shelf: Shelf, session: Session) -> tuple[list[PydanticObjectId], Refusals]:
        images = await Image.among([item.image_id for item in items], session)
        ours = [one for one in items if _is_on(images.get(one.image_id), code)]
        for one in ours:
            shelf.put(one.image_id, one.said.product_role, one.said.product_position)
        await ImportItem.place(items, session=session)
        return [one.image_id for one in ours], []

    try:
        await arranged(viewer, code, arrange)
    except ProductFull as error:
        await ImportItem.place(items, Problem(code=error.code, message=str(error)))
    except NoSuchDocument:
        # The product was deleted since, or its code was changed.
        await ImportItem.place(items)


def _is_on(image: Image | None, code: str) -> bool:
    """Whether nobody has deleted it or put it onto another product meanwhile."""
    return image is not None and image.product_code == code


def _order(item: ImportItem) -> tuple[int, int]:
    """By position, so that each finds those before it where they belong."""
    return (item.said.product_position or MOST_ON_PRODUCT, item.position)
