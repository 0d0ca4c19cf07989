"""images(where, orderBy, first, after): the library."""

from enum import Enum
from typing import Annotated, Any

import strawberry
from beanie import PydanticObjectId

from actions.library import ImageFilter
from actions.metadata.custom_fields import known_wishes
from actions.readiness.rules import ChannelRules
from documents.images import Image as ImageDocument
from documents.packed import unpacking
from documents.pages import Order
from graph.compiled.packing import Packing
from graph.context import House, Info
from graph.cursors import USUAL
from graph.ids import object_id
from graph.types.connection import Connection, asked_of_nodes, connect, connect_packed
from graph.types.custom_field import CustomFieldFilter
from graph.types.enums import ProcessingState, ReviewState
from graph.types.image import LINKED, Image, projection
from graph.types.quality import QualityFilter
from graph.types.readiness import ChannelReadinessWhere
from graph.types.renditions import LINK_SECONDS


@strawberry.input(description="Which images; all that is given must hold.")
class ImagesWhere:
    """A filter. Null and absent both mean any."""

    review_state: ReviewState | None = strawberry.field(
        default=None, description="What people decided."
    )
    state: ProcessingState | None = strawberry.field(
        default=None, description="Where they are on their way in."
    )
    product_code: str | None = strawberry.field(
        default=None, description="The product that they show, by its exact code."
    )
    group_id: strawberry.ID | None = strawberry.field(
        default=None, description="The group that they are in."
    )
    collection_id: strawberry.ID | None = strawberry.field(
        default=None, description="A collection that they are in."
    )

    custom_fields: list[CustomFieldFilter] | None = strawberry.field(
        default=None, description="Conditions on the house's own fields; at most 5."
    )

    channel_readiness: ChannelReadinessWhere | None = strawberry.field(
        default=None, description="How they answer a sales channel."
    )

    expiring_within_days: int | None = strawberry.field(
        default=None, description="Whose `validUntil` is to come within so many days, 1 to 3,660."
    )

    quality: QualityFilter | None = strawberry.field(
        default=None,
        description=(
            "How they were judged. Where thresholds have changed, lists follow within minutes."
        ),
    )

    def filter(self, channels: ChannelRules) -> ImageFilter:
        """The filter with inner ids. Raises InvalidGlobalId, UnknownChannel."""
        if self.channel_readiness:
            channels.profile(self.channel_readiness.channel)
        return ImageFilter(
            review_state=self.review_state,
            state=self.state,
            product_code=self.product_code,
            group_id=_inner("ImageGroup", self.group_id, "groupId"),
            collection_id=_inner("Collection", self.collection_id, "collectionId"),
            custom=[one.wish() for one in self.custom_fields or ()],
            readiness=self.channel_readiness.labels() if self.channel_readiness else None,
            expiring_within_days=self.expiring_within_days,
            quality=self.quality.wish() if self.quality else None,
        )


@strawberry.enum(
    description="What images are sorted by: when they came in, or changed last; then by id."
)
class ImageOrderField(Enum):
    """The value is the field of the document."""

    CREATED_AT = "created_at"
    UPDATED_AT = "updated_at"


@strawberry.enum(description="Which end comes first: the oldest (ASC) or the newest (DESC).")
class OrderDirection(Enum):
    """Up or down."""

    ASC = "asc"
    DESC = "desc"


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

    def order(self) -> Order:
        """The order as the database takes it."""
        return Order(self.field.value, descending=self.direction is OrderDirection.DESC)


@strawberry.field(description="The pictures of the library, page by page.")
async def images(
    info: Info,
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
) -> Connection[Image]:
    """Raw rows with a projection of what was asked for."""
    house = info.context.house
    wanted = (where or ImagesWhere()).filter(house.channels)
    await known_wishes(info.context.viewer, wanted.custom)
    where_is, order = wanted.where(), (order_by or ImageOrder()).order()
    asked = asked_of_nodes(info)
    window: Any = {"first": first, "after": after, "fields": projection(asked)}
    packing = _packing(house, asked)
    if packing is None:
        return await connect(
            info, ImageDocument, where_is, order, lambda raw: Image.of(raw, house), **window
        )
    return await connect_packed(
        info,
        ImageDocument,
        where_is,
        order,
        lambda row: Image.over_packed(row, house, packing),
        packing=packing,
        **window,
    )


def _packing(house: House, asked: set[str]) -> Packing | None:
    """How rows are answered where answers are kept; links live for a while only."""
    if house.fragments is None:
        return None
    period = house.links.period(seconds=LINK_SECONDS) if LINKED in asked else None
    return Packing(house.fragments, unpacking(ImageDocument), period)


def _inner(kind: str, id: strawberry.ID | None, field: str) -> PydanticObjectId | None:
    return None if id is None else object_id(kind, id, ["where", field])
