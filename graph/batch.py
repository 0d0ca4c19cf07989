"""What is said of all files of a call, as clients say it."""

from collections.abc import Sequence
from typing import Any

from actions.clashes import Wishes
from actions.said import Batch
from documents.analyses import AnalysisWish
from graph.ids import object_id, object_ids


def batch_of(
    *,
    product_code: str | None,
    product_name: str | None,
    group: Any,
    collection_ids: Sequence[str],
    wishes: Wishes | None = None,
    analyses: Sequence[AnalysisWish] = (),
) -> Batch:
    """The batch of an input; `group` is an UploadGroupInput or None. Raises InvalidGlobalId."""
    group_id = group.id.value if group and group.id else None
    return Batch(
        product_code=product_code,
        product_name=product_name,
        group_id=object_id("ImageGroup", group_id, ["group", "id"]) if group_id else None,
        group_name=group.name.value if group and group.name else None,
        collection_ids=object_ids("Collection", collection_ids, "collectionIds"),
        wishes=wishes or Wishes(),
        analyses=analyses,
    )
