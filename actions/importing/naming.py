"""The groups and collections that items name."""

import asyncio

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.arranging.groups import create_collection, create_group
from actions.texts import required
from documents.collections import BY_HAND, Collection
from documents.groups import ImageGroup


class Names:
    """Finds what is called so, the oldest of them, or makes it once; remembers what it found."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._turn = asyncio.Lock()
        self._groups: dict[str, PydanticObjectId] = {}
        self._collections: dict[str, PydanticObjectId] = {}

    async def group(self, name: str) -> PydanticObjectId:
        """The group of this name. Raises TextMissing, TextTooLong."""
        name = required("name", name)
        async with self._turn:
            if name not in self._groups:
                named = ImageGroup.find({"name": name, "deleted_at": None}).sort("+created_at")
                found = await named.first_or_none()
                self._groups[name] = (found or await create_group(self._viewer, name)).id
            return self._groups[name]

    async def collection(self, name: str) -> PydanticObjectId:
        """The collection of this name. Raises TextMissing, TextTooLong."""
        name = required("name", name)
        async with self._turn:
            if name not in self._collections:
                named = Collection.find({"name": name, "deleted_at": None, **BY_HAND})
                found = await named.sort("+created_at").first_or_none()
                self._collections[name] = (found or await create_collection(self._viewer, name)).id
            return self._collections[name]
