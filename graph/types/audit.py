"""Entries of the audit, and files of them, as clients see them."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from actions.auditing.entries import AuditFilter
from actions.auditing.exports import FILES
from actions.auditing.telling import plain
from actions.batches import within
from documents.audit_exports import AuditExport as ExportDocument
from documents.clock import now
from documents.pages import Raw
from graph.context import Info
from graph.ids import account_id, global_id, kind_and_id
from graph.scalars import URL, ByteCount
from graph.types.enums import AuditFormat
from graph.types.job import Job
from graph.types.renditions import LINK_SECONDS

MOST_ACTIONS = 50
# The types of subjects that have other names inside.
KINDS = {"account": "User", "group": "ImageGroup"}


@strawberry.type(description="Who acted; nothing at all means Ecogram itself.")
class AuditActor:
    """An account with its session, a key, or a rule."""

    user_id: strawberry.ID | None = strawberry.field(description="The account.")
    api_key_id: strawberry.ID | None = strawberry.field(description="The API key.")
    rule: str | None = strawberry.field(description="The automatic rule, by its name.")


@strawberry.type(description="One change of one object. Entries are never changed or removed.")
class AuditEntry:
    """Who, what, when, and what it was before and after."""

    id: strawberry.ID = strawberry.field(description="Opaque; never changes.")
    at: datetime = strawberry.field(description="When.")
    action: str = strawberry.field(description="What, such as image.approved.")
    subject_kind: str = strawberry.field(description="What was changed, such as image.")
    subject_id: strawberry.ID = strawberry.field(description="The global id of that object.")
    actor: AuditActor = strawberry.field(description="Who.")
    before: JSON = strawberry.field(
        description="What it replaced, by fields; empty where there is nothing to tell. Ids in it "
        "are inner ones."
    )
    after: JSON = strawberry.field(description="What came of it, by fields; as `before`.")

    @classmethod
    def of(cls, raw: Raw) -> "AuditEntry":
        """The entry of a raw row."""
        kind, actor = raw["subject_kind"], raw["actor"]
        return cls(
            id=strawberry.ID(global_id("AuditEntry", raw["_id"])),
            at=raw["at"],
            action=raw["action"],
            subject_kind=kind,
            subject_id=strawberry.ID(global_id(_type(kind), raw["subject_id"])),
            actor=AuditActor(
                user_id=_id("User", actor.get("user_id")),
                api_key_id=_id("ApiKey", actor.get("api_key_id")),
                rule=actor.get("rule"),
            ),
            before=plain(raw["before"]),
            after=plain(raw["after"]),
        )


@strawberry.input(description="Which entries; all that is given must hold, null means any.")
class AuditWhere:
    """A filter."""

    subject_id: strawberry.ID | None = strawberry.field(
        default=None, description="What was changed, by its global id of any type."
    )
    subject_kind: str | None = strawberry.field(
        default=None, description="What was changed, such as image or review_rules."
    )
    user_id: strawberry.ID | None = strawberry.field(
        default=None, description="The account that acted."
    )
    rule: str | None = strawberry.field(
        default=None, description="The automatic rule that acted, by its name."
    )
    actions: list[str] = strawberry.field(
        default_factory=list, description="Any of these, such as image.approved; at most 50."
    )
    since: datetime | None = strawberry.field(default=None, description="From then on.")
    until: datetime | None = strawberry.field(default=None, description="Before then.")

    def filter(self) -> AuditFilter:
        """The filter with inner ids. Raises InvalidGlobalId, TooMany."""
        within("actions", self.actions, MOST_ACTIONS)
        user, subject = self.user_id, self.subject_id
        return AuditFilter(
            subject_id=kind_and_id(subject)[1] if subject else None,
            subject_kind=self.subject_kind,
            user_id=account_id(user, ["where", "userId"]) if user else None,
            rule=self.rule,
            actions=self.actions,
            since=self.since,
            until=self.until,
        )


@strawberry.type(description="A file of the audit that is being written, or is there.")
class AuditExport:
    """Kept for a day."""

    made: strawberry.Private[ExportDocument]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    format: AuditFormat = strawberry.field(description="How entries are written.")
    rows: int | None = strawberry.field(
        description="How many entries are in it; null until it is written."
    )
    bytes: ByteCount | None = strawberry.field(
        description="Its size in bytes; null until it is written."
    )
    created_at: datetime = strawberry.field(description="When it was asked for.")
    expires_at: datetime = strawberry.field(description="Until when it is kept, a day.")

    @strawberry.field(
        description="A signed link, good for at least 50 minutes; null until it is written."
    )
    def url(self, info: Info) -> URL | None:
        """Signed on demand."""
        if self.made.key is None or self.made.expires_at <= now():
            return None
        name = FILES[self.made.format]
        links = info.context.house.links
        return URL(links.url(self.made.key, seconds=LINK_SECONDS, file_name=name))

    @strawberry.field(description="The job that writes it, with its progress.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.made.job_id)
        return Job.of(raw) if raw else None

    @classmethod
    def of(cls, made: ExportDocument) -> "AuditExport":
        """The file of a document."""
        return cls(
            made=made,
            id=strawberry.ID(global_id("AuditExport", made.id)),
            format=made.format,
            rows=made.rows,
            bytes=None if made.bytes is None else ByteCount(made.bytes),
            created_at=made.created_at,
            expires_at=made.expires_at,
        )


def _type(kind: str) -> str:
    """The type of a subject: image_group is ImageGroup."""
    return KINDS.get(kind, "".join(part.capitalize() for part in kind.split("_")))


def _id(kind: str, id: object) -> strawberry.ID | None:
    return None if id is None else strawberry.ID(global_id(kind, id))
