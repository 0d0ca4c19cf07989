"""metadataHistory(imageId): every change that people made to a picture's metadata."""

from typing import Annotated

import strawberry

from documents.metadata_revisions import MetadataRevision as RevisionDocument
from documents.pages import Order
from graph.context import Info
from graph.cursors import USUAL
from graph.ids import object_id
from graph.types.connection import Connection, connect
from graph.types.metadata_history import MetadataRevision


@strawberry.field(description="The changes of one picture's metadata, newest first.")
async def metadata_history(
    info: Info,
    image_id: Annotated[strawberry.ID, strawberry.argument(description="The image.")],
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[MetadataRevision]:
    """By keyset."""
    where = {"image_id": object_id("Image", image_id, ["imageId"])}
    order = Order("at")
    make = MetadataRevision.of
    return await connect(info, RevisionDocument, where, order, make, first=first, after=after)
