"""checkDuplicates(sha256): which files are there already, before they are sent."""

from typing import Annotated

import strawberry

from actions.pictures import duplicates
from actions.pictures.duplicates import MOST_FOUND
from graph.context import Info
from graph.types.image import Image

Checksums = Annotated[
    list[str],
    strawberry.argument(description="SHA-256 of files, 64 hex digits each; at most 250."),
]


@strawberry.type(description="What is there of one file.")
class DuplicateCheck:
    """An answer to one checksum."""

    sha256: str = strawberry.field(description="The checksum, in lower case.")
    images: list[Image] = strawberry.field(
        description=(
            f"The images with this file, oldest first, at most {MOST_FOUND}; empty where there is "
            "none. Those in the trash, on their way to us, or FAILED do not count."
        )
    )


@strawberry.field(
    description=(
        "For each checksum, in the order of the input, the images that have this file already. "
        "Needs the role VIEWER."
    )
)
async def check_duplicates(info: Info, sha256: Checksums) -> list[DuplicateCheck]:
    """One query for all."""
    checked = await duplicates.check(info.context.viewer, sha256)
    house = info.context.house
    return [
        DuplicateCheck(sha256=one, images=[Image.of(raw, house) for raw in found])
        for one, found in checked
    ]
