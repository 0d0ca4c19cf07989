"""Every state that people gave a picture's metadata: append-only, but for places removed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from documents.audit import Actor
from documents.clock import now
from documents.custom_fields import attributes
from documents.errors import CannotMove
from documents.finding import found
from documents.images import Image
from documents.kept import Kept
from documents.readiness import UNJUDGED
from documents.transactions import Session


class RevisionKind(StrEnum):
    """How an edit came about."""

    EDIT = "EDIT"
    COPY = "COPY"
    REVERT = "REVERT"
    LOCATION_REMOVED = "LOCATION_REMOVED"
    SUGGESTION = "SUGGESTION"


class MetadataRevision(Kept):
    """One edit: all that was edited before it and after it, by field."""

    image_id: PydanticObjectId
    # The image's version that the edit made.
    version: int
    kind: RevisionKind
    actor: Actor
    before: dict[str, Any]
    after: dict[str, Any]
    at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how revisions are kept."""

        name = "metadata_revisions"
        indexes = [
            IndexModel([("image_id", ASCENDING), ("at", DESCENDING), ("_id", DESCENDING)]),
        ]

    @classmethod
    async def add(cls, revisions: Sequence["MetadataRevision"], session: Session) -> None:
        """Keep revisions in the transaction of the edits that they tell of."""
        if revisions:
            await cls.insert_many(list(revisions), session=session)

    @classmethod
    async def of_image(
        cls, id: PydanticObjectId, image_id: PydanticObjectId, session: Session
    ) -> "MetadataRevision | None":
        """A revision of this image, by its id."""
        return await cls.find_one({"_id": id, "image_id": image_id}, session=session)

    @classmethod
    async def remove_fields(
        cls, image_ids: Sequence[PydanticObjectId], fields: Sequence[str], session: Session
    ) -> None:
        """Make history forget what these fields said; they count as cleared from the first on."""
        cleared = {f"{side}.{field}": None for side in ("before", "after") for field in fields}
        await cls.get_pymongo_collection().update_many(
            {"image_id": {"$in": list(image_ids)}}, {"$set": cleared}, session=session
        )

    @classmethod
    async def forget(cls, image_ids: Sequence[PydanticObjectId]) -> None:
        """Remove the history of images that are removed for good."""
        await cls.get_pymongo_collection().delete_many({"image_id": {"$in": list(image_ids)}})


async def set_edits(
    edits: Mapping[PydanticObjectId, Mapping[str, Any]],
    session: Session,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Give images other edits, and set `more` in each, and raise their versions.

    The caller has seen the images in this transaction: whoever changes one of them meanwhile
    makes it run again. Raises CannotMove where one was not there.
    """
    images, moment = Image.get_pymongo_collection(), now()
    seen = images.find({"_id": {"$in": list(edits)}}, session=session)
    rows = {raw["_id"]: raw async for raw in seen}
    if len(rows) != len(edits):
        raise CannotMove("deleted", "edited")
    writes = [
        UpdateOne(
            {"_id": id, "deleted_at": None},
            {
                "$set": {
                    **(more or {}),
                    "edits": dict(edited),
                    "custom": attributes(edited),
                    **UNJUDGED,
                    **found({**rows[id], "edits": edited}),
                    "updated_at": moment,
                },
                "$inc": {"version": 1},
            },
        )
        for id, edited in edits.items()
    ]
    if writes:
        result = await images.bulk_write(writes, session=session)
        if result.matched_count != len(edits):
            raise CannotMove("deleted", "edited")
