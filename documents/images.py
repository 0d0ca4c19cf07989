"""One picture: its files, its facts, its edits, its review, its publication."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError

from documents.clock import now
from documents.custom_fields import CUSTOM_INDEXES
from documents.errors import CannotMove, NoSuchDocument, VersionConflict
from documents.kept import Kept
from documents.likeness_indexes import LIKENESS
from documents.products import ProductRole
from documents.retired_keys import RetiredKey
from documents.transactions import Session

DUPLICATE_KEY = 11000
# The index by which published images are found.
IN_SHOP_ORDER = "published_in_order"


class ProcessingState(StrEnum):
    """Where a picture is on its way in."""

    AWAITING_UPLOAD = "AWAITING_UPLOAD"
    QUEUED = "QUEUED"
    PROCESSING = "PROCESSING"
    READY = "READY"
    FAILED = "FAILED"


class ReviewState(StrEnum):
    """What people decided about a picture."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class ReviewReason(StrEnum):
    """Why a picture was rejected or withdrawn."""

    QUALITY = "QUALITY"
    WRONG_PRODUCT = "WRONG_PRODUCT"
    DUPLICATE = "DUPLICATE"
    RIGHTS = "RIGHTS"
    PRIVACY = "PRIVACY"
    OUTDATED = "OUTDATED"
    OTHER = "OTHER"


class ImportSource(StrEnum):
    """The way a picture came in."""

    UPLOAD = "UPLOAD"
    DIRECT = "DIRECT"
    URL = "URL"
    ARCHIVE = "ARCHIVE"
    BUCKET = "BUCKET"
    FOLDER = "FOLDER"


class DuplicatePolicy(StrEnum):
    """What becomes of a picture that is there already."""

    KEEP = "KEEP"
    REJECT = "REJECT"
    REUSE = "REUSE"


class DuplicateScope(StrEnum):
    """What makes a picture a duplicate: the same file, or the same pixels in any file."""

    FILE = "FILE"
    PICTURE = "PICTURE"


PROCESSING_ARROWS = {
    ProcessingState.AWAITING_UPLOAD: {ProcessingState.QUEUED},
    ProcessingState.QUEUED: {ProcessingState.PROCESSING},
    ProcessingState.PROCESSING: {ProcessingState.READY, ProcessingState.FAILED},
    ProcessingState.FAILED: {ProcessingState.QUEUED},
    ProcessingState.READY: {ProcessingState.QUEUED},
}
REVIEW_ARROWS = {
    ReviewState.PENDING: {ReviewState.APPROVED, ReviewState.REJECTED},
    ReviewState.APPROVED: {ReviewState.WITHDRAWN},
    ReviewState.REJECTED: {ReviewState.PENDING},
    ReviewState.WITHDRAWN: {ReviewState.PENDING},
}


# Positions from here on are of images that nobody has placed.
UNPLACED = 2**31


def unplaced() -> int:
    """The position of what comes in now: behind all that is placed or came in before."""
    return UNPLACED + int(now().timestamp() * 1000)


class ImportRecord(BaseModel):
    """What was said and known when the picture came in; never edited afterwards."""

    product_code: str | None = None
    product_name: str | None = None
    file_name: str
    file_size: int
    importer_id: PydanticObjectId | None
    imported_at: datetime = Field(default_factory=now)
    source: ImportSource


class OriginalFile(BaseModel):
    """The file as it came. `clash_key` is its key folded for file systems that ignore case.

    `promised_sha256` is what its sender announced; `sha256` is what it has.
    A file that replaced another has a higher `number`, and its own `name` at its sender;
    it keeps the `clash_key` of the first, which stays taken as long as the image is kept.
    """

    key: str
    clash_key: str
    content_type: str
    bytes: int
    sha256: str | None = None
    promised_sha256: str | None = None
    number: int = 1
    name: str | None = None
    # The file's name in the form in which two of one group clash.
    folded_name: str | None = None


class StoredRendition(BaseModel):
    """A file made from the original."""

    preset: str
    # By which it was made (processing.presets.Privacy); there was no other before it was told.
    privacy: str = "BARE"
    key: str
    content_type: str
    width: int
    height: int
    bytes: int


class Review(BaseModel):
    """The last decision and who made it when."""

    state: ReviewState = ReviewState.PENDING
    reason: ReviewReason | None = None
    note: str | None = None
    by: PydanticObjectId | None = None
    at: datetime | None = None


class Publication(BaseModel):
    """Where the public finds an approved picture."""

    content_hash: str
    renditions: list[StoredRendition]
    at: datetime = Field(default_factory=now)


class DuplicateWish(BaseModel):
    """What its sender wishes for a picture that proves to be a duplicate of another one."""

    policy: DuplicatePolicy
    scope: DuplicateScope = DuplicateScope.FILE


class Problem(BaseModel):
    """Why something failed: a code for programs, a sentence for people.

    `image_id` is what was in the way, where that is an image.
    """

    code: str
    message: str
    image_id: PydanticObjectId | None = None


