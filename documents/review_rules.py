"""Automatic rules: what is decided about a picture when nobody has looked at it yet."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from beanie import PydanticObjectId
from pydantic import BaseModel, Field
from pymongo import DESCENDING, IndexModel

from documents.clock import now
from documents.errors import VersionConflict
from documents.kept import Kept
from documents.reviews import ReviewReason
from documents.transactions import Session


class RuleAction(StrEnum):
    """What a rule does with a picture."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    ROUTE = "ROUTE"


class RuleCondition(BaseModel):
    """Which pictures; all that is given must hold, and nothing at all means every one."""

    least_score: int | None = None
    most_score: int | None = None
    # Names of quality rules, of which any failed.
    failed: list[str] = Field(default_factory=list)
    # Channels: ready for all of these, and not for any of those.
    ready_for: list[str] = Field(default_factory=list)
    unready_for: list[str] = Field(default_factory=list)
    importer_ids: list[PydanticObjectId] = Field(default_factory=list)
    has_product: bool | None = None
    # Of the shorter side, in pixels, ends included.
    least_side: int | None = None
    most_side: int | None = None
    duplicate: bool | None = None


class ReviewRule(BaseModel):
    """One rule: REJECT has a reason and may have a note, ROUTE has a reviewer."""

    name: str
    when: RuleCondition
    action: RuleAction
    reason: ReviewReason | None = None
    note: str | None = None
    reviewer_id: PydanticObjectId | None = None


class ReviewRules(Kept):
    """The rules in their order. Each edit adds a list with the next version; the highest counts."""

    version: int
    rules: list[ReviewRule]
    by: PydanticObjectId | None
    at: datetime = Field(default_factory=now)

    class Settings:
        """Where and how rules are kept."""

        name = "review_rules"
        indexes = [IndexModel([("version", DESCENDING)], unique=True)]

    @classmethod
    async def current(cls, session: Session | None = None) -> "ReviewRules | None":
        """The list that counts; None where there never was one."""
        return await cls.find_all(session=session).sort("-version").limit(1).first_or_none()

    @classmethod
    async def replace_with(
        cls,
        rules: Sequence[ReviewRule],
        by: PydanticObjectId | None,
        expected: int,
        session: Session,
    ) -> "tuple[ReviewRules | None, ReviewRules]":
        """Let another list count; the one before and the new one. Raises VersionConflict.

        Before any there is version 0. Of two at the same moment one waits for the other.
        """
        before = await cls.current(session)
        version = before.version if before else 0
        if version != expected:
            raise VersionConflict(expected, version)
        after = cls(version=version + 1, rules=list(rules), by=by)
        await after.insert(session=session)
        return before, after
