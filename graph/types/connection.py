"""Lists by page, as Relay's clients expect them."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

import strawberry
from beanie import Document, PydanticObjectId

from actions.library import Window, packed_rows, rows, total
from documents.packed import PackedPage
from documents.pages import Order, Page, Raw
from graph.compiled.packing import Packing
from graph.context import Info
from graph.cursors import decode_time, encode, page_size
from graph.selection import asked
from graph.types.node import PageInfo

NodeType = TypeVar("NodeType")
Row = TypeVar("Row")
ConnectionType = TypeVar("ConnectionType", bound="Connection[Any]")


class Placed(Protocol[Row]):
    """A page of rows, whatever these are."""

    @property
    def rows(self) -> list[Row]:
        """The rows, in their order."""


@strawberry.type(description="A row at its place in the list.")
class Edge(Generic[NodeType]):
    """An edge of Relay's."""

    node: NodeType = strawberry.field(description="The row.")
    cursor: str = strawberry.field(description="The place of the row.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[NodeType]):
    """A connection of Relay's; `nodes` spares clients the edges."""

    model: strawberry.Private[type[Document]]
    where: strawberry.Private[Raw]
    count: strawberry.Private[Callable[[], Awaitable[int]] | None] = None
    # The index that serves the count, where the database would not think of it.
    counted_by: strawberry.Private[str | None] = None
    edges: list[Edge[NodeType]] = strawberry.field(description="The rows, placed.")
    nodes: list[NodeType] = strawberry.field(description="The rows alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")

    @strawberry.field(
        description=(
            "How many rows the whole list has; counting stops at 10,000, so 10,000 means "
            "that many or more. Counted only when asked for."
        )
    )
    async def total_count(self, info: Info) -> int:
        """One capped count; `count`, where there is one, counts many lists at once."""
        if self.count is not None:
            return await self.count()
        return await total(info.context.viewer, self.model, self.where, self.counted_by)


def asked_of_nodes(info: Info) -> set[str]:
    """The fields that a query asks of the rows of a connection, by edges or by nodes."""
    return asked(info, "nodes") | asked(info, "edges", "node")


async def connect(
    info: Info,
    model: type[Document],
    where: Raw,
    order: Order,
    make: Callable[[Raw], Any],
    *,
    first: int,
    after: str | None,
    last: int | None = None,
    before: str | None = None,
    fields: Sequence[str] | None = None,
    read_cursor: Callable[[str], tuple[Any, PydanticObjectId]] = decode_time,
    hint: str | None = None,
    counted_by: str | None = None,
    kind: type[ConnectionType] = Connection,  # type: ignore[assignment]  # the usual kind
) -> ConnectionType:
    """A page of `model`, in the order of a time unless cursors are read otherwise.

    With `last`, so many of the end instead of `first`. Raises PageSizeOutOfRange, InvalidCursor.
    """
    window = Window(
        order=order,
        first=page_size(first) if last is None else page_size(last, name="last"),
        after=read_cursor(after) if after else None,
        before=read_cursor(before) if before else None,
        backwards=last is not None,
        fields=fields,
        hint=hint,
    )
    found = await rows(info.context.viewer, model, where, window)
    nodes = [make(raw) for raw in found.rows]
    placed = placed_rows(info, found)
    cursors = [encode(raw[order.field], raw["_id"]) for raw in placed]
    return kind(
        model=model,
        where=where,
        counted_by=counted_by,
        nodes=nodes,
        edges=edged(nodes, cursors),
        page_info=place(found, cursors, began=after is None, ended=_ended(window)),
    )


def _ended(window: Window) -> bool | None:
    """Whether a page that was read backwards is the list's last; None for all others."""
    return window.before is None if window.backwards else None


async def connect_packed(
    info: Info,
    model: type[Document],
    where: Raw,
    order: Order,
    make: Callable[[bytes], Any],
    *,
    packing: Packing,
    first: int,
    after: str | None,
    fields: Sequence[str] | None = None,
    kind: type[ConnectionType] = Connection,  # type: ignore[assignment]  # the usual kind
) -> ConnectionType:
    """As `connect`, over rows as the database sent them."""
    after_row = decode_time(after) if after else None
    window = Window(order=order, first=page_size(first), after=after_row, fields=fields)
    found = await packed_rows(info.context.viewer, model, where, window)
    nodes = [make(row) for row in found.rows]
    cursors = [packing.cursor(order.field, encode, row) for row in placed_rows(info, found)]
    return kind(
        model=model,
        where=where,
        nodes=nodes,
        edges=edged(nodes, cursors),
        page_info=place(found, cursors, began=after is None),
    )


def placed_rows(info: Info, page: Placed[Row]) -> list[Row]:
    """The rows whose cursors the query needs: all for edges, else the first and the last."""
    rows = page.rows
    return rows if "edges" in asked(info) or len(rows) < 2 else [rows[0], rows[-1]]


def edged(nodes: Sequence[Any], cursors: Sequence[str]) -> list[Edge[Any]]:
    """The edges of nodes that all have their cursors; none where nobody asked for edges."""
    if len(nodes) != len(cursors):
        return []
    return [Edge(node=node, cursor=cursor) for node, cursor in zip(nodes, cursors, strict=True)]


def place(
    page: Page | PackedPage, cursors: Sequence[str], *, began: bool, ended: bool | None = None
) -> PageInfo:
    """Where a page with these cursors lies; `began` says that it is the list's first.

    Of one that was read backwards `ended` says whether it is the list's last.
    """
    return PageInfo(
        has_previous_page=not began if ended is None else page.more,
        start_cursor=cursors[0] if cursors else None,
        has_next_page=page.more if ended is None else not ended,
        end_cursor=cursors[-1] if cursors else None,
    )