class Image(Kept):
    """A picture. Every change is one conditional update; see the methods."""

    version: int = 1
    state: ProcessingState = ProcessingState.AWAITING_UPLOAD
    problem: Problem | None = None
    review: Review = Field(default_factory=Review)
    group_id: PydanticObjectId | None = None
    collection_ids: list[PydanticObjectId] = Field(default_factory=list)
    product_code: str | None = None
    product_role: ProductRole | None = None
    product_position: int = Field(default_factory=unplaced)
    imported: ImportRecord
    original: OriginalFile
    # To be heeded when the picture is checked; None once that is done.
    duplicate_wish: DuplicateWish | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    metadata: dict[str, Any] = Field(default_factory=dict)
    metadata_sources: dict[str, str] = Field(default_factory=dict)
    edits: dict[str, Any] = Field(default_factory=dict)
    # The values of custom fields among the edits once more, as an index takes them.
    custom: list[dict[str, Any]] = Field(default_factory=list)
    renditions: list[StoredRendition] = Field(default_factory=list)
    publication: Publication | None = None
    job_id: PydanticObjectId | None = None
    deleted_at: datetime | None = None
    deleted_by: PydanticObjectId | None = None
    # From then on it is being removed for good, and nothing brings it back.
    purged_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how images are kept: each index serves one filter in keyset order."""

        name = "images"
        indexes = [
            IndexModel([("original.clash_key", ASCENDING)], unique=True),
            *LIKENESS,
            *CUSTOM_INDEXES,
            # Which record names a key: see documents.named.
            IndexModel([("original.key", ASCENDING)], name="key"),
            IndexModel([("renditions.key", ASCENDING)], name="rendition_key"),
            IndexModel(
                [("publication.renditions.key", ASCENDING)],
                name="published_key",
                partialFilterExpression={"publication.at": {"$type": "date"}},
            ),
            IndexModel([("state", ASCENDING), ("updated_at", ASCENDING)]),
            *(
                IndexModel(
                    [
                        ("deleted_at", ASCENDING),
                        *((field, ASCENDING) for field in fields),
                        (order, DESCENDING),
                        ("_id", DESCENDING),
                    ]
                )
                for fields in (
                    (),
                    ("review.state",),
                    ("state",),
                    ("product_code",),
                    ("group_id",),
                    ("collection_ids",),
                )
                for order in ("created_at", "updated_at")
            ),
            *(
                IndexModel(
                    [(moment, DESCENDING), ("_id", DESCENDING)],
                    name=name,
                    partialFilterExpression={moment: {"$type": "date"}},
                )
                for name, moment in (("trash", "deleted_at"), ("purged", "purged_at"))
            ),
            IndexModel(
                [
                    ("product_code", ASCENDING),
                    ("product_position", ASCENDING),
                    ("publication.at", ASCENDING),
                    ("_id", ASCENDING),
                ],
                name=IN_SHOP_ORDER,
                partialFilterExpression={"publication.at": {"$type": "date"}},
            ),
            IndexModel(
                [
                    ("deleted_at", ASCENDING),
                    ("product_code", ASCENDING),
                    ("product_position", ASCENDING),
                    ("_id", ASCENDING),
                ],
                name="placed",
            ),
            IndexModel(
                [("product_code", ASCENDING)],
                name="one_main",
                unique=True,
                partialFilterExpression={"product_role": ProductRole.MAIN.value},
            ),
        ]

    @classmethod
    async def change(
        cls,
        id: PydanticObjectId,
        where: Mapping[str, Any],
        update: Mapping[str, Any],
        session: Session | None = None,
    ) -> "Image | None":
        """Apply `update` if the image still meets `where`; else change nothing and give None."""
        sets = {**update.get("$set", {}), "updated_at": now()}
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "deleted_at": None, **where},
            {**update, "$set": sets},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        return None if raw is None else cls.model_validate(raw)

    @classmethod
    async def present(cls, id: PydanticObjectId, session: Session | None = None) -> "Image":
        """The image under `id`. Raises NoSuchDocument, for a deleted one too."""
        found = await cls.find_one({"_id": id, "deleted_at": None}, session=session)
        if found is None:
            raise NoSuchDocument("image", str(id))
        return found

    @classmethod
    async def move(
        cls,
        id: PydanticObjectId,
        there: ProcessingState,
        facts: Mapping[str, Any] | None = None,
        session: Session | None = None,
        *,
        job_id: PydanticObjectId | None = None,
    ) -> "Image":
        """Take one arrow of PROCESSING_ARROWS and set `facts` with it. Raises CannotMove.

        With a `job_id`, only while that is the job that processes the image.
        """
        sources = [here for here, targets in PROCESSING_ARROWS.items() if there in targets]
        where = {"state": {"$in": sources}, **({"job_id": job_id} if job_id else {})}
        sets = {**(facts or {}), "state": there}
        moved = await cls.change(id, where, {"$set": sets}, session)
        if moved is None:
            raise CannotMove((await cls.present(id, session)).state, there)
        return moved

    @classmethod
    async def decide(
        cls, ids: Sequence[PydanticObjectId], review: Review, session: Session
    ) -> None:
        """Set the review of images whose arrows the caller has checked in this transaction.

        Nothing of them counts as public from then on, until it is published anew. Whoever
        changes one of them meanwhile makes the transaction run again. Raises CannotMove where
        the check was missing.
        """
        sources = [here for here, targets in REVIEW_ARROWS.items() if review.state in targets]
        result = await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": list(ids)}, "review.state": {"$in": sources}},
            {
                "$set": {
                    "review": review.model_dump(),
                    "publication": None,
                    "updated_at": now(),
                },
                "$inc": {"version": 1},
            },
            session=session,
        )
        if result.matched_count != len(ids):
            raise CannotMove("another state", review.state)

    @classmethod
    async def edit(
        cls,
        id: PydanticObjectId,
        sets: Mapping[str, Any],
        expected_version: int,
        session: Session,
    ) -> "Image":
        """Set fields on exactly the version that the caller saw. Raises VersionConflict."""
        edited = await cls.change(
            id, {"version": expected_version}, {"$set": sets, "$inc": {"version": 1}}, session
        )
        if edited is None:
            current = await cls.present(id, session)
            raise VersionConflict(expected_version, current.version)
        return edited

    @classmethod
    async def among(
        cls, ids: Sequence[PydanticObjectId], session: Session | None = None
    ) -> "dict[PydanticObjectId, Image]":
        """Those of `ids` that are there and not deleted, by id; one query."""
        found = cls.find({"_id": {"$in": list(ids)}, "deleted_at": None}, session=session)
        return {image.id: image async for image in found}

    async def reserve(self) -> bool:
        """Keep a new image; False where another one has, or just had, its place in the store."""
        return not await self.reserve_all([self])

    @classmethod
    async def reserve_all(cls, images: Sequence["Image"]) -> "list[Image]":
        """Keep new images; gives back those whose place in the store another has, or just had."""
        taken = await cls._taken(images)
        kept = [image for image in images if image.id not in {one.id for one in taken}]
        # Looked for after the insert: who gives a place up retires it before the record goes.
        resting = await RetiredKey.among(image.original.clash_key for image in kept)
        early = [image for image in kept if image.original.clash_key in resting]
        if early:
            await cls.get_pymongo_collection().delete_many(
                {"_id": {"$in": [image.id for image in early]}}
            )
        return taken + early

    @classmethod
    async def _taken(cls, images: Sequence["Image"]) -> "list[Image]":
        """Those of `images` that could not be inserted for another one is in their place."""
        try:
            await cls.insert_many(list(images), ordered=False)
        except BulkWriteError as error:
            failed = error.details["writeErrors"]
            if any(one["code"] != DUPLICATE_KEY for one in failed):
                raise
            return [images[one["index"]] for one in failed]
        return []

    @classmethod
    async def queue(
        cls, jobs: Mapping[PydanticObjectId, PydanticObjectId], session: Session
    ) -> None:
        """Move images from AWAITING_UPLOAD to QUEUED, each with its job.

        The caller has seen in this transaction that they wait. Raises CannotMove else.
        """
        waiting = {"state": ProcessingState.AWAITING_UPLOAD, "deleted_at": None}
        moved = {"state": ProcessingState.QUEUED, "updated_at": now()}
        writes = [
            UpdateOne({"_id": id, **waiting}, {"$set": {**moved, "job_id": job_id}})
            for id, job_id in jobs.items()
        ]
        if writes:
            result = await cls.get_pymongo_collection().bulk_write(writes, session=session)
            if result.matched_count != len(jobs):
                raise CannotMove("another state", ProcessingState.QUEUED)

    @classmethod
    async def hide_abandoned(cls, age: timedelta) -> list[PydanticObjectId]:
        """Doom reservations older than `age` that no upload followed, and give their ids.

        Direct uploads are not among them: each of those has an expiry of its own.
        """
        images = cls.get_pymongo_collection()
        old = {
            "state": ProcessingState.AWAITING_UPLOAD,
            "updated_at": {"$lt": now() - age},
            "imported.source": {"$ne": ImportSource.DIRECT},
        }
        ids = [raw["_id"] async for raw in images.find(old, {"_id": 1}).limit(1000)]
        doomed = {"deleted_at": now(), "purged_at": now()}
        await images.update_many({**old, "_id": {"$in": ids}}, {"$set": doomed})
        return ids

    @classmethod
    async def hide_awaiting(cls, ids: Sequence[PydanticObjectId]) -> None:
        """Doom those of `ids` whose bytes never came."""
        await cls.get_pymongo_collection().update_many(
            {"_id": {"$in": list(ids)}, "state": ProcessingState.AWAITING_UPLOAD},
            {"$set": {"deleted_at": now(), "purged_at": now()}},
        )

    @classmethod
    async def approvals(
        cls, ids: Sequence[PydanticObjectId]
    ) -> set[tuple[PydanticObjectId, datetime]]:
        """Which approvals stand: those of `ids` that are approved and there, and since when."""
        approved = {"review.state": ReviewState.APPROVED, "deleted_at": None}
        found = cls.get_pymongo_collection().find(
            {"_id": {"$in": list(ids)}, **approved}, {"review.at": 1}
        )
        return {(raw["_id"], raw["review"]["at"]) async for raw in found}
