"""Which pictures a list is to have, as clients send it."""

from collections.abc import Iterable
from typing import Any

import strawberry
from beanie import PydanticObjectId

from actions.library import ImageFilter
from actions.readiness.rules import ChannelRules
from actions.searching.conditions import Condition, Field
from graph.ids import object_id
from graph.types.conditions import (
    ByteCountIs,
    DuplicateKind,
    IdIs,
    ImageShapeIs,
    ImportSourceIs,
    MissingPart,
    NumberIs,
    PlaceIs,
    ProcessingStateIs,
    ReviewStateIs,
    TextIs,
    TimeIs,
)
from graph.types.custom_field import CustomFieldFilter
from graph.types.enums import ProcessingState, ReviewState
from graph.types.quality import QualityFilter
from graph.types.readiness import ChannelReadinessWhere
from graph.types.sparse import sparse

# Those whose conditions need to know nothing but their field.
PLAIN = (
    Field.STATE,
    Field.REVIEW,
    Field.PRODUCT,
    Field.SOURCE,
    Field.CREATED_AT,
    Field.UPDATED_AT,
    Field.CAPTURED_AT,
    Field.DECIDED_AT,
    Field.VALID_UNTIL,
    Field.BYTES,
    Field.PIXELS,
    Field.RATIO,
    Field.WIDTH,
    Field.HEIGHT,
    Field.SHAPE,
    Field.PROBLEM,
    Field.CAMERA_MAKE,
    Field.CAMERA_MODEL,
    Field.LENS_MODEL,
    Field.KEYWORD,
    Field.CONTENT_TYPE,
    Field.FILE_NAME,
)
IDS = {Field.GROUP: "ImageGroup", Field.COLLECTION: "Collection", Field.IMPORTER: "User"}


@sparse
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

    search: str | None = strawberry.field(
        default=None,
        description=(
            "Words in names, titles, descriptions, keywords and codes, each of which must be there "
            "in some form; the last one may be a beginning. At most 200 characters and 12 words."
        ),
    )
    processing: ProcessingStateIs | None = strawberry.field(
        default=None, description="Where they are on their way in."
    )
    review: ReviewStateIs | None = strawberry.field(
        default=None, description="What people decided."
    )
    product: TextIs | None = strawberry.field(
        default=None, description="The code of the product that they show, capitals as they are."
    )
    group: IdIs | None = strawberry.field(default=None, description="The group that they are in.")
    collection: IdIs | None = strawberry.field(
        default=None, description="A collection that they are in."
    )
    importer: IdIs | None = strawberry.field(
        default=None, description="The account that sent them."
    )
    source: ImportSourceIs | None = strawberry.field(
        default=None, description="The way they came in."
    )
    created_at: TimeIs | None = strawberry.field(default=None, description="When they came in.")
    updated_at: TimeIs | None = strawberry.field(
        default=None, description="When anything of them changed last."
    )
    captured_at: TimeIs | None = strawberry.field(
        default=None, description="When they were taken; as if in UTC where no offset is known."
    )
    decided_at: TimeIs | None = strawberry.field(
        default=None, description="When the last decision was made."
    )
    valid_until: TimeIs | None = strawberry.field(default=None, description="When their time ends.")
    bytes: ByteCountIs | None = strawberry.field(
        default=None, description="The size of the original."
    )
    width: NumberIs | None = strawberry.field(default=None, description="In pixels, upright.")
    height: NumberIs | None = strawberry.field(default=None, description="In pixels, upright.")
    pixels: NumberIs | None = strawberry.field(default=None, description="Width times height.")
    ratio: NumberIs | None = strawberry.field(
        default=None, description="Width by height, to four digits: 1.5 is 3:2."
    )
    shape: ImageShapeIs | None = strawberry.field(
        default=None, description="Whether they are wider or higher."
    )
    camera_make: TextIs | None = strawberry.field(
        default=None, description="Who made the camera, whatever the capitals and accents."
    )
    camera_model: TextIs | None = strawberry.field(
        default=None, description="The camera, whatever the capitals and accents."
    )
    lens_model: TextIs | None = strawberry.field(
        default=None, description="The lens, whatever the capitals and accents."
    )
    keyword: TextIs | None = strawberry.field(
        default=None, description="One of the keywords, whatever the capitals and accents."
    )
    content_type: TextIs | None = strawberry.field(
        default=None, description="The type of the original, such as image/jpeg."
    )
    file_name: TextIs | None = strawberry.field(
        default=None,
        description="The name of the file at its sender, whatever the capitals and accents.",
    )
    problem: TextIs | None = strawberry.field(
        default=None, description="The code of what went wrong with those that FAILED."
    )
    place: PlaceIs | None = strawberry.field(default=None, description="Where they were taken.")
    missing: list[MissingPart] | None = strawberry.field(
        default=None, description="At least one of these is missing."
    )
    duplicates: list[DuplicateKind] | None = strawberry.field(
        default=None,
        description=(
            "Another picture is the same in one of these ways; those in the trash or FAILED are "
            "none. Lists follow within minutes. What looks alike is found by `similarTo`."
        ),
    )
    and_: list["ImagesWhere"] | None = strawberry.field(
        default=None,
        name="and",
        description="All of these hold. Filters go 4 levels deep, with 50 conditions in all.",
    )
    or_: list["ImagesWhere"] | None = strawberry.field(
        default=None, name="or", description="One of these holds; none finds nothing."
    )
    not_: "ImagesWhere | None" = strawberry.field(
        default=None, name="not", description="This does not hold."
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
            search=self.search,
            conditions=[*self._conditions()],
            within=self.place.areas() if self.place else (),
            every=[one.filter(channels) for one in self.and_ or ()],
            some=None if self.or_ is None else [one.filter(channels) for one in self.or_],
            nothing=[self.not_.filter(channels)] if self.not_ else (),
        )

    def _conditions(self) -> Iterable[Condition]:
        for field in PLAIN:
            given: Any = getattr(self, field)
            if given is not None:
                yield given.on(field)
        for field, kind in IDS.items():
            given = getattr(self, field)
            if given is not None:
                yield given.on(field, kind)
        if self.missing is not None:
            among = [part.value for part in self.missing]
            yield Condition(field=Field.MISSING, among=among)
        if self.duplicates is not None:
            among = [kind.value for kind in self.duplicates]
            yield Condition(field=Field.DUPLICATES, among=among)


def _inner(kind: str, id: strawberry.ID | None, field: str) -> PydanticObjectId | None:
    return None if id is None else object_id(kind, id, ["where", field])
