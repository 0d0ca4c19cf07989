"""All that files said, apart from their pictures: it is large, and few ask for it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from beanie import Document, PydanticObjectId

from documents.transactions import Session


class RawMetadata(Document):
    """The tags of a picture's file, under the picture's id.

    They are kept as JSON text, for their names are a stranger's.
    """

    id: PydanticObjectId
    tags: str

    class Settings:
        """Where they are kept."""

        name = "raw_metadata"

    @classmethod
    async def keep(cls, image_id: PydanticObjectId, tags: Mapping[str, Any], us: Session) -> None:
        """Keep them in place of those of an earlier reading."""
        await cls.get_pymongo_collection().replace_one(
            {"_id": image_id}, {"tags": json.dumps(tags)}, upsert=True, session=us
        )

    @classmethod
    async def forget(cls, image_ids: Sequence[PydanticObjectId], us: Session | None = None) -> None:
        """Remove those of some pictures."""
        await cls.get_pymongo_collection().delete_many(
            {"_id": {"$in": list(image_ids)}}, session=us
        )

    @classmethod
    async def of_images(
        cls, image_ids: Sequence[PydanticObjectId]
    ) -> dict[PydanticObjectId, dict[str, Any]]:
        """Those of some pictures by the picture's id; one query."""
        found = cls.get_pymongo_collection().find({"_id": {"$in": list(image_ids)}})
        return {raw["_id"]: json.loads(raw["tags"]) async for raw in found}
