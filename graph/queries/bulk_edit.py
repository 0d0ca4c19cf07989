"""bulkEdit(id): how far an edit of many is."""

from typing import Annotated

import strawberry

from actions.bulk_editing import asking
from graph.context import Info
from graph.ids import object_id
from graph.types.bulk_edit import BulkEdit

Id = Annotated[strawberry.ID, strawberry.argument(description="The edit.")]


@strawberry.field(
    description=(
        "An edit of many that `updateImagesWhere` began, or a revert of one; null where there is "
        "none. Needs the role IMPORTER."
    )
)
async def bulk_edit(info: Info, id: Id) -> BulkEdit | None:
    """With its job, if that is asked for."""
    raw = await asking.found(info.context.viewer, object_id("BulkEdit", id, ["id"]))
    return BulkEdit.of(raw) if raw else None
