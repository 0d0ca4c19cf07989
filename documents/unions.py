"""Many small questions in one query."""

from collections.abc import Sequence

from beanie import Document

from documents.pages import Raw

# The database takes at most 1,000 stages.
AT_ONCE = 250


async def each(model: type[Document], pipelines: Sequence[Sequence[Raw]]) -> list[list[Raw]]:
    """What each pipeline gives, in their order; one query for every 250 of them.

    Each is planned on its own, so each uses its index. None may give a field `of_pipeline`.
    """
    found: list[list[Raw]] = [[] for _ in pipelines]
    marked = [[*one, {"$set": {"of_pipeline": n}}] for n, one in enumerate(pipelines)]
    for start in range(0, len(marked), AT_ONCE):
        first, *others = marked[start : start + AT_ONCE]
        name = model.get_collection_name()
        unions = [{"$unionWith": {"coll": name, "pipeline": one}} for one in others]
        async for row in await model.get_pymongo_collection().aggregate([*first, *unions]):
            found[row.pop("of_pipeline")].append(row)
    return found
