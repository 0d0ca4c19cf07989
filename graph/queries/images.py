"""images(where, orderBy, first, after, last, before, search, similarTo): the library."""

from enum import Enum
from typing import Annotated

import strawberry

from actions.library import ImageFilter
from actions.metadata.custom_fields import known_wishes
from actions.searching.relevance import RELEVANCE, by_relevance, must_rank
from documents.images import Image as ImageDocument
from documents.packed import unpacking
from documents.pages import Order
from graph.compiled.packing import Packing
from graph.context import House, Info
from graph.cursors import USUAL, decode_number, decode_time
from graph.types.connection import asked_of_nodes, connect, connect_packed
from graph.types.duplicates import SimilarToWhere
from graph.types.image import LINKED, Image, projection
from graph.types.image_connection import ImageConnection
from graph.types.images_where import ImagesWhere
from graph.types.order_direction import OrderDirection
from graph.types.renditions import LINK_SECONDS

__all__ = ["ImageOrder", "ImageOrderField", "ImagesWhere", "images"]


@strawberry.enum(description="What images are sorted by; then by id.")
class ImageOrderField(Enum):
    """The value is the field of the document."""

    CREATED_AT = strawberry.enum_value("created_at", description="When they came in.")
    UPDATED_AT = strawberry.enum_value("updated_at", description="When they changed last.")
    RELEVANCE = strawberry.enum_value(
        RELEVANCE,
        description=(
            "How well they are met by the words of `search`; DESC has the best in front. Only of "
            "`images`, with a search that finds at most 10,000; docs/search.md has the rules."
        ),
    )


@strawberry.input(description="The order of a list of images.")
class ImageOrder:
    """Newest first unless said otherwise."""

    field: ImageOrderField = strawberry.field(
        default=ImageOrderField.CREATED_AT, description="What to sort by."
    )
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.DESC,
        description="Which end comes first: the oldest (ASC) or the newest (DESC).",
    )

    def order(self, *texts: str | None) -> Order:
        """The order as the database takes it, by relevance to `texts`. Raises NothingToRank."""
        descending = self.direction.descending
        if self.field is ImageOrderField.RELEVANCE:
            return by_relevance(texts, descending=descending)
        return Order(self.field.value, descending=descending)


@strawberry.field(description="The pictures of the library, page by page.")
async def images(
    info: Info,
    *,
    where: Annotated[
        ImagesWhere | None, strawberry.argument(description="Which; all by default.")
    ] = None,
    order_by: Annotated[
        ImageOrder | None, strawberry.argument(description="Newest first by default.")
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
    last: Annotated[
        int | None,
        strawberry.argument(
            description="The last so many, 1 to 100, in the same order; `first` is not heeded then."
        ),
    ] = None,
    before: Annotated[
        str | None, strawberry.argument(description="The startCursor of the page behind.")
    ] = None,
    search: Annotated[
        str | None,
        strawberry.argument(
            description="Words to be found, beside `where`; docs/search.md has the rules."
        ),
    ] = None,
    similar_to: Annotated[
        SimilarToWhere | None,
        strawberry.argument(
            description=(
                "Only other pictures that look nearly like one, beside `where`; none of one that "
                "was never checked. `similarTo` of the query has the nearest in front."
            )
        ),
    ] = None,
) -> ImageConnection:
    """Raw rows with a projection of what was asked for."""
    house = info.context.house
    wanted = (where or ImagesWhere()).filter(house.channels)
    await known_wishes(info.context.viewer, wanted.wishes)
    typed = ImageFilter(search=search, every=[wanted]) if search is not None else wanted
    order = (order_by or ImageOrder()).order(search, wanted.search)
    found = typed.where()
    if similar_to is not None:
        found = {"$and": [found, await similar_to.where(info.context.viewer, ["similarTo"])]}
    packing = None if order.computed else _packing(house, asked_of_nodes(info))
    if packing is not None and last is None and before is None:
        return await connect_packed(
            info,
            ImageDocument,
            found,
            order,
            lambda row: Image.over_packed(row, house, packing),
            packing=packing,
            first=first,
            after=after,
            fields=projection(asked_of_nodes(info)),
            kind=ImageConnection,
        )
    if order.computed:
        await must_rank(info.context.viewer, found)
    return await connect(
        info,
        ImageDocument,
        found,
        order,
        lambda raw: Image.of(raw, house),
        first=first,
        after=after,
        last=last,
        before=before,
        fields=projection(asked_of_nodes(info)),
        read_cursor=decode_number if order.computed else decode_time,
        kind=ImageConnection,
    )


def _packing(house: House, asked: set[str]) -> Packing | None:
    """How rows are answered where answers are kept; links live for a while only."""
    if house.fragments is None:
        return None
    period = house.links.period(seconds=LINK_SECONDS) if LINKED in asked else None
    return Packing(house.fragments, unpacking(ImageDocument), period)
