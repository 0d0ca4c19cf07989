"""A page of pictures, and what the whole list is made of."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry
from beanie import PydanticObjectId

from actions.arranging.smart_lists import listed
from actions.metadata.values import camel
from actions.searching import facets as counting
from documents.facets import NAMED, Counts, Facets
from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id
from graph.selection import asked
from graph.types.connection import Connection

if TYPE_CHECKING:
    from graph.types.image import Image

LazyImage: TypeAlias = Annotated["Image", strawberry.lazy("graph.types.image")]
# Facets whose values are objects, with their types.
OBJECTS = {"group": "ImageGroup", "collection": "Collection", "importer": "User"}


@strawberry.type(description="A value, and how many of the counted pictures have it.")
class FacetValue:
    """One line of a facet."""

    value: str = strawberry.field(description="As filters take it; ids are global.")
    count: int = strawberry.field(description="At most the `counted` of the facets.")


@strawberry.type(description="The commonest values of a list, the most frequent first.")
class Facet:
    """A column to choose from."""

    values: list[FacetValue] = strawberry.field(description="At most `first`.")
    more: bool = strawberry.field(description="Whether there are more values.")

    @classmethod
    def of(cls, name: str, counts: Counts) -> "Facet":
        """What was counted of one name."""
        return cls(
            values=[
                FacetValue(value=_told(name, value), count=count) for value, count in counts.values
            ],
            more=counts.more,
        )


def _facet(description: str) -> Any:
    return strawberry.field(description=description)


@strawberry.type(description="What a list is made of; only what is asked for is counted.")
class ImageFacets:
    """All are of the same pictures: those of the list, up to 10,000 of them."""

    counted: int = strawberry.field(description="How many pictures were looked at.")
    more: bool = strawberry.field(description="Whether the list may have more than those.")
    camera: Facet = _facet("By the model of the camera.")
    collection: Facet = _facet("By collection.")
    content_type: Facet = _facet("By the type of the original.")
    group: Facet = _facet("By group.")
    importer: Facet = _facet("By the account that sent them.")
    keyword: Facet = _facet("By keyword, as it is written.")
    month: Facet = _facet("By the month in which they were taken, such as 2026-05.")
    problem: Facet = _facet("By what went wrong.")
    product_code: Facet = _facet("By product.")
    quality: Facet = _facet("By rules that were missed, such as FAIL:SHARPNESS.")
    readiness: Facet = _facet("By how they answer sales channels, such as google:WARN.")
    review: Facet = _facet("By decision.")
    source: Facet = _facet("By the way in which they came.")
    state: Facet = _facet("By where they are on their way in.")

    @classmethod
    def of(cls, found: Facets) -> "ImageFacets":
        """What was counted; what nobody asked for is never resolved."""
        nothing = Counts((), more=False)
        return cls(
            counted=found.counted,
            more=found.counted == counting.MOST_COUNTED,
            **{name: Facet.of(name, found.by_name.get(name, nothing)) for name in NAMED},
        )


@strawberry.type(name="ImageConnection", description="A page of a list.")
class ImageConnection(Connection[LazyImage]):
    """A connection of Relay's whose list can be counted by what it is made of."""

    # Where the list is told apart by more than `where`.
    listed: strawberry.Private[Raw | None] = None
    # The filter of a smart collection, as it is kept.
    saved: strawberry.Private[Raw | None] = None

    @strawberry.field(
        description=(
            "What the whole list is made of, counted over up to 10,000 pictures of it, whichever "
            "an index gives first. Refused if that takes more than 3 seconds."
        )
    )
    async def facets(
        self,
        info: Info,
        first: Annotated[
            int, strawberry.argument(description="How many values of each, 1 to 50.")
        ] = 10,
    ) -> ImageFacets:
        """One query, however many are asked for."""
        viewer, where = info.context.viewer, self.listed or self.where
        if self.saved is not None:
            where = await listed(self.saved)
        names = [name for name in NAMED if camel(name) in asked(info)]
        return ImageFacets.of(await counting.count(viewer, where, names, first))


def _told(name: str, value: PydanticObjectId | str) -> str:
    return global_id(OBJECTS[name], value) if name in OBJECTS else str(value)
