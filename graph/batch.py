"""What is said of all files of a call, as clients say it: the fields for it, and the batch."""

from collections.abc import Sequence
from typing import Any, Protocol

import strawberry

from actions.arriving.clashes import Wishes
from actions.arriving.said import Batch
from documents.analyses import AnalysisWish
from documents.duplicate_wishes import DuplicatePolicy, DuplicateScope
from documents.same_name import SameName
from graph.ids import object_id, object_ids


class SaidOfFiles(Protocol):
    """An input with the fields that all ways in share; `group` is an UploadGroupInput or None."""

    product_code: str | None
    product_name: str | None
    group: Any
    collection_ids: list[strawberry.ID]
    duplicates: DuplicatePolicy
    duplicates_by: DuplicateScope
    same_name: SameName


def product_code_field() -> Any:
    """The field `productCode`."""
    return strawberry.field(
        default=None, description="The SKU that they show, at most 64 characters."
    )


def product_name_field() -> Any:
    """The field `productName`."""
    return strawberry.field(
        default=None, description="The name of the product, should it be new; at most 256."
    )


def group_field() -> Any:
    """The field `group`."""
    return strawberry.field(default=None, description="The group that they belong to.")


def collection_ids_field() -> Any:
    """The field `collectionIds`."""
    return strawberry.field(default_factory=list, description="The collections to put them into.")


def batch_of(input: SaidOfFiles, analyses: Sequence[AnalysisWish] = ()) -> Batch:
    """The batch of an input. Raises InvalidGlobalId."""
    group = input.group
    group_id = group.id.value if group and group.id else None
    return Batch(
        product_code=input.product_code,
        product_name=input.product_name,
        group_id=object_id("ImageGroup", group_id, ["group", "id"]) if group_id else None,
        group_name=group.name.value if group and group.name else None,
        collection_ids=object_ids("Collection", input.collection_ids, "collectionIds"),
        wishes=Wishes(
            duplicates=input.duplicates,
            duplicates_by=input.duplicates_by,
            same_name=input.same_name,
        ),
        analyses=analyses,
    )
