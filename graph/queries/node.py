"""node(id), nodes(ids): any object by its global id."""

import asyncio
from typing import Annotated

import strawberry

from actions.batches import within
from graph.context import Context, Info
from graph.ids import kind_and_id
from graph.types.groups import Collection, ImageGroup
from graph.types.image import Image
from graph.types.job import Job
from graph.types.node import Node

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
    loaders = {
        "Image": context.images,
        "ImageGroup": context.groups,
        "Collection": context.collections,
        "Job": context.jobs,
    }
    raw = await loaders[kind].load(inner) if kind in loaders else None
    if raw is None:
        return None
    makers = {"ImageGroup": ImageGroup.of, "Collection": Collection.of, "Job": Job.of}
    return Image.of(raw, context.house) if kind == "Image" else makers[kind](raw)
