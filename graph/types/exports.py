"""Exports of the catalogue, as clients see them."""

from datetime import datetime

import strawberry

from actions.exporting.formats import file_name
from actions.exporting.reports import SkipsAsked
from actions.library import MOST_COUNTED, Window
from documents.export_skips import ExportSkip as SkipDocument
from documents.exports import ENDED
from documents.exports import Export as ExportDocument
from documents.pages import Order, Raw
from graph.context import Info
from graph.cursors import USUAL, decode_number, encode, page_size
from graph.errors import ErrorParam
from graph.ids import global_id
from graph.scalars import URL, ByteCount
from graph.types.connection import Connection, Edge, place
from graph.types.enums import ExportFormat, ExportState, ProductRole, SkipReason
from graph.types.image import Problem
from graph.types.node import Node
from graph.types.pictures import After, First
from graph.types.renditions import LINK_SECONDS

IN_TURN = Order("number", descending=False)


@strawberry.type(description="A published picture that is not in an export, and why.")
class ExportSkip:
    """One line of the report."""

    number: int = strawberry.field(description="Its place in the report, from 1.")
    image_id: strawberry.ID = strawberry.field(description="The picture.")
    product_code: str | None = strawberry.field(description="The product; null if on none.")
    reason: SkipReason = strawberry.field(description="Why it is not in the file.")
    params: list[ErrorParam] = strawberry.field(
        description="The facts of the reason: width, height, bytes, limit, channel ..."
    )

    @classmethod
    def of(cls, raw: Raw) -> "ExportSkip":
        """The line of a raw row."""
        return cls(
            number=raw["number"],
            image_id=strawberry.ID(global_id("Image", raw["image_id"])),
            product_code=raw["product_code"],
            reason=SkipReason(raw["reason"]),
            params=[ErrorParam(name=name, value=str(one)) for name, one in raw["facts"].items()],
        )


@strawberry.type(description="How many pictures are not in an export for one reason.")
class ExportSkipCount:
    """A sum of the report."""

    reason: SkipReason = strawberry.field(description="The reason.")
    count: int = strawberry.field(description="How many pictures.")


@strawberry.type(description="Which pictures of the catalogue an export takes; null means any.")
class ExportFilter:
    """As it was asked for."""

    product_codes: list[str] | None = strawberry.field(description="Those on these products.")
    roles: list[ProductRole] | None = strawberry.field(description="Those in these roles.")
    updated_after: datetime | None = strawberry.field(
        description="Those of which something that shops see changed after this moment."
    )
    channel: str | None = strawberry.field(description="Those that this sales channel takes.")


@strawberry.type(description="A file of the catalogue: approved and published pictures alone.")
class Export(Node):
    """Kept for a day after it was last at work, or asked for."""

    raw: strawberry.Private[Raw]
    format: ExportFormat = strawberry.field(description="What is written.")
    where: ExportFilter = strawberry.field(description="Which pictures.")
    locale: str | None = strawberry.field(description="The language of alternative texts.")
    state: ExportState = strawberry.field(description="Where it is.")
    problem: Problem | None = strawberry.field(description="Why it FAILED.")
    progress: float = strawberry.field(description="From 0 to 1; 1 when it has ended.")
    products: int = strawberry.field(description="How many products are in it so far.")
    images: int = strawberry.field(description="How many pictures are in it so far.")
    skipped: list[ExportSkipCount] = strawberry.field(
        description="How many pictures are not in it so far, by the reason; `skippedImages` lists."
    )
    file_name: str = strawberry.field(description="Under which a browser saves it.")
    bytes: ByteCount | None = strawberry.field(description="Its size in bytes; null unless READY.")
    job_id: strawberry.ID = strawberry.field(description="The job that writes it, at its last try.")
    created_at: datetime = strawberry.field(description="When it was asked for.")
    finished_at: datetime | None = strawberry.field(description="When it ended, at its last try.")
    expires_at: datetime = strawberry.field(
        description=(
            "Until when it is kept: a day; a ZIP until `removeLocation` is called, at most."
        )
    )

    @strawberry.field(description="A signed link, good for at least 50 minutes; null unless READY.")
    def url(self, info: Info) -> URL | None:
        """Signed on demand."""
        if self.raw["key"] is None:
            return None
        links = info.context.house.links
        return URL(links.url(self.raw["key"], seconds=LINK_SECONDS, file_name=self.file_name))

    @strawberry.field(
        description="The pictures that are not in it, in the order in which they were met."
    )
    async def skipped_images(
        self, info: Info, first: First = USUAL, after: After = None
    ) -> Connection[ExportSkip]:
        """By keyset."""
        start = decode_number(after) if after else None
        window = Window(order=IN_TURN, first=page_size(first), after=start)
        found = await info.context.export_skip_pages.load(SkipsAsked(self.raw["_id"], window))
        nodes = [ExportSkip.of(raw) for raw in found.rows]
        cursors = [encode(str(raw["number"]), raw["_id"]) for raw in found.rows]
        return Connection(
            model=SkipDocument,
            where={},
            count=self._left_out,
            nodes=nodes,
            edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
            page_info=place(found, cursors, began=after is None),
        )

    async def _left_out(self) -> int:
        return min(MOST_COUNTED, sum(one.count for one in self.skipped))

    @classmethod
    def of_document(cls, made: ExportDocument) -> "Export":
        """The export that an action gave back."""
        return cls.of({"_id": made.id, **made.model_dump()})

    @classmethod
    def of(cls, raw: Raw) -> "Export":
        """The export of a raw row."""
        job, tally, where = raw.get("job"), raw["tally"], raw["where"]
        return cls(
            raw=raw,
            id=strawberry.ID(global_id("Export", raw["_id"])),
            format=ExportFormat(raw["format"]),
            where=ExportFilter(
                product_codes=where["codes"],
                roles=where["roles"] and [ProductRole(role) for role in where["roles"]],
                updated_after=where["updated_after"],
                channel=where["channel"],
            ),
            locale=raw["locale"],
            state=ExportState(raw["state"]),
            problem=Problem.of(raw["problem"]) if raw["problem"] else None,
            progress=1.0 if raw["state"] in ENDED else (job["progress"] if job else 0.0),
            products=tally["products"],
            images=tally["pictures"],
            skipped=[
                ExportSkipCount(reason=SkipReason(reason), count=count)
                for reason, count in sorted(tally["skipped"].items())
            ],
            file_name=file_name(ExportFormat(raw["format"]), raw["created_at"]),
            bytes=None if raw["bytes"] is None else ByteCount(raw["bytes"]),
            job_id=strawberry.ID(global_id("Job", raw["job_id"])),
            created_at=raw["created_at"],
            finished_at=raw["finished_at"],
            expires_at=raw["expires_at"],
        )
