"""products(codes, first, after): what shops query."""

from typing import Annotated

import strawberry

from actions.publishing import catalog
from graph.context import Info
from graph.cursors import USUAL, decode, encode, page_size
from graph.types.catalog import CatalogProduct, CatalogProductConnection, CatalogProductEdge
from graph.types.connection import place


@strawberry.field(
    description=(
        "The catalogue: products with their published pictures. Needs the scope catalog:read, "
        "or any role."
    )
)
async def products(
    info: Info,
    codes: Annotated[
        list[str] | None,
        strawberry.argument(description="Only these, at most 100; all by default."),
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> CatalogProductConnection:
    """Two queries a page, whatever its size; one more for codes."""
    start = decode(after)[0] if after else None
    found = await catalog.products(
        info.context.viewer, codes=codes, first=page_size(first), after=start
    )
    url = info.context.house.published_url
    made = [
        CatalogProduct.of(raw, found.images.get(raw["code"], []), url) for raw in found.page.rows
    ]
    cursors = [encode(raw["code"], raw["_id"]) for raw in found.page.rows]
    return CatalogProductConnection(
        nodes=made,
        edges=[CatalogProductEdge(node=n, cursor=c) for n, c in zip(made, cursors, strict=True)],
        page_info=place(found.page, cursors, began=after is None),
        missing_codes=found.missing,
    )
