"""A file that a picture has or had."""

from datetime import datetime
from typing import Self

import strawberry

from documents.pages import Raw
from graph.ids import global_id
from graph.scalars import ByteCount


@strawberry.type(description="A file of a picture: the one that it has, or one that it had.")
class FileVersion:
    """One version; the file itself stays private."""

    number: int = strawberry.field(
        description="1 for the file that the picture came with; grows with every replacement."
    )
    file_name: str = strawberry.field(description="The file's name at its sender.")
    content_type: str = strawberry.field(description="Its type, by its content.")
    bytes: ByteCount = strawberry.field(description="Its size.")
    sha256: str | None = strawberry.field(description="Its SHA-256, in hex.")
    created_at: datetime = strawberry.field(description="When it came in, or was brought back.")
    created_by_user_id: strawberry.ID | None = strawberry.field(
        description="The account that sent it or brought it back."
    )
    current: bool = strawberry.field(description="Whether it is the one that the picture has.")

    @classmethod
    def of(cls, raw: Raw, current: int) -> Self:
        """The version of a raw row, of an image that has the one with the number `current`."""
        original, by = raw["original"], raw["created_by"]
        return cls(
            number=raw["number"],
            file_name=raw["file_name"],
            content_type=original["content_type"],
            bytes=original["bytes"],
            sha256=original["sha256"],
            created_at=raw["created_at"],
            created_by_user_id=strawberry.ID(global_id("User", by)) if by else None,
            current=raw["number"] == current,
        )

    @staticmethod
    def only_one(image: Raw) -> Raw:
        """The row of an image's first file, of which none is kept before it is replaced."""
        imported = image["imported"]
        return {
            "number": 1,
            "original": image["original"],
            "file_name": imported["file_name"],
            "created_at": imported["imported_at"],
            "created_by": imported["importer_id"],
        }
