"""libraryProduct(code), libraryProducts(search, first, after): products, for staff."""

from typing import Annotated

import strawberry

from actions.library import code_begins
from actions.publishing.catalog import BY_CODE
from documents.products import Product as ProductDocument
from graph.context import Info
from graph.cursors import USUAL, decode
from graph.types.connection import Connection, connect
from graph.types.product import Product


@strawberry.field(
    description="One product with all of its pictures; null where no product has this code."
)
async def library_product(
    info: Info,
    code: Annotated[
        str, strawberry.argument(description="The SKU, exactly as the shop writes it.")
    ],
) -> Product | None:
    """Loaded with the others of the request."""
    raw = await info.context.products.load(code)
    return Product.of(raw) if raw else None


@strawberry.field(
    description="The products with all of their pictures, in the order of their codes."
)
async def library_products(
    info: Info,
    search: Annotated[
        str | None,
        strawberry.argument(
            description="Only codes that begin with this, capitals as they are; all by default."
        ),
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[Product]:
    """By keyset."""
    return await connect(
        info,
        ProductDocument,
        code_begins(search),
        BY_CODE,
        Product.of,
        first=first,
        after=after,
        read_cursor=decode,
    )
