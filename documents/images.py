"""One picture: its files, its facts, its edits, its review, its publication."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from beanie import PydanticObjectId
from pydantic import Field
from pymongo import ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError

from documents.analyses import AnalysisWish
from documents.clock import now
from documents.duplicate_wishes import DuplicateWish
from documents.errors import CannotMove, NoSuchDocument, VersionConflict
from documents.finding import found, placed, renews
from documents.focal_points import FocalPoint
from documents.image_files import (
    ImportRecord,
    ImportSource,
    OriginalFile,
    Publication,
    StoredRendition,
)
from documents.image_indexes import INDEXES
from documents.kept import Kept
from documents.problems import Problem
from documents.processing_states import PROCESSING_ARROWS, ProcessingState
from documents.products import ProductRole
from documents.qualities import Verdict
from documents.readiness import touched
from documents.retired_keys import RetiredKey
from documents.reviews import REVIEW_ARROWS, Review, ReviewState, Undoable
from documents.transactions import Session
from documents.validity_indexes import in_force

DUPLICATE_KEY = 11000


# Positions from here on are of images that nobody has placed.
UNPLACED = 2**31


def unplaced(at: datetime | None = None) -> int:
    """The position of what comes in now, or `at`: behind all that is placed or came in before."""
    return UNPLACED + int((at or now()).timestamp() * 1000)


class Image(Kept):
    """A picture. Every change is one conditional update; see the methods."""

    version: int = 1
    state: ProcessingState = ProcessingState.AWAITING_UPLOAD
    problem: Problem | None = None
    review: Review = Field(default_factory=Review)
    undoable: Undoable | None = None
    # Outside of these times no approval stands; see documents.validity.
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    # Who is to decide about it.
    assignee_id: PydanticObjectId | None = None
    assigned_at: datetime | None = None
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
    # None until it was processed.
    quality: Verdict | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    metadata_sources: dict[str, str] = Field(default_factory=dict)
    edits: dict[str, Any] = Field(default_factory=dict)
    # What of the edits a model wrote and somebody accepted as it was: see documents.analyses.
    ai_texts: dict[str, Any] = Field(default_factory=dict)
    # What a model is to be asked about it once it is READY.
    analyses_wished: list[AnalysisWish] = Field(default_factory=list)
    # The values of custom fields among the edits once more, as an index takes them.
    custom: list[dict[str, Any]] = Field(default_factory=list)
    renditions: list[StoredRendition] = Field(default_factory=list)
    # As people set it; facts hold the suggested one.
    focal_point: FocalPoint | None = None
    publication: Publication | None = None
    # How it answers each channel, and by which rules: see documents.readiness.
    readiness: list[str] = Field(default_factory=list)
    readiness_of: str | None = None
    # By what it is found: see documents.finding.
    found_by: list[dict[str, Any]] = Field(default_factory=list)
    traits: dict[str, Any] = Field(default_factory=dict)
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
        indexes = INDEXES

    @classmethod
    async def change(
        cls,
        id: PydanticObjectId,
        where: Mapping[str, Any],
        update: Mapping[str, Any],
        session: Session | None = None,
    ) -> "Image | None":
        """Apply `update` if the image still meets `where`; else change nothing and give None."""
        beside = {**touched(update), **placed(update)}
        sets = {**beside, **update.get("$set", {}), "updated_at": now()}
        raw = await cls.get_pymongo_collection().find_one_and_update(
            {"_id": id, "deleted_at": None, **where},
            {**update, "$set": sets},
            return_document=ReturnDocument.AFTER,
            session=session,
        )
        if raw is not None and renews(update):
            raw |= await cls._found_anew(raw, session)
        return None if raw is None else cls.model_validate(raw)

    @classmethod
    async def _found_anew(cls, raw: Mapping[str, Any], session: Session | None) -> dict[str, Any]:
        """Keep by what the picture of a row is found, unless it was changed again meanwhile."""
        anew = found(raw)
        if any(raw.get(name) != value for name, value in anew.items()):
            mine = {"_id": raw["_id"], "updated_at": raw["updated_at"]}
            images = cls.get_pymongo_collection()
            await images.update_one(mine, {"$set": anew}, session=session)
        return anew

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
    async def decide(cls, images: Sequence["Image"], review: Review, session: Session) -> None:
        """Set the review of images whose arrows the caller has checked in this transaction.

        Nothing of them counts as public from then on, until it is published anew. Whoever
        changes one of them meanwhile makes the transaction run again. Raises CannotMove where
        the check was missing.
        """
        sources = [here for here, targets in REVIEW_ARROWS.items() if review.state in targets]
        decided = {"review": review.model_dump(), "publication": None, "updated_at": now()}
        writes = [
            UpdateOne(
                {"_id": image.id, "review.state": {"$in": sources}},
                {"$set": {**decided, "undoable": image.as_it_was()}, "$inc": {"version": 1}},
            )
            for image in images
        ]
        if writes:
            result = await cls.get_pymongo_collection().bulk_write(writes, session=session)
            if result.matched_count != len(writes):
                raise CannotMove("another state", review.state)

    def may_be_shown(self, at: datetime) -> bool:
        """Whether a moment is within the time of the picture."""
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_until is None or at < self.valid_until)

    def as_it_was(self) -> dict[str, Any]:
        """What has to be known to undo the decision that is about to be made."""
        return Undoable(review=self.review, version=self.version + 1).model_dump()

    def be_found(self) -> None:
        """Have it found by what it is, before it is stored."""
        anew = found(self.model_dump())
        self.found_by, self.traits = anew["found_by"], anew["traits"]

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
        for image in images:
            image.be_found()
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
        """Which approvals stand: those of `ids` that are approved, there, and within their

        time, and since when.
        """
        approved = {"review.state": ReviewState.APPROVED, "deleted_at": None, **in_force(now())}
        found = cls.get_pymongo_collection().find(
            {"_id": {"$in": list(ids)}, **approved}, {"review.at": 1}
        )
        return {(raw["_id"], raw["review"]["at"]) async for raw in found}
