"""limits: what this house takes."""

import strawberry

from actions.access import Permission, require
from graph.context import Info
from graph.types.limits import Limits


@strawberry.field(
    description="How large and how many files may be, and of which types. Needs any role."
)
async def limits(info: Info) -> Limits:
    """The same until the service is started with other settings."""
    require(info.context.viewer, Permission.READ_LIBRARY)
    return Limits.of(info.context.house)
