"""The peer in Python: Strawberry over Beanie documents, as both are introduced."""

from datetime import datetime
from enum import Enum
from typing import Any, NewType

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.schema.config import StrawberryConfig
from strawberry.types.scalar import ScalarDefinition

from benchmarks.reading import PUBLIC, WANTED
from documents.images import Image as ImageDocument
from graph.ids import global_id
from graph.scalars import SCALARS

ByteCount = NewType("ByteCount", int)
URL = NewType("URL", str)


@strawberry.enum
class ReviewState(Enum):
    """What was decided."""

    PENDING = "PENDING"
    APPROVED = "APPROVED"


@strawberry.type
class Review:
    """A decision."""

    state: str
    reason: str | None
    note: str | None
    by_user_id: strawberry.ID | None
    at: datetime | None


@strawberry.type
class Imported:
    """How it came in."""

    file_name: str
    file_size: ByteCount
    importer_id: strawberry.ID | None
    imported_at: datetime
    source: str


@strawberry.type
class Rendition:
    """A public file."""

    preset: str
    url: URL
    width: int
    height: int
    bytes: ByteCount
    content_type: str


@strawberry.type
class Publication:
    """The public side."""

    at: datetime
    renditions: list[Rendition]


@strawberry.type
class Image:
    """A picture."""

    id: strawberry.ID
    version: int
    state: str
    file_name: str
    content_type: str
    bytes: ByteCount
    sha256: str | None
    width: int | None
    height: int | None
    orientation: int | None
    thumb_hash: str | None
    dominant_color: str | None
    title: str | None
    description: str | None
    keywords: list[str]
    product_code: str | None
    product_position: int | None
    product_role: str | None
    created_at: datetime
    updated_at: datetime
    review: Review
    imported: Imported
    publication: Publication | None


@strawberry.type
class PageInfo:
    """Whether there is more."""

    has_next_page: bool


@strawberry.type
class Page:
    """A page."""

    nodes: list[Image]
    page_info: PageInfo


@strawberry.input
class ImagesWhere:
    """Which."""

    review_state: ReviewState


@strawberry.type
class Query:
    """Reading."""

    @strawberry.field
    async def images(self, where: ImagesWhere, first: int) -> Page:
        """The newest ones."""
        wanted = {**WANTED, "review.state": where.review_state.value}
        found = ImageDocument.find(wanted).sort("-created_at", "-_id").limit(first + 1)
        documents = await found.to_list()
        nodes = [_image(one) for one in documents[:first]]
        return Page(nodes=nodes, page_info=PageInfo(has_next_page=len(documents) > first))


def _image(image: ImageDocument) -> Image:
    facts, edits, read = image.facts, image.edits, image.metadata
    return Image(
        id=strawberry.ID(global_id("Image", image.id)),
        version=image.version,
        state=image.state,
        file_name=image.imported.file_name,
        content_type=image.original.content_type,
        bytes=ByteCount(image.original.bytes),
        sha256=image.original.sha256,
        width=facts["width"],
        height=facts["height"],
        orientation=facts["orientation"],
        thumb_hash=facts["thumb_hash"],
        dominant_color=facts["dominant_color"],
        title=edits.get("title", read.get("title")),
        description=edits.get("description", read.get("description")),
        keywords=edits.get("keywords", read.get("keywords")) or [],
        product_code=image.product_code,
        product_position=image.product_position,
        product_role=image.product_role,
        created_at=image.created_at,
        updated_at=image.updated_at,
        review=_review(image.review),
        imported=_imported(image.imported),
        publication=_publication(image.publication),
    )


def _id(id: object) -> strawberry.ID | None:
    return strawberry.ID(global_id("User", id)) if id else None


def _review(review: Any) -> Review:
    return Review(
        state=review.state,
        reason=review.reason,
        note=review.note,
        by_user_id=_id(review.by),
        at=review.at,
    )


def _imported(record: Any) -> Imported:
    return Imported(
        file_name=record.file_name,
        file_size=record.file_size,
        importer_id=_id(record.importer_id),
        imported_at=record.imported_at,
        source=record.source,
    )


def _publication(publication: Any) -> Publication | None:
    if publication is None:
        return None
    return Publication(
        at=publication.at,
        renditions=[
            Rendition(
                preset=one.preset,
                url=URL(f"{PUBLIC}/{one.key}"),
                width=one.width,
                height=one.height,
                bytes=one.bytes,
                content_type=one.content_type,
            )
            for one in publication.renditions
        ],
    )


SCALARS_OF_OURS: dict[object, ScalarDefinition] = {
    ByteCount: strawberry.scalar(name="ByteCount", serialize=int, parse_value=int),
    URL: strawberry.scalar(name="URL", serialize=str, parse_value=str),
    datetime: SCALARS[datetime],
}
schema = strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS_OF_OURS))
app = Starlette(routes=[Route("/graphql", GraphQL(schema))])
