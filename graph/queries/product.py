"""product(code): one product of the catalogue, for shops."""

from typing import Annotated

import strawberry

from actions.publishing import catalog
from graph.context import Info
from graph.types.catalog import CatalogProduct

Code = Annotated[str, strawberry.argument(description="The SKU, exactly as the shop writes it.")]


@strawberry.field(
    description=(
        "One product of the catalogue with its published pictures; null where no product has "
        "this code. Needs the scope catalog:read, or any role."
    )
)
async def product(info: Info, code: Code) -> CatalogProduct | None:
    """Two queries."""
    found = await catalog.products(info.context.reader, codes=[code], first=1, after=None)
    url = info.context.house.published_url
    made = [CatalogProduct.of(raw, found.images.get(code, []), url) for raw in found.page.rows]
    return made[0] if made else None
