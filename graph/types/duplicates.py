"""Pictures that are alike, as clients see them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, TypeAlias

import strawberry
from beanie import PydanticObjectId

from actions.access import Viewer
from actions.pictures.duplicates import (
    MOST_FOUND,
    USUAL_DISTANCE,
    SameFile,
    SamePicture,
    so_far,
    so_many,
)
from actions.searching.likeness import MOST_LOOKS, alike
from documents.fingerprints import MOST_DISTANCE
from documents.likeness import Similar
from documents.pages import Raw
from graph.context import Info
from graph.ids import object_id

if TYPE_CHECKING:
    from graph.types.image import Image

LazyImage: TypeAlias = Annotated["Image", strawberry.lazy("graph.types.image")]
First = Annotated[int, strawberry.argument(description=f"How many at most, 1 to {MOST_FOUND}.")]
MaxDistance = Annotated[
    int,
    strawberry.argument(
        description=(
            f"In how many of 64 bits the looks may differ, 0 to {MOST_DISTANCE}. The same picture, "
            "scaled, compressed or lightly edited, differs in up to 6."
        )
    ),
]


@strawberry.input(
    description=(
        "What a list of pictures is to look like. Of pictures with more than "
        f"{MOST_LOOKS:,} different looks that near, it has the nearest."
    )
)
class SimilarToWhere:
    """A picture, and how near."""

    id: strawberry.ID = strawberry.field(description="The picture, which is not listed itself.")
    max_distance: int = strawberry.field(
        default=USUAL_DISTANCE,
        description=f"In how many of 64 bits the looks may differ, 0 to {MOST_DISTANCE}.",
    )

    async def where(self, viewer: Viewer | None, path: Sequence[str]) -> Raw:
        """As the database takes it. Raises InvalidGlobalId, NoSuchDocument, DistanceOutOfRange."""
        inner = object_id("Image", self.id, [*path, "id"])
        return await alike(viewer, inner, self.max_distance)


@strawberry.type(description="A picture that looks nearly like another one.")
class SimilarImage:
    """How near it is."""

    image: LazyImage = strawberry.field(description="The picture.")
    distance: int = strawberry.field(
        description="In how many of 64 bits the looks differ; 0 is nearest."
    )


@strawberry.type(
    description=(
        "The pictures like this one. Each is in one of the three lists; those in the trash, on "
        "their way to us, or FAILED are in none."
    )
)
class ImageDuplicates:
    """Found when asked for; what is not known of the picture yet finds nothing."""

    id: strawberry.Private[PydanticObjectId]
    sha256: strawberry.Private[str | None]
    pixels: strawberry.Private[str | None]
    look: strawberry.Private[str | None]

    @strawberry.field(description="The same file, byte for byte; the oldest first.")
    async def exact(self, info: Info, first: First = 20) -> list[LazyImage]:
        """Loaded with those of the other images of the page."""
        so_many(first)
        if self.sha256 is None:
            return []
        found = await info.context.same_images.load(SameFile(self.id, self.sha256, first))
        return [_image(raw, info) for raw in found]

    @strawberry.field(
        description="The same pixels in another file, as with other metadata; the oldest first."
    )
    async def same_picture(self, info: Info, first: First = 20) -> list[LazyImage]:
        """Loaded with those of the other images of the page."""
        so_many(first)
        if self.pixels is None:
            return []
        found = await info.context.same_images.load(SamePicture(self.pixels, self.sha256, first))
        return [_image(raw, info) for raw in found]

    @strawberry.field(
        description=(
            "Other pixels that look nearly the same, such as a scaled or compressed copy; nearest "
            "first, then oldest. Every one within the distance is found."
        )
    )
    async def similar(
        self, info: Info, max_distance: MaxDistance = USUAL_DISTANCE, first: First = 20
    ) -> list[SimilarImage]:
        """Loaded with those of the other images of the page."""
        so_many(first)
        so_far(max_distance)
        if self.look is None or self.pixels is None:
            return []
        asked = Similar(self.look, self.pixels, max_distance, first)
        found = await info.context.similar_images.load(asked)
        return [SimilarImage(image=_image(raw, info), distance=far) for raw, far in found]

    @classmethod
    def of(cls, raw: Raw) -> "ImageDuplicates":
        """What an image is known by."""
        facts = raw.get("facts", {})
        return cls(
            id=raw["_id"],
            sha256=raw["original"].get("sha256"),
            pixels=facts.get("pixel_hash"),
            look=facts.get("perceptual_hash"),
        )


def _image(raw: Raw, info: Info) -> "Image":
    from graph.types.image import Image  # noqa: PLC0415 - images know their duplicates

    return Image.of(raw, info.context.house)
