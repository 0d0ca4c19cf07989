"""Tables of what is said of pictures, as clients see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import strawberry
from beanie import PydanticObjectId

from actions.library import Window
from actions.metadata.exports import FILE
from actions.metadata.imports import reported
from actions.metadata.table import image_name
from documents.clock import now
from documents.metadata_exports import MetadataExport as ExportDocument
from documents.metadata_imports import MetadataImport as ImportDocument
from documents.metadata_imports import MetadataImportRow as RowDocument
from documents.pages import Order
from graph.context import Info
from graph.cursors import USUAL, decode_number, encode, page_size
from graph.errors import ErrorParam, UserError, UserErrorCode
from graph.ids import global_id
from graph.scalars import URL, ByteCount
from graph.types.connection import Connection, Edge, place
from graph.types.enums import JobState, RowOutcome
from graph.types.image import Image
from graph.types.job import Job
from graph.types.renditions import LINK_SECONDS

IN_TURN = Order("number", descending=False)


@strawberry.type(description="A table of metadata that is being written, or is there.")
class MetadataExport:
    """CSV in UTF-8, kept for a day."""

    made: strawberry.Private[ExportDocument]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    rows: int | None = strawberry.field(
        description="How many images are in it; null until it is written."
    )
    bytes: ByteCount | None = strawberry.field(
        description="Its size in bytes; null until it is written."
    )
    created_at: datetime = strawberry.field(description="When it was asked for.")
    expires_at: datetime = strawberry.field(
        description="Until when it is kept: a day, or until `removeLocation` is called."
    )

    @strawberry.field(
        description="A signed link, good for at least 50 minutes; null until it is written."
    )
    def url(self, info: Info) -> URL | None:
        """Signed on demand."""
        if self.made.key is None or self.made.expires_at <= now():
            return None
        links = info.context.house.links
        return URL(links.url(self.made.key, seconds=LINK_SECONDS, file_name=FILE))

    @strawberry.field(description="The job that writes it, with its progress.")
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.made.job_id)
        return Job.of(raw) if raw else None

    @classmethod
    def of(cls, made: ExportDocument) -> "MetadataExport":
        """The table of a document."""
        return cls(
            made=made,
            id=strawberry.ID(global_id("MetadataExport", made.id)),
            rows=made.rows,
            bytes=None if made.bytes is None else ByteCount(made.bytes),
            created_at=made.created_at,
            expires_at=made.expires_at,
        )


@strawberry.type(description="What became of one row of a table.")
class MetadataImportRow:
    """One outcome."""

    inner: strawberry.Private[PydanticObjectId | None]
    number: int = strawberry.field(
        description="As spreadsheets count: the columns' names are row 1."
    )
    outcome: RowOutcome = strawberry.field(description="What became of it.")
    image_id: strawberry.ID | None = strawberry.field(
        description="The image; null where the row names none."
    )
    changed_fields: list[str] = strawberry.field(
        description="The fields of `updateImages` that changed, or would; such as title."
    )
    error: UserError | None = strawberry.field(
        description="Why it was refused; its path names the column."
    )

    @strawberry.field(description="The image as it is now; null where there is none.")
    async def image(self, info: Info) -> Image | None:
        """Loaded with those of the other rows."""
        raw = None if self.inner is None else await info.context.images.load(self.inner)
        return Image.of(raw, info.context.house) if raw else None

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "MetadataImportRow":
        """The outcome of a raw row."""
        id, error = raw["image_id"], raw["error"]
        return cls(
            inner=id,
            number=raw["number"],
            outcome=RowOutcome(raw["outcome"]),
            image_id=strawberry.ID(image_name(id)) if id else None,
            changed_fields=raw["fields"],
            error=_error(error) if error else None,
        )


@strawberry.type(description="A table of metadata that came back, and what became of its rows.")
class MetadataImport:
    """Its report is kept for a week."""

    made: strawberry.Private[ImportDocument]
    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    dry_run: bool = strawberry.field(description="Whether nothing is written.")
    rows: int = strawberry.field(description="How many rows the table has.")
    done: int = strawberry.field(description="How many of them are dealt with.")
    changed: int = strawberry.field(description="How many changed their image, or would.")
    unchanged: int = strawberry.field(description="How many say what the image says already.")
    refused: int = strawberry.field(description="How many were refused.")
    created_at: datetime = strawberry.field(description="When it was sent.")
    finished_at: datetime | None = strawberry.field(
        description="When the last row was dealt with; null until then."
    )
    expires_at: datetime = strawberry.field(description="Until when this report is kept.")

    @strawberry.field(
        description="Where it is; SUCCEEDED once every row has its outcome, refused ones too."
    )
    async def state(self, info: Info) -> JobState:
        """Of its job, where it has one."""
        if self.made.finished_at is not None:
            return JobState.SUCCEEDED
        job = await info.context.jobs.load(self.made.job_id) if self.made.job_id else None
        return JobState(job["state"]) if job else JobState.QUEUED

    @strawberry.field(
        description="What does it, with its progress; null where at most 250 rows were sent."
    )
    async def job(self, info: Info) -> Job | None:
        """Loaded with the others of the request."""
        raw = await info.context.jobs.load(self.made.job_id) if self.made.job_id else None
        return Job.of(raw) if raw else None

    @strawberry.field(description="The outcomes so far, in the order of the rows.")
    async def results(
        self,
        info: Info,
        outcome: Annotated[
            RowOutcome | None, strawberry.argument(description="Only these; all by default.")
        ] = None,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
        after: Annotated[
            str | None, strawberry.argument(description="The endCursor of the page before.")
        ] = None,
    ) -> Connection[MetadataImportRow]:
        """By keyset."""
        window = Window(
            order=IN_TURN, first=page_size(first), after=decode_number(after) if after else None
        )
        where = {"import_id": self.made.id, **({"outcome": outcome} if outcome else {})}
        found = await reported(info.context.viewer, where, window)
        nodes = [MetadataImportRow.of(raw) for raw in found.rows]
        cursors = [encode(str(raw["number"]), raw["_id"]) for raw in found.rows]
        return Connection(
            model=RowDocument,
            where=where,
            nodes=nodes,
            edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
            page_info=place(found, cursors, began=after is None),
        )

    @classmethod
    def of(cls, made: ImportDocument) -> "MetadataImport":
        """The table of a document."""
        plain = ("dry_run", "rows", "done", "changed", "unchanged", "refused")
        times = ("created_at", "finished_at", "expires_at")
        return cls(
            made=made,
            id=strawberry.ID(global_id("MetadataImport", made.id)),
            **{name: getattr(made, name) for name in (*plain, *times)},
        )


def _error(told: Mapping[str, Any]) -> UserError:
    params = [ErrorParam(name=name, value=str(value)) for name, value in told["params"].items()]
    code = UserErrorCode(told["code"])
    return UserError(code=code, message=told["message"], path=told["path"], params=params)
