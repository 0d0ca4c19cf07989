"""products(codes, first, after): what shops query."""

from datetime import datetime
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
    *,
    codes: Annotated[
        list[str] | None,
        strawberry.argument(description="Only these, at most 100; all by default."),
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
    updated_after: Annotated[
        datetime | None,
        strawberry.argument(
            description=(
                "Only products that pictures came to or left, or of which a picture or the name "
                "changed, after this moment; all by default. Whoever must miss nothing follows "
                "`changes`: clocks differ."
            )
        ),
    ] = None,
    channel: Annotated[
        str | None,
        strawberry.argument(
            description=(
                "Only pictures that this sales channel takes, whose readiness for it is PASS or "
                "WARN, such as `google`; all by default. Products stay, with or without pictures."
            )
        ),
    ] = None,
    locale: Annotated[
        str | None,
        strawberry.argument(
            description='The language of alternative texts, such as "pt-BR"; any by default.'
        ),
    ] = None,
) -> CatalogProductConnection:
    """Two queries a page, whatever its size; one more for codes, and for places in a channel."""
    if channel is not None:
        info.context.house.channels.profile(channel)
    start = decode(after)[0] if after else None
    found = await catalog.products(
        info.context.reader,
        codes=codes,
        channel=channel,
        updated_after=updated_after,
        first=page_size(first),
        after=start,
    )
    url = info.context.house.published_url
    rows, images = found.page.rows, found.images
    whole = channel is None
    made = [
        CatalogProduct.of(raw, images.get(raw["code"], []), url, locale, whole=whole)
        for raw in rows
    ]
    cursors = [encode(raw["code"], raw["_id"]) for raw in rows]
    return CatalogProductConnection(
        nodes=made,
        edges=[CatalogProductEdge(node=n, cursor=c) for n, c in zip(made, cursors, strict=True)],
        page_info=place(found.page, cursors, began=after is None),
        missing_codes=found.missing,
    )
