"""viewer: who is asking."""

import strawberry

from graph.context import Info
from graph.types.account import Viewer


@strawberry.field(
    description="Whoever is asking, by the token or key that was sent; null where none was."
)
async def viewer(info: Info) -> Viewer | None:
    """What the request carries."""
    asking = info.context.viewer
    return Viewer.of(asking) if asking else None
