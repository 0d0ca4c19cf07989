"""node(id), nodes(ids): any object by its global id."""

import asyncio
from collections.abc import Callable
from operator import attrgetter
from typing import Annotated

import strawberry

from actions.batches import within
from documents.pages import Raw
from graph.context import Context, House, Info, Loader
from graph.ids import kind_and_id
from graph.types.exports import Export
from graph.types.groups import Collection, ImageGroup
from graph.types.image import Image
from graph.types.imports import Import
from graph.types.job import Job
from graph.types.node import Node
from graph.types.product import Product

MOST_NODES = 100
Id = Annotated[strawberry.ID, strawberry.argument(description="A global id.")]
Ids = Annotated[list[strawberry.ID], strawberry.argument(description="Global ids, at most 100.")]


@strawberry.field(description="The object with this global id; null where there is none.")
async def node(info: Info, id: Id) -> Node | None:
    """Loaded with the others of the request."""
    return await _find(info.context, id)


@strawberry.field(
    description="The objects with these global ids, at most 100, in their order; null for none."
)
async def nodes(info: Info, ids: Ids) -> list[Node | None]:
    """One query a type."""
    within("ids", ids, MOST_NODES)
    return list(await asyncio.gather(*(_find(info.context, id) for id in ids)))


async def _find(context: Context, id: strawberry.ID) -> Node | None:
    kind, inner = kind_and_id(id)
    if kind not in KINDS:
        return None
    loader, make = KINDS[kind]
    raw = await loader(context).load(inner)
    return make(raw, context.house) if raw else None


# Every type that is a Node, with where it is loaded and how it is made.
KINDS: dict[str, tuple[Callable[[Context], Loader], Callable[[Raw, House], Node]]] = {
    "Collection": (attrgetter("collections"), lambda raw, _: Collection.of(raw)),
    "Export": (attrgetter("exports"), lambda raw, _: Export.of(raw)),
    "Image": (attrgetter("images"), Image.of),
    "ImageGroup": (attrgetter("groups"), lambda raw, _: ImageGroup.of(raw)),
    "Import": (attrgetter("imports"), lambda raw, _: Import.of(raw)),
    "Job": (attrgetter("jobs"), lambda raw, _: Job.of(raw)),
    "Product": (attrgetter("products_by_id"), lambda raw, _: Product.of(raw)),
}
