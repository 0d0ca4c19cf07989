"""The fields by which inputs say what becomes of files that meet something there already."""

from typing import Any

import strawberry

from graph.types.enums import DuplicatePolicy, DuplicateScope, SameName


def duplicates_field() -> Any:
    """The field `duplicates`."""
    return strawberry.field(
        default=DuplicatePolicy.KEEP,
        description=(
            "What becomes of a file that is there already. It is seen at once where the checksum "
            "is known, else once the picture is checked: with REJECT it is FAILED then, with "
            "DUPLICATE_IMAGE; with REUSE it is removed, its job ends with the stage REUSED, and "
            "its upload points to the image that was there. A reused image comes into the "
            "collections, and into the group and onto the product if it is in or on none."
        ),
    )


def duplicates_by_field() -> Any:
    """The field `duplicatesBy`."""
    return strawberry.field(
        default=DuplicateScope.FILE,
        description="PICTURE counts the same pixels in another file too, once they are checked.",
    )


def same_name_field() -> Any:
    """The field `sameName`."""
    return strawberry.field(
        default=SameName.KEEP_BOTH,
        description=(
            "What becomes of a file whose name another one of the group has. With REPLACE only "
            "the file changes: the image keeps its edits, product and collections, and is "
            "PENDING again. Without a group no names clash."
        ),
    )
