"""A picture, as clients see it."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON

from actions.access import Permission, require
from documents.images import UNPLACED
from documents.images import Image as ImageDocument
from documents.pages import Raw
from graph.compiled.lazy import InRow, Lazy, OfRow, Part, Parts, Read
from graph.context import House, Info
from graph.ids import global_id
from graph.scalars import URL, ByteCount
from graph.types.custom_field import CustomFieldValue, values_of
from graph.types.download import ImageDownload, Telling, image_download
from graph.types.duplicates import ImageDuplicates
from graph.types.enums import (
    DownloadMetadata,
    ImportSource,
    ProcessingState,
    ProductRole,
    ReviewReason,
    ReviewState,
)
from graph.types.file_version import FileVersion
from graph.types.focal_point import FocalPoint
from graph.types.groups import Collection, ImageGroup
from graph.types.metadata import ImageMetadata
from graph.types.node import Node
from graph.types.product import Product
from graph.types.published import PublishedRendition
from graph.types.quality import COLOURS, ImageQuality
from graph.types.readiness import ChannelReadiness
from graph.types.renditions import LINK_SECONDS, Rendition
from graph.types.suggestion import Suggestion, Wanted

JUDGED = tuple(f"facts.{name}" for name in ("measures", "width", "height", *COLOURS))
DOWNLOADED = ("state", "original", "imported.file_name", "edits")
READY_BY = ("facts", "renditions", "edits", "metadata.alt_text", "product_code", "product_role")
# The plain field whose answer is good for a while only.
LINKED = "renditions"
# What each field is made of, so that a list reads nothing that nobody asked for.
FIELDS: dict[str, tuple[str, ...]] = {
    "__typename": (),
    "id": (),
    "version": ("version",),
    "state": ("state",),
    "problem": ("problem",),
    "review": ("review",),
    "validFrom": ("valid_from",),
    "validUntil": ("valid_until",),
    "assigneeId": ("assignee_id",),
    "assignedAt": ("assigned_at",),
    "fileName": ("imported.file_name", "original.name"),
    "duplicates": ("original.sha256", "facts.pixel_hash", "facts.perceptual_hash"),
    "fileVersions": ("original", "imported"),
    "contentType": ("original.content_type",),
    "bytes": ("original.bytes",),
    "sha256": ("original.sha256",),
    "width": ("facts.width",),
    "height": ("facts.height",),
    "orientation": ("facts.orientation",),
    "focalPoint": ("focal_point", "facts.focal_point"),
    "thumbHash": ("facts.thumb_hash",),
    "dominantColor": ("facts.dominant_color",),
    "quality": JUDGED,
    "title": ("edits.title", "metadata.title"),
    "description": ("edits.description", "metadata.description"),
    "keywords": ("edits.keywords", "metadata.keywords"),
    "productCode": ("product_code",),
    "product": ("product_code",),
    "productPosition": ("product_position",),
    "productRole": ("product_code", "product_role"),
    "group": ("group_id",),
    "collections": ("collection_ids",),
    "imported": ("imported",),
    "customFields": ("edits",),
    "metadata": ("metadata", "metadata_sources", "edits", "ai_texts"),
    "rawMetadata": (),
    "suggestions": (),
    "renditions": ("renditions",),
    "download": DOWNLOADED,
    "downloadUrl": DOWNLOADED,
    "originalUrl": ("state", "original.key", "original.name", "imported.file_name"),
    "publication": ("publication",),
    "channelReadiness": READY_BY,
    "jobId": ("job_id",),
    "createdAt": ("created_at",),
    "updatedAt": ("updated_at",),
}


@strawberry.type(description="Why something failed.")
class Problem:
    """A code for programs, a sentence for people."""

    code: str = strawberry.field(description="Such as FILE_TRUNCATED.")
    message: str = strawberry.field(description="What went wrong and the way out, in English.")
    image_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The image that was in the way, was there already, or was replaced; else null.",
    )

    @classmethod
    def of(cls, raw: Raw) -> "Problem":
        """The problem of a raw row."""
        image_id = _id("Image", raw.get("image_id"))
        return cls(code=raw["code"], message=raw["message"], image_id=image_id)


@strawberry.type(description="The last decision about a picture.")
class Review(Lazy):
    """State, reason, and by whom."""

    state: ReviewState = strawberry.field(description="The decision; PENDING before any.")
    reason: ReviewReason | None = strawberry.field(description="Why it was rejected or withdrawn.")
    note: str | None = strawberry.field(description="What the reviewer wrote.")
    by_user_id: strawberry.ID | None = strawberry.field(description="The reviewer's account.")
    at: datetime | None = strawberry.field(description="When it was decided.")
    rule: str | None = strawberry.field(
        description="The automatic rule that decided; null where a person did."
    )


@strawberry.type(description="What was said and known when the picture came in; never edited.")
class ImportRecord(Lazy):
    """The import of one file."""

    product_code: str | None = strawberry.field(description="The product code that was given.")
    product_name: str | None = strawberry.field(description="The product name that was given.")
    file_name: str = strawberry.field(description="The file's name at its sender.")
    file_size: ByteCount = strawberry.field(description="The size of the file.")
    importer_id: strawberry.ID | None = strawberry.field(description="The sender's account.")
    imported_at: datetime = strawberry.field(description="When it came in.")
    source: ImportSource = strawberry.field(description="The way it came in.")


@strawberry.type(description="Where the public finds an approved picture.")
class Publication(Lazy):
    """The public side of a picture."""

    at: datetime = strawberry.field(description="When it was published.")
    renditions: list[PublishedRendition] = strawberry.field(
        description="The public files, largest first."
    )


@strawberry.type(description="One picture with its files, facts, review and publication.")
class Image(Lazy, Node):
    """A picture over its row. READS, below, says what each plain field is made of."""

    raw: strawberry.Private[Raw]
    beside: strawberry.Private[House]
    version: int = strawberry.field(
        description="Grows with every edit and decision: pass it back as `expectedVersion`."
    )
    state: ProcessingState = strawberry.field(description="Where it is on its way in.")
    problem: Problem | None = strawberry.field(description="Why it is FAILED.")
    review: Review = strawberry.field(description="The last decision.")
    valid_from: datetime | None = strawberry.field(
        description="Approved, it is published then, not before; null: at once."
    )
    valid_until: datetime | None = strawberry.field(
        description="It is withdrawn by itself then, with the reason EXPIRED; null: never."
    )
    assignee_id: strawberry.ID | None = strawberry.field(
        description="The account that is to decide; null for whoever comes first."
    )
    assigned_at: datetime | None = strawberry.field(
        description="When it was given to that account, or taken from one; null before."
    )
    file_name: str = strawberry.field(description="The file's name at its sender.")
    content_type: str = strawberry.field(description="The original's type, by its content.")
    bytes: ByteCount = strawberry.field(description="The size of the original.")
    sha256: str | None = strawberry.field(description="The original's SHA-256, in hex.")
    width: int | None = strawberry.field(
        description="In pixels, upright; null until it was checked."
    )
    height: int | None = strawberry.field(
        description="In pixels, upright; null until it was checked."
    )
    orientation: int | None = strawberry.field(
        description="EXIF orientation of the original, 1 to 8; null until it was checked."
    )
    focal_point: FocalPoint | None = strawberry.field(
        description="What stays in cropped renditions; null until it was checked."
    )
    thumb_hash: str | None = strawberry.field(
        description="ThumbHash in base64, to be shown while it loads; null until it was checked."
    )
    dominant_color: str | None = strawberry.field(
        description="The commonest colour as #rrggbb; null until it was checked."
    )
    title: str | None = strawberry.field(description="As edited, else as the file says.")
    description: str | None = strawberry.field(description="As edited, else as the file says.")
    keywords: list[str] = strawberry.field(description="As edited, else as the file says.")
    product_code: str | None = strawberry.field(description="The product that it shows.")
    product_position: int | None = strawberry.field(
        description="Its place on the product, from 1; null where nobody has placed it."
    )
    product_role: ProductRole | None = strawberry.field(
        description="What it is to the product; null on none. ADDITIONAL unless said otherwise."
    )
    imported: ImportRecord = strawberry.field(description="How it came in.")
    metadata: ImageMetadata | None = strawberry.field(
        description="As edited, else as the file says; null until it was read or edited."
    )
    renditions: list[Rendition] = strawberry.field(
        description="Private files behind signed links; empty until it is READY."
    )
    publication: Publication | None = strawberry.field(
        description="Null for everything that is not public."
    )
    job_id: strawberry.ID | None = strawberry.field(description="The job that processes it.")
    created_at: datetime = strawberry.field(description="When it came in.")
    updated_at: datetime = strawberry.field(description="When anything of it changed last.")

    @strawberry.field(
        description="Whether it is fit to sell; null until it was processed. Judged when asked."
    )
    def quality(self, info: Info) -> ImageQuality | None:
        """By the thresholds of this moment."""
        facts = self.raw.get("facts", {})
        known = "measures" in facts
        return ImageQuality.of(facts, info.context.house.thresholds) if known else None

    @strawberry.field(description="The group that it is in, if any.")
    async def group(self, info: Info) -> ImageGroup | None:
        """Loaded with the groups of the other images of the page."""
        if self.raw["group_id"] is None:
            return None
        found = await info.context.groups.load(self.raw["group_id"])
        return ImageGroup.of(found) if found else None

    @strawberry.field(description="The collections that it is in.")
    async def collections(self, info: Info) -> list[Collection]:
        """Loaded with the collections of the other images of the page."""
        found = await info.context.collections.load_many(self.raw["collection_ids"])
        return [Collection.of(raw) for raw in found if raw]

    @strawberry.field(description="The product that it shows, if any.")
    async def product(self, info: Info) -> Product | None:
        """Loaded with the products of the other images of the page."""
        if self.raw["product_code"] is None:
            return None
        found = await info.context.products.load(self.raw["product_code"])
        return Product.of(found) if found else None

    @strawberry.field(description="Its values of the fields that this house has defined, by key.")
    async def custom_fields(self, info: Info) -> list[CustomFieldValue]:
        """The definitions are loaded once for all images of the page."""
        return await values_of(self.raw, info)

    @strawberry.field(description="The pictures like this one; looked for only when asked.")
    def duplicates(self) -> ImageDuplicates:
        """Nothing is looked up before one of its lists is asked for."""
        return ImageDuplicates.of(self.raw)

    @strawberry.field(
        description=(
            "A signed link to the untouched original, its position included; good for at "
            "least 50 minutes. Needs the role REVIEWER, or ADMIN; null where it is not there yet."
        )
    )
    async def original_url(self, info: Info) -> URL | None:
        """Signed on demand, under the name that the file came with."""
        require(info.context.viewer, Permission.SEE_PRIVATE_METADATA)
        if self.raw["state"] == ProcessingState.AWAITING_UPLOAD:
            return None
        key, name = self.raw["original"]["key"], _file_name(self.raw)
        links = info.context.house.links
        return URL(links.url(key, seconds=LINK_SECONDS, file_name=name))

    @strawberry.field(
        description=(
            "Every tag of the file by group and name, such as IFD0:Model, without binaries; 64 KB "
            "at most, long values cut. Null until it was read, and once its place was removed. "
            "Needs the role ADMIN."
        )
    )
    async def raw_metadata(self, info: Info) -> JSON | None:
        """Loaded with those of the other images of the page."""
        tags: Any = await info.context.raw_metadata.load(self.raw["_id"])
        return tags  # type: ignore[no-any-return]  # JSON is any of its values

    @strawberry.field(description="The file to take along, and how far it is if it is being made.")
    async def download(
        self, info: Info, metadata: Telling = DownloadMetadata.MERGED
    ) -> ImageDownload:
        """Nothing is made within a query: `prepareDownloads` has it made."""
        return await image_download(self.raw, metadata, info)

    @strawberry.field(
        description=(
            "A signed link to the file to take along, good for at least 50 minutes; null until "
            "`prepareDownloads` had it made. ORIGINAL is there always. MERGED and ORIGINAL need "
            "the role REVIEWER, or ADMIN."
        )
    )
    async def download_url(
        self, info: Info, metadata: Telling = DownloadMetadata.MERGED
    ) -> URL | None:
        """As `download { url }`."""
        return (await image_download(self.raw, metadata, info)).url

    @strawberry.field(
        description="What models suggest to say of it, newest first; at most 50 are told."
    )
    async def suggestions(self, info: Info, state: Wanted = None) -> list[Suggestion]:
        """Loaded with those of the other images of the page."""
        found = await info.context.suggestions.load((self.raw["_id"], state))
        return [Suggestion.of(raw) for raw in found]

    @strawberry.field(
        description=(
            "The file and those that it replaced, newest first. How many earlier ones are kept "
            "is a setting, 5 by default."
        )
    )
    async def file_versions(self, info: Info) -> list[FileVersion]:
        """Loaded with those of the other images of the page."""
        kept = await info.context.file_versions.load(self.raw["_id"])
        current = self.raw["original"].get("number", 1)
        return [FileVersion.of(raw, current) for raw in kept or [FileVersion.only_one(self.raw)]]

    @strawberry.field(
        description=(
            "Whether a sales channel would take the picture, judged by the files that are, or "
            "would be, published; null until it was processed. `channels` lists the channels."
        )
    )
    def channel_readiness(
        self,
        info: Info,
        channel: Annotated[str, strawberry.argument(description="Such as `google`.")],
    ) -> ChannelReadiness | None:
        """Judged of the row that is there, by the present rules: nothing is looked up."""
        return ChannelReadiness.of(self.raw, info.context.house.channels, channel)

    @classmethod
    def of(cls, raw: Raw, house: House) -> "Image":
        """The image of a raw row. What its projection left out is None, and never resolved."""
        return cls.over(raw, house)

    @classmethod
    def of_all(cls, images: Iterable[ImageDocument], house: House) -> "list[Image]":
        """The images of documents that an action gave back."""
        return [cls.of({"_id": image.id, **image.model_dump()}, house) for image in images]


def projection(asked: AbstractSet[str]) -> list[str]:
    """What to read of the database for these fields of an image."""
    return list(_projected(frozenset(asked)))


@lru_cache(maxsize=256)
def _projected(asked: frozenset[str]) -> tuple[str, ...]:
    parts = {part for name in asked for part in FIELDS[name]}
    # The database refuses a part beside the whole that it is in.
    kept = (part for part in parts if not any(part.startswith(f"{one}.") for one in parts))
    return tuple(sorted(kept))


def _position(place: int | None) -> int | None:
    return None if place is None or place >= UNPLACED else place


def _role(raw: Raw) -> ProductRole | None:
    if raw.get("product_code") is None:
        return None
    return ProductRole(raw.get("product_role") or ProductRole.ADDITIONAL)


def _file_name(raw: Raw) -> str | None:
    """What the sender of the present file called it."""
    name: str | None = raw.get("original", {}).get("name")
    return name or raw.get("imported", {}).get("file_name")


def _metadata(raw: Raw) -> ImageMetadata | None:
    read, edits = raw.get("metadata") or {}, raw.get("edits") or {}
    if not (read or edits):
        return None
    origins, ai_texts = raw.get("metadata_sources") or {}, raw.get("ai_texts") or {}
    return ImageMetadata.of(read, edits, origins, ai_texts)


def _id(kind: str, id: object) -> strawberry.ID | None:
    return None if id is None else strawberry.ID(global_id(kind, id))


def _said(name: str) -> Read:
    def read(raw: Raw, _: object) -> Any:
        edits = raw.get("edits")
        if edits and name in edits:
            return edits[name]
        return raw["metadata"].get(name) if "metadata" in raw else None

    return read


def _words(raw: Raw, _: object) -> list[str]:
    found: list[str] | None = _keywords(raw, _)
    return found or []


_keywords = _said("keywords")
Review.READS = {
    **{name: OfRow(name) for name in ("state", "reason", "note", "at", "rule")},
    "by_user_id": lambda raw, _: _id("User", raw.get("by")),
}
ImportRecord.READS = {
    **{
        name: OfRow(name)
        for name in (
            "product_code",
            "product_name",
            "file_name",
            "file_size",
            "imported_at",
            "source",
        )
    },
    "importer_id": lambda raw, _: _id("User", raw.get("importer_id")),
}
Publication.READS = {
    "at": OfRow("at"),
    "renditions": Parts(PublishedRendition, "renditions", beside="published_url"),
}
Image.READS = {
    **{name: OfRow(name) for name in ("version", "state", "product_code")},
    **{name: OfRow(name) for name in ("valid_from", "valid_until", "assigned_at")},
    **{name: OfRow(name) for name in ("created_at", "updated_at")},
    **{name: InRow("original", name) for name in ("content_type", "bytes", "sha256")},
    **{name: InRow("facts", name) for name in ("width", "height", "orientation", "dominant_color")},
    **{name: _said(name) for name in ("title", "description")},
    "id": lambda raw, _: global_id("Image", raw["_id"]),
    "problem": lambda raw, _: Problem.of(raw["problem"]) if raw.get("problem") else None,
    "review": Part(Review, "review"),
    "assignee_id": lambda raw, _: _id("User", raw.get("assignee_id")),
    "file_name": lambda raw, _: _file_name(raw),
    "focal_point": lambda raw, _: FocalPoint.of(raw),
    "thumb_hash": lambda raw, _: raw.get("facts", {}).get("thumb_hash") or None,
    "keywords": _words,
    "product_position": lambda raw, _: _position(raw.get("product_position")),
    "product_role": lambda raw, _: _role(raw),
    "imported": Part(ImportRecord, "imported"),
    "metadata": lambda raw, _: _metadata(raw),
    "renditions": Parts(Rendition, "renditions", beside="links"),
    "publication": Part(Publication, "publication"),
    "job_id": lambda raw, _: _id("Job", raw.get("job_id")),
}
