"""The files that an image had: kept from the first time that its file is replaced."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from documents.clock import now
from documents.image_files import OriginalFile, StoredRendition
from documents.images import Image
from documents.kept import Kept
from documents.pages import Raw
from documents.transactions import Session


class FileVersion(Kept):
    """One file of an image. Until the image has taken it over it is a mere reservation,

    kept before its object is stored, so that whoever cleans up knows the object.
    """

    image_id: PydanticObjectId
    number: int | None = None
    original: OriginalFile
    file_name: str
    facts: dict[str, Any] = Field(default_factory=dict)
    # Those that were made of it while it was the image's.
    renditions: list[StoredRendition] = Field(default_factory=list)
    created_by: PydanticObjectId | None
    created_at: datetime = Field(default_factory=now)
    dropped_at: datetime | None = None

    class Settings:
        """Where and how versions are kept."""

        name = "file_versions"
        indexes = [
            IndexModel(
                [("image_id", ASCENDING), ("number", ASCENDING)],
                unique=True,
                partialFilterExpression={"number": {"$type": "int"}},
            ),
            IndexModel([("image_id", ASCENDING)]),
            IndexModel([("original.key", ASCENDING)], name="key"),
            IndexModel(
                [("dropped_at", ASCENDING)],
                name="dropped",
                partialFilterExpression={"dropped_at": {"$type": "date"}},
            ),
            IndexModel(
                [("created_at", ASCENDING)],
                name="reserved",
                partialFilterExpression={"number": {"$type": "null"}},
            ),
        ]

    @classmethod
    def first_of(cls, image: Image) -> "FileVersion":
        """The file that an image came with; nothing is kept of it before it is replaced."""
        return cls(
            image_id=image.id,
            number=1,
            original=image.original,
            file_name=image.imported.file_name,
            created_by=image.imported.importer_id,
            created_at=image.imported.imported_at,
        )

    @classmethod
    async def supersede(cls, image: Image, session: Session) -> None:
        """Keep what is known of an image's present file, before another one takes its place."""
        if image.original.number == 1:
            await cls.first_of(image).insert(session=session)
        made = [rendition.model_dump() for rendition in image.renditions]
        await cls.get_pymongo_collection().update_one(
            {"image_id": image.id, "number": image.original.number},
            {"$set": {"facts": image.facts, "renditions": made}},
            session=session,
        )

    async def number_it(self, number: int, session: Session) -> bool:
        """Make the reservation a version; False where it was given up meanwhile."""
        result = await self.get_pymongo_collection().update_one(
            {"_id": self.id, "number": None, "dropped_at": None},
            {"$set": {"number": number, "original.number": number}},
            session=session,
        )
        return result.matched_count == 1

    @classmethod
    async def senders(
        cls, numbers: Mapping[PydanticObjectId, int], session: Session | None
    ) -> dict[PydanticObjectId, PydanticObjectId | None]:
        """Who sent some files, by their image; `numbers` says which of each. One query."""
        if not numbers:
            return {}
        asked = [{"image_id": id, "number": number} for id, number in numbers.items()]
        found = cls.get_pymongo_collection().find(
            {"$or": asked}, {"image_id": 1, "created_by": 1}, session=session
        )
        return {raw["image_id"]: raw["created_by"] async for raw in found}

    @classmethod
    async def drop_below(cls, image_id: PydanticObjectId, number: int, session: Session) -> None:
        """Let go of an image's versions before `number`; a sweeper removes their objects."""
        await cls.get_pymongo_collection().update_many(
            {"image_id": image_id, "number": {"$lt": number}, "dropped_at": None},
            {"$set": {"dropped_at": now()}},
            session=session,
        )

    @classmethod
    async def checked(cls, image: Image, sha256: str, content_type: str, session: Session) -> None:
        """Note what an image's present file is, which was only announced when it was reserved."""
        await cls.get_pymongo_collection().update_one(
            {"image_id": image.id, "number": image.original.number},
            {"$set": {"original.sha256": sha256, "original.content_type": content_type}},
            session=session,
        )

    @classmethod
    async def rewritten(cls, image: Image, sha256: str, size: int, session: Session) -> None:
        """Note what an image's present file has become, where versions of it are kept."""
        await cls.get_pymongo_collection().update_one(
            {"image_id": image.id, "number": image.original.number},
            {"$set": {"original.sha256": sha256, "original.bytes": size}},
            session=session,
        )

    @classmethod
    async def drop(cls, ids: Sequence[PydanticObjectId]) -> None:
        """Let go of some versions."""
        await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": list(ids)}, "dropped_at": None}, {"$set": {"dropped_at": now()}}
        )

    @classmethod
    async def drop_abandoned(cls, age: timedelta) -> None:
        """Let go of reservations older than `age`: whoever made them is gone."""
        await cls.get_pymongo_collection().update_many(
            {"number": {"$type": "null"}, "dropped_at": None, "created_at": {"$lt": now() - age}},
            {"$set": {"dropped_at": now()}},
        )

    async def give_up(self) -> None:
        """Let go of a reservation, unless it has become a version."""
        await self.get_pymongo_collection().update_one(
            {"_id": self.id, "number": None}, {"$set": {"dropped_at": now()}}
        )

    @classmethod
    async def dropped(cls, limit: int) -> "list[FileVersion]":
        """Versions and reservations whose objects may go, at most `limit`."""
        return await cls.find({"dropped_at": {"$type": "date"}}, limit=limit).to_list()

    @classmethod
    async def of_images(cls, image_ids: Sequence[PydanticObjectId]) -> "list[FileVersion]":
        """Every numbered version of some images, dropped ones too."""
        where = {"image_id": {"$in": list(image_ids)}, "number": {"$type": "int"}}
        return await cls.find(where).to_list()

    @classmethod
    async def numbered(cls, image_id: PydanticObjectId, number: int) -> "FileVersion | None":
        """A version that may be brought back, by its number."""
        return await cls.find_one(
            {"image_id": image_id, "number": number, "dropped_at": None},
        )

    @classmethod
    async def rows(cls, image_ids: Sequence[PydanticObjectId]) -> dict[PydanticObjectId, list[Raw]]:
        """What may be told of the files of some images, newest first; one query."""
        where = {
            "image_id": {"$in": list(image_ids)},
            "number": {"$type": "int"},
            "dropped_at": None,
        }
        found = cls.get_pymongo_collection().find(where, {"original.clash_key": 0})
        by_image: dict[PydanticObjectId, list[Raw]] = {}
        async for raw in found.sort("number", -1):
            by_image.setdefault(raw["image_id"], []).append(raw)
        return by_image

    @classmethod
    async def forget(cls, ids: Sequence[PydanticObjectId]) -> None:
        """Remove the records, after their objects."""
        await cls.get_pymongo_collection().delete_many({"_id": {"$in": list(ids)}})
