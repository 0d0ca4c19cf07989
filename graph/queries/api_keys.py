"""apiKeys(first, after): the keys of shops."""

from typing import Annotated

import strawberry

from actions.accounts import keys
from documents.api_keys import ApiKey as ApiKeyDocument
from documents.pages import Page
from graph.context import Info
from graph.cursors import USUAL, decode, encode, page_size
from graph.types.account import ApiKey
from graph.types.connection import Connection, Edge, place


@strawberry.field(
    description="All keys, newest first, revoked and expired ones too. Needs the role ADMIN."
)
async def api_keys(
    info: Info,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[ApiKey]:
    """By keyset: a key's id tells its place."""
    size, behind = page_size(first), decode(after)[1] if after else None
    found = await keys.list_keys(info.context.viewer, first=size + 1, after=behind)
    nodes = [ApiKey.of(key) for key in found[:size]]
    cursors = [encode(key.created_at, key.id) for key in found[:size]]
    return Connection(
        model=ApiKeyDocument,
        where={},
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=place(Page([], more=len(found) > size), cursors, began=after is None),
    )
