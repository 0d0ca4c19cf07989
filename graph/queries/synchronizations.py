"""synchronization(id), synchronizations, synchronizationFindings: reports of comparisons."""

from typing import Annotated

import strawberry

from actions.library import Window
from actions.syncing import syncs
from actions.syncing.syncs import TOLD
from documents.pages import Order
from documents.syncs import Finding
from documents.syncs import Synchronization as SynchronizationDocument
from graph.context import Info
from graph.cursors import USUAL, decode_time, encode, page_size
from graph.ids import object_id
from graph.types.connection import Connection, Edge, place
from graph.types.enums import SyncClass
from graph.types.synchronization import SyncFinding, Synchronization

NEWEST, IN_TURN = Order("created_at"), Order("found_at", descending=False)
First = Annotated[int, strawberry.argument(description="How many, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The endCursor of the page before.")]
Id = Annotated[strawberry.ID, strawberry.argument(description="The comparison.")]


@strawberry.field(
    description="A comparison of store and records; null where there is none. Needs ADMIN."
)
async def synchronization(info: Info, id: Id) -> Synchronization | None:
    """With its job, if that is asked for."""
    raw = await syncs.found(info.context.viewer, object_id("Synchronization", id, ["id"]))
    return Synchronization.of(raw) if raw else None


@strawberry.field(
    description="The comparisons of the last 90 days, newest first. Needs the role ADMIN."
)
async def synchronizations(
    info: Info, first: First = USUAL, after: After = None
) -> Connection[Synchronization]:
    """By keyset."""
    window = Window(
        order=NEWEST, first=page_size(first), after=decode_time(after) if after else None
    )
    found = await syncs.reports(info.context.viewer, window)
    nodes = [Synchronization.of(raw) for raw in found.rows]
    cursors = [encode(raw["created_at"], raw["_id"]) for raw in found.rows]
    return Connection(
        model=SynchronizationDocument,
        where={},
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(found, cursors, began=after is None),
    )


@strawberry.field(
    description=(
        "What a comparison found, in the order of finding; while it is under way only what was "
        "looked at twice already. Needs the role ADMIN."
    )
)
async def synchronization_findings(
    info: Info,
    id: Id,
    kind: Annotated[
        SyncClass | None, strawberry.argument(description="Only this class; all by default.")
    ] = None,
    first: First = USUAL,
    after: After = None,
) -> Connection[SyncFinding]:
    """By keyset."""
    window = Window(
        order=IN_TURN, first=page_size(first), after=decode_time(after) if after else None
    )
    inner = object_id("Synchronization", id, ["id"])
    where = {"sync_id": inner, "state": {"$in": TOLD}, **({"kind": kind} if kind else {})}
    found = await syncs.findings(info.context.viewer, where, window)
    nodes = [SyncFinding.of(raw) for raw in found.rows]
    cursors = [encode(raw["found_at"], raw["_id"]) for raw in found.rows]
    return Connection(
        model=Finding,
        where=where,
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(found, cursors, began=after is None),
    )
