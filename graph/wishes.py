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


def import_duplicates_field() -> Any:
    """The field `duplicates` of imports."""
    return strawberry.field(
        default=DuplicatePolicy.REUSE,
        description=(
            "What becomes of a file that an image has already. With REUSE the item is SKIPPED with "
            "ALREADY_IMPORTED, so that an import may be run twice; the image comes into the "
            "collections, and into the group and onto the product if it is in or on none. With "
            "REJECT it is REFUSED with DUPLICATE_IMAGE. With KEEP it is one image more."
        ),
    )


def import_same_name_field() -> Any:
    """The field `sameName` of imports."""
    return strawberry.field(
        default=SameName.KEEP_BOTH,
        description=(
            "What becomes of a file whose name another one of its group has. With REPLACE the "
            "item is TAKEN with FILE_REPLACED, and is REFUSED with STILL_PROCESSING, to be "
            "retried, while that image is being processed: only the file changes, the image "
            "keeps its edits, product and collections, and is PENDING again. With REJECT it is "
            "REFUSED with NAME_TAKEN. Without a group no names clash."
        ),
    )
