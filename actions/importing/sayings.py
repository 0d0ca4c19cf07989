"""What is said of an item, all in all: its own words first, then those about all of them."""

from collections.abc import Mapping

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arranging.placement import MOST_ON_PRODUCT, InvalidPosition
from actions.arriving import arrival
from actions.arriving.clashes import Wishes
from actions.arriving.said import Batch
from actions.arriving.taking import Coming
from actions.importing.naming import Names
from actions.importing.refusals import PlaceWithoutProduct
from actions.publishing.following import follow_name
from actions.texts import cleaned, keywords
from documents.images import unplaced
from documents.import_items import ImportItem, SaidOfItem
from documents.imports import Import, SaidOfAll
from documents.products import Product


async def coming(import_: Import, item: ImportItem, viewer: Viewer, names: Names) -> Coming:
    """The item as a file that comes in; its product, group and collections are there then.

    Raises TextTooLong, TooManyKeywords, TextMissing, InvalidPosition, PlaceWithoutProduct.
    """
    code, name = _product(import_.said, item.said)
    edits = _edits(item.said)
    if code is not None and await Product.ensure(code, name):
        await follow_name(code)
    group_id = import_.said.group_id
    if item.said.group_name is not None:
        group_id = await names.group(item.said.group_name)
    places = await _places(import_, item, names)
    return Coming(
        viewer=viewer,
        name=item.file_name,
        batch=Batch(
            product_code=code,
            product_name=name,
            group_id=group_id,
            collection_ids=list(places),
            places=places,
            product_position=unplaced(import_.created_at) + item.position,
            wishes=wishes(import_.said),
            analyses=import_.said.analyses,
        ),
        source=import_.source,
        image_id=item.image_id,
        edits=edits,
    )


def wishes(said: SaidOfAll) -> Wishes:
    """What becomes of items that are there; one whose image FAILED is not tried again and again."""
    return Wishes(
        duplicates=said.duplicates,
        duplicates_by=said.duplicates_by,
        same_name=said.same_name,
        failed_too=True,
    )


def _product(all: SaidOfAll, own: SaidOfItem) -> tuple[str | None, str | None]:
    """Code and name; the name that all share is not that of an item's own product."""
    code = cleaned("product_code", own.product_code)
    name = cleaned("product_name", own.product_name)
    if code is None:
        code, name = all.product_code, name or all.product_name
    if own.placed and code is None:
        raise PlaceWithoutProduct
    position = own.product_position
    if position is not None and not 1 <= position <= MOST_ON_PRODUCT:
        raise InvalidPosition(position)
    return code, name


def _edits(own: SaidOfItem) -> Mapping[str, object]:
    said = {
        "title": cleaned("title", own.title),
        "keywords": None if own.keywords is None else keywords(own.keywords),
    }
    return {field: value for field, value in said.items() if value}


async def _places(import_: Import, item: ImportItem, names: Names) -> dict[PydanticObjectId, int]:
    """A number in each collection; in those for all items they are in the order of the items."""
    shared = {
        PydanticObjectId(id): first + item.position for id, first in import_.said.places.items()
    }
    own = [await names.collection(name) for name in item.said.collection_names]
    return {**await arrival.places([id for id in own if id not in shared], 1), **shared}
