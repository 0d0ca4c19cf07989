"""Which entries of the audit are asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from beanie import PydanticObjectId
from pydantic import TypeAdapter

from actions.access import Permission, Viewer, require
from documents.pages import Order, Raw

NEWEST_FIRST = Order("at")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """None and nothing mean any, all that is given must hold; `until` itself is not included."""

    subject_id: PydanticObjectId | None = None
    subject_kind: str | None = None
    user_id: PydanticObjectId | None = None
    rule: str | None = None
    actions: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def told(cls, kept: Raw) -> "AuditFilter":
        """The filter that a job was given, as `dataclasses.asdict` had it kept."""
        return TypeAdapter(cls).validate_python(kept)

    def where(self) -> Raw:
        """The filter as MongoDB takes it."""
        wanted: dict[str, Any] = {
            "subject_id": self.subject_id,
            "subject_kind": self.subject_kind,
            "actor.user_id": self.user_id,
            "actor.rule": self.rule,
            "action": {"$in": list(self.actions)} if self.actions else None,
            "at": self._when(),
        }
        return {name: value for name, value in wanted.items() if value is not None}

    def _when(self) -> Raw | None:
        bounds = {"$gte": self.since, "$lt": self.until}
        given = {name: _known(moment) for name, moment in bounds.items() if moment is not None}
        return given or None


def asked(viewer: Viewer | None, filter: AuditFilter) -> Raw:
    """The filter for somebody who may read the audit. Raises Unauthenticated, Forbidden."""
    require(viewer, Permission.READ_AUDIT)
    return filter.where()


def _known(moment: datetime) -> datetime:
    """A time without a zone is in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
