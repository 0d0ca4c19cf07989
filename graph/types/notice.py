"""What people who run the house must be told."""

from datetime import datetime

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.types.enums import NoticeKind

SUBJECTS = {"webhook": "Webhook", "image": "Image"}


@strawberry.type(description="Something that needs somebody's attention.")
class Notice:
    """A sentence about an object."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    kind: NoticeKind = strawberry.field(description="What it is about, for programs.")
    message: str = strawberry.field(description="What happened, and what to do, in English.")
    subject_id: strawberry.ID | None = strawberry.field(
        description="The global id of the object; null where it is about none."
    )
    at: datetime = strawberry.field(description="When it happened; kept for 90 days.")

    @classmethod
    def of(cls, raw: Raw) -> "Notice":
        """The notice of a raw row."""
        about = raw["subject_id"]
        kind = SUBJECTS.get(raw["subject_kind"], "Node")
        return cls(
            id=strawberry.ID(global_id("Notice", raw["_id"])),
            kind=NoticeKind(raw["kind"]),
            message=raw["message"],
            subject_id=strawberry.ID(global_id(kind, about)) if about else None,
            at=raw["at"],
        )
