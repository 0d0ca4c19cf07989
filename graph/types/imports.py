"""Imports and their items, as clients see them."""

from datetime import datetime
from typing import Annotated

import strawberry
from beanie import PydanticObjectId

from actions.importing.reading import BY_POSITION, ItemsAsked
from actions.library import Window
from documents.import_items import ImportItem as ImportItemDocument
from documents.imports import ENDED
from documents.imports import Import as ImportDocument
from documents.pages import Raw
from graph.context import Info
from graph.cursors import USUAL, decode_number, encode, page_size
from graph.ids import global_id
from graph.types.connection import Connection, Edge, place
from graph.types.enums import ImportSource, ImportState, ItemState
from graph.types.image import Image, Problem
from graph.types.job import Job
from graph.types.node import Node
from graph.types.pictures import After, First


@strawberry.type(description="How many items of an import are in each state.")
class ImportCounts:
    """True at every moment: an item is counted in the step that moves it."""

    total: int = strawberry.field(description="All that were found so far.")
    pending: int = strawberry.field(description="Those whose turn is yet to come.")
    taken: int = strawberry.field(description="Those that became images.")
    skipped: int = strawberry.field(description="Those that the library had already.")
    refused: int = strawberry.field(description="Those that could not be taken in.")
    cancelled: int = strawberry.field(description="Those that were given up.")

    @classmethod
    def of(cls, counts: dict[str, int]) -> "ImportCounts":
        """The counts of a raw row."""
        return cls(
            total=sum(counts.values()),
            pending=counts[ItemState.PENDING],
            taken=counts[ItemState.TAKEN],
            skipped=counts[ItemState.SKIPPED],
            refused=counts[ItemState.REFUSED],
            cancelled=counts[ItemState.CANCELLED],
        )


@strawberry.type(description="A file of an import, and what became of it.")
class ImportItem:
    """An item."""

    inner: strawberry.Private[PydanticObjectId]
    position: int = strawberry.field(description="Its place in the order of the source, from 0.")
    name: str = strawberry.field(
        description="What tells it from the others: its key, its entry, or its place in the list."
    )
    file_name: str = strawberry.field(description="What the file is called.")
    state: ItemState = strawberry.field(description="What became of it.")
    problem: Problem | None = strawberry.field(
        description=(
            "Why it was REFUSED or SKIPPED, has replaced a file, or has no place on its product."
        )
    )
    attempts: int = strawberry.field(description="How often it was begun, since the last retry.")
    image_id: strawberry.ID | None = strawberry.field(
        description=(
            "Its image: the new one of a TAKEN item, or the one whose file it has replaced; the "
            "known one of a SKIPPED item."
        )
    )

    @strawberry.field(
        description="The image as it is now; null if it is deleted, or there is none."
    )
    async def image(self, info: Info) -> Image | None:
        """Loaded with the images of the other items."""
        if self.image_id is None:
            return None
        raw = await info.context.images.load(self.inner)
        return Image.of(raw, info.context.house) if raw else None

    @classmethod
    def of(cls, raw: Raw) -> "ImportItem":
        """The item of a raw row."""
        has_image = raw["state"] in {ItemState.TAKEN, ItemState.SKIPPED}
        return cls(
            inner=raw["image_id"],
            position=raw["position"],
            name=raw["name"],
            file_name=raw["file_name"],
            state=ItemState(raw["state"]),
            problem=Problem.of(raw["problem"]) if raw["problem"] else None,
            attempts=raw["attempts"],
            image_id=strawberry.ID(global_id("Image", raw["image_id"])) if has_image else None,
        )


@strawberry.input(description="Which items; null and absent both mean any.")
class ImportItemsWhere:
    """A filter."""

    state: ItemState | None = strawberry.field(default=None, description="What became of them.")


@strawberry.type(description="Many pictures from elsewhere, taken in by one job.")
class Import(Node):
    """An import."""

    raw: strawberry.Private[Raw]
    source: ImportSource = strawberry.field(description="Where the files come from.")
    state: ImportState = strawberry.field(description="Where it is.")
    problem: Problem | None = strawberry.field(description="Why it FAILED as a whole.")
    listed: bool = strawberry.field(description="Whether all of its items are known.")
    progress: float = strawberry.field(
        description="From 0 to 1: how many of its items have ended; 1 when it has."
    )
    counts: ImportCounts = strawberry.field(description="How many items are in each state.")
    importer_id: strawberry.ID | None = strawberry.field(
        description="The account that began it; null for the operator of this machine."
    )
    created_at: datetime = strawberry.field(description="When it was begun.")
    finished_at: datetime | None = strawberry.field(description="When it ended, at its last try.")

    @strawberry.field(description="Its job, at its last try.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the jobs of the other imports."""
        raw = await info.context.jobs.load(self.raw["job_id"])
        return Job.of(raw) if raw else None

    @strawberry.field(description="Its items, in their order, page by page.")
    async def items(
        self,
        info: Info,
        where: Annotated[
            ImportItemsWhere | None, strawberry.argument(description="Which; all by default.")
        ] = None,
        first: First = USUAL,
        after: After = None,
    ) -> Connection[ImportItem]:
        """Loaded with the items of the other imports of the page."""
        window = Window(
            order=BY_POSITION,
            first=page_size(first),
            after=decode_number(after) if after else None,
        )
        state = where.state if where else None
        asked = ItemsAsked(self.raw["_id"], state, window)
        page = await info.context.import_item_pages.load(asked)
        nodes = [ImportItem.of(raw) for raw in page.rows]
        cursors = [encode(str(raw["position"]), raw["_id"]) for raw in page.rows]
        return Connection(
            model=ImportItemDocument,
            where=asked.where,
            count=lambda: info.context.import_item_counts.load(asked),
            nodes=nodes,
            edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
            page_info=place(page, cursors, began=after is None),
        )

    @classmethod
    def of_document(cls, made: ImportDocument) -> "Import":
        """The import that an action gave back."""
        return cls.of({"_id": made.id, **made.model_dump()})

    @classmethod
    def of(cls, raw: Raw) -> "Import":
        """The import of a raw row."""
        importer, total = raw["importer_id"], sum(raw["counts"].values())
        done = 1 - raw["counts"][ItemState.PENDING] / total if total and raw["listed"] else 0.0
        return cls(
            raw=raw,
            id=strawberry.ID(global_id("Import", raw["_id"])),
            source=raw["source"],
            state=raw["state"],
            problem=Problem.of(raw["problem"]) if raw["problem"] else None,
            listed=raw["listed"],
            progress=1.0 if raw["state"] in ENDED else done,
            counts=ImportCounts.of(raw["counts"]),
            importer_id=strawberry.ID(global_id("User", importer)) if importer else None,
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
        )
