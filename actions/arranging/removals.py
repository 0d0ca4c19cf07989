"""Ending deletions of groups and collections whose caller died in between."""

from datetime import timedelta

from actions.arranging import collecting, grouping
from documents.collections import Collection
from documents.groups import ImageGroup

# Whoever deletes clears up at once; only what is older has been left.
PATIENCE = timedelta(minutes=1)


async def sweep_removals(age: timedelta = PATIENCE) -> int:
    """Clear what was hidden longer than `age` ago; tells how many there were. Repeatable."""
    groups = await ImageGroup.left_hidden(age)
    for group_id in groups:
        await grouping.clear(group_id)
    collections = await Collection.left_hidden(age)
    for collection_id in collections:
        await collecting.clear(collection_id)
    return len(groups) + len(collections)
