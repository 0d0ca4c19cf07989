"""What people have said of a picture, one change after the other."""

from datetime import datetime
from typing import Any, Self

import strawberry
from strawberry.scalars import JSON

from actions.metadata.editing import changed
from actions.metadata.values import camel
from documents.pages import Raw
from graph.ids import global_id
from graph.types.enums import RevisionKind


@strawberry.type(description="One field that was changed.")
class MetadataChange:
    """Before and after."""

    field: str = strawberry.field(description="The field's name, such as title or latitude.")
    before: JSON | None = strawberry.field(
        description="The edited value before; null where it was cleared or not edited."
    )
    after: JSON | None = strawberry.field(
        description="The edited value since; null where it was cleared, or is as in the file."
    )


@strawberry.type(description="One change of a picture's metadata; never altered afterwards.")
class MetadataRevision:
    """Who changed what when."""

    id: strawberry.ID = strawberry.field(
        description="What `revertMetadata` takes to go back to before this change."
    )
    version: int = strawberry.field(description="The image's `version` that it made.")
    kind: RevisionKind = strawberry.field(description="How it came about.")
    at: datetime = strawberry.field(description="When it was made.")
    by_user_id: strawberry.ID | None = strawberry.field(description="The account of who did it.")
    changes: list[MetadataChange] = strawberry.field(
        description="The fields that differ, by name. A place removed since is not told."
    )

    @classmethod
    def of(cls, raw: Raw) -> Self:
        """The revision of a raw row."""
        before, after, by = raw["before"], raw["after"], raw["actor"]["user_id"]
        return cls(
            id=strawberry.ID(global_id("MetadataRevision", raw["_id"])),
            version=raw["version"],
            kind=raw["kind"],
            at=raw["at"],
            by_user_id=strawberry.ID(global_id("User", by)) if by else None,
            changes=[
                MetadataChange(
                    field=camel(name),
                    before=_plain(before.get(name)),
                    after=_plain(after.get(name)),
                )
                for name in changed(before, after)
            ],
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
