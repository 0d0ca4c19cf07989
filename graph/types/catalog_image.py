"""A picture as shops see it. No field here could tell a place, a person or a key."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated

import strawberry

from actions.publishing.locales import fitting
from documents.pages import Raw
from graph.context import Info
from graph.ids import global_id
from graph.scalars import URL, SequenceNumber
from graph.types.enums import ProductRole, ReadinessState
from graph.types.focal_point import FocalPoint
from graph.types.published import PublishedRendition


@strawberry.type(description="An alternative text in one language.")
class CatalogAltText:
    """A text with its language."""

    locale: str = strawberry.field(description='Language, script and region, such as "pt-BR".')
    text: str = strawberry.field(description="What it says.")


@strawberry.type(description="The files of one format, as HTML takes them.")
class CatalogSource:
    """One `source` of a `picture`."""

    content_type: str = strawberry.field(description="For `type`: image/webp, image/jpeg ...")
    srcset: str = strawberry.field(
        description='For `srcset`: each address with its width, such as "… 480w, … 960w".'
    )


@strawberry.type(description="How a picture answers a sales channel.")
class CatalogReadiness:
    """A channel and its answer."""

    channel: str = strawberry.field(description="The channel, such as `google`.")
    state: ReadinessState = strawberry.field(
        description="PASS, WARN where something is advised, FAIL where it would be refused."
    )

    @classmethod
    def of(cls, label: str) -> "CatalogReadiness":
        """The answer of a label, as it is kept."""
        channel, _, state = label.rpartition(":")
        return cls(channel=channel, state=ReadinessState(state))


@strawberry.type(description="A published picture of a product.")
class CatalogImage:
    """A picture as the public may see it."""

    raw: strawberry.Private[Raw]
    place: strawberry.Private[int | None]
    locale: strawberry.Private[str | None]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    product_code: str | None = strawberry.field(
        description="The SKU of the product that it is on; null if on none."
    )
    product_name: str | None = strawberry.field(description="What people call that product.")
    role: ProductRole = strawberry.field(description="What it is to the product.")
    sort_key: str = strawberry.field(
        description=(
            "Sorts the pictures of a product, compared as text. Unlike `position` it changes for "
            "this picture only, and every change of it is told by `changes`: keep it in a copy."
        )
    )
    title: str | None = strawberry.field(description="The title.")
    description: str | None = strawberry.field(description="The caption.")
    decorative: bool = strawberry.field(
        description="Whether it says nothing that the page does not: its altText is empty then."
    )
    credit: str | None = strawberry.field(description="The credit line to show with it.")
    copyright_notice: str | None = strawberry.field(description="The copyright line.")
    license_url: URL | None = strawberry.field(description="Where its licence can be read.")
    digital_source_type: str | None = strawberry.field(
        description=(
            "How it was made, AI included: the address of a term of IPTC's vocabulary, such as "
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia."
        )
    )
    width: int = strawberry.field(description="Of the largest public file, in pixels.")
    height: int = strawberry.field(description="Of the largest public file, in pixels.")
    ratio: float = strawberry.field(description="Width divided by height.")
    dominant_color: str | None = strawberry.field(
        description='The commonest colour, as "#rrggbb", to be shown until the picture is there.'
    )
    thumb_hash: str | None = strawberry.field(
        description="A ThumbHash in base64, to be shown until the picture is there; null if none."
    )
    focal_point: FocalPoint | None = strawberry.field(
        description="What to keep in view where the picture is cropped; null if not known."
    )
    renditions: list[PublishedRendition] = strawberry.field(
        description="Public, immutable files: WebP and JPEG, largest first."
    )
    sources: list[CatalogSource] = strawberry.field(
        description="The same files, format by format, ready for the `source`s of a `picture`."
    )
    sequence: SequenceNumber = strawberry.field(
        description="The number of the change that made it as it is: see `changes`."
    )
    updated_at: datetime = strawberry.field(description="When that was.")

    @strawberry.field(
        description=(
            "Its place among the published pictures of the product now, from 1; 1 if on none. It "
            "changes with those before it: a copy sorts by sortKey."
        )
    )
    async def position(self, info: Info) -> int:
        """Known in a list of a product's pictures; else counted with the others of the request."""
        if self.place is not None:
            return self.place
        asked = (self.product_code, self.raw["_id"])
        return await info.context.catalog_positions.load(asked)

    @strawberry.field(
        description=(
            "What to say in the place of the picture: in the locale, else in its language, else "
            "the text that is for all languages, else in any; null if there is none at all. "
            "Empty for a decorative picture."
        )
    )
    def alt_text(
        self,
        locale: Annotated[
            str | None,
            strawberry.argument(
                description='Such as "pt-BR"; by default that of the list, if it was given one.'
            ),
        ] = None,
    ) -> str | None:
        """Never a reason to fail: a locale that nobody knows is given what is for all."""
        if self.decorative:
            return ""
        return fitting(self.raw["alt_texts"], self.raw["alt_text"], locale or self.locale)

    @strawberry.field(description="All alternative texts that are for one language each.")
    def alt_texts(self) -> list[CatalogAltText]:
        """In the order of their locales."""
        texts = sorted(self.raw["alt_texts"].items())
        return [CatalogAltText(locale=tag, text=text) for tag, text in texts]

    @strawberry.field(
        description=(
            "How it answers each sales channel, in the order of their names; judged anew within "
            "seconds after a change. At most 60; empty for one that was never judged."
        )
    )
    def readiness(self) -> list[CatalogReadiness]:
        """As the row has it."""
        return [CatalogReadiness.of(label) for label in self.raw.get("readiness") or []]

    @classmethod
    def of(
        cls,
        raw: Raw,
        published_url: Callable[[str], str],
        *,
        place: int | None = None,
        locale: str | None = None,
    ) -> "CatalogImage":
        """The image of a raw row of the catalogue; its place among the others if it is known."""
        made = [PublishedRendition.of(one, published_url) for one in raw["renditions"]]
        width, height = max((one.width, one.height) for one in made)
        return cls(
            raw=raw,
            place=place,
            locale=locale,
            id=strawberry.ID(global_id("Image", raw["_id"])),
            role=ProductRole(raw["role"]),
            sort_key=f"{raw['position']:014d}-{raw['_id']}",
            width=width,
            height=height,
            ratio=width / height,
            focal_point=FocalPoint(**point) if (point := raw["focal_point"]) else None,
            renditions=made,
            sources=_sources(made),
            sequence=SequenceNumber(raw["seq"]),
            updated_at=raw["updated_at"],
            **{field: raw[field] for field in AS_KEPT},
        )


# What is told as the row has it.
AS_KEPT = (
    "product_code",
    "product_name",
    "title",
    "description",
    "decorative",
    "credit",
    "copyright_notice",
    "license_url",
    "digital_source_type",
    "dominant_color",
    "thumb_hash",
)


def _sources(made: Sequence[PublishedRendition]) -> list[CatalogSource]:
    types = dict.fromkeys(one.content_type for one in made)
    return [CatalogSource(content_type=kind, srcset=_srcset(kind, made)) for kind in types]


def _srcset(content_type: str, made: Sequence[PublishedRendition]) -> str:
    """Narrowest first, each width once: a small picture has all of its files in one width."""
    by_width = {one.width: one.url for one in made if one.content_type == content_type}
    return ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))
