"""updateImagesWhere: one edit of all pictures that a filter finds."""

import strawberry
from beanie import PydanticObjectId

from actions.arranging.filters import Told
from actions.bulk_editing import asking
from actions.bulk_editing.asking import Request
from actions.bulk_editing.wishes import BulkWish
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.mutations.update_images import SaidFields
from graph.payloads import idempotency_key, mutation, no_errors
from graph.queries.images import ImagesWhere
from graph.selection import asked
from graph.types.bulk_edit import BulkEdit
from graph.types.custom_field import CustomFieldValueInput, all_given
from graph.types.image import Image, projection
from graph.types.saved_where import written


@strawberry.input(
    description=(
        "What to change of each picture. Not sent: stays; null: cleared, in later downloads too."
    )
)
class ImagesEditInput(SaidFields):
    """The fields of `updateImages`, and where the pictures are to come."""

    product_code: strawberry.Maybe[str | None] = strawberry.field(
        description="The SKU that they show, at most 64 characters; a new one makes its product."
    )
    product_name: strawberry.Maybe[str | None] = strawberry.field(
        description=(
            "Renames each product that they show, or come to, for all of its images; at most 256 "
            "characters."
        )
    )
    custom_fields: list[CustomFieldValueInput] | None = strawberry.field(
        default=None,
        description="Values of the house's own fields, each key once; those not named stay.",
    )
    add_keywords: list[str] = strawberry.field(
        default_factory=list, description="Keywords that each is to have besides its own."
    )
    remove_keywords: list[str] = strawberry.field(
        default_factory=list,
        description="Keywords that none is to have; removed before others come.",
    )
    group_id: strawberry.Maybe[strawberry.ID | None] = strawberry.field(
        description="The group to bring them into; null takes them out of theirs."
    )
    add_to_collection_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Collections, at most 10, none of them SMART, at whose end to put them.",
    )

    def wish(self) -> BulkWish:
        """As the action takes it. Raises CustomFieldInvalid, InvalidGlobalId."""
        product = {"product_code": self.product_code, "product_name": self.product_name}
        return BulkWish(
            changes=self.changes(),
            custom=all_given(self.custom_fields),
            product={name: some.value for name, some in product.items() if some is not None},
            group=self._group(),
            add_keywords=self.add_keywords,
            remove_keywords=self.remove_keywords,
            collection_ids=[
                object_id("Collection", id, ["edit", "addToCollectionIds", place])
                for place, id in enumerate(self.add_to_collection_ids)
            ],
        )

    def _group(self) -> dict[str, PydanticObjectId | None]:
        if self.group_id is None:
            return {}
        id = self.group_id.value
        group = None if id is None else object_id("ImageGroup", id, ["edit", "groupId"])
        return {"group_id": group}


@strawberry.input(description="Which pictures to edit, and how.")
class UpdateImagesWhereInput:
    """A filter and one edit for all."""

    where: ImagesWhere = strawberry.field(
        description="As of `images`; an empty one finds the whole library. No smart collection."
    )
    edit: ImagesEditInput = strawberry.field(description="What to change of each.")
    expected_count: int | None = strawberry.field(
        default=None,
        description=(
            "The `count` of a dry run; COUNT_DIFFERS where the filter finds more or fewer now. "
            "10,000 means that many or more."
        ),
    )
    dry_run: bool = strawberry.field(
        default=True, description="Only tell how many and which there are. True by default."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of asking.")
class UpdateImagesWherePayload:
    """What would be edited, or the edit under way."""

    count: int | None = strawberry.field(
        default=None,
        description="Of a dry run: how many images would be edited, counting up to 10,000.",
    )
    sample: list[Image] = strawberry.field(
        default_factory=list, description="Of a dry run: the newest of them, at most 20."
    )
    bulk_edit: BulkEdit | None = strawberry.field(
        default=None,
        description="Under way by a job: ask `bulkEdit(id)`. Null for a dry run, or if refused.",
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateImagesWherePayload)
async def update_images_where(
    info: Info, input: UpdateImagesWhereInput
) -> UpdateImagesWherePayload:
    """Edit all pictures that a filter finds, as `updateImages` would, by a job.

    A dry run, which is the default, tells how many there are. Else those that were there when it
    was asked for are edited in batches, each with its history, once each; those that the filter
    finds no more when their turn comes are skipped and told. `revertBulkEdit` takes it back.
    Needs the role IMPORTER.
    """
    house, viewer = info.context.house, info.context.viewer
    told = Told(input.where.filter(house.channels), written(input.where))
    request = Request(told, input.edit.wish(), input.expected_count)
    if input.dry_run:
        seen = await asking.foresee(viewer, request, projection(asked(info, "sample")))
        images = [Image.of(raw, house) for raw in seen.sample]
        return UpdateImagesWherePayload(count=seen.count, sample=images)
    begun = await asking.ask(viewer, request, deliver=house.deliver, key=input.idempotency_key)
    return UpdateImagesWherePayload(bulk_edit=BulkEdit.of(begun.raw()))
