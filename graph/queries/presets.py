"""presets: the renditions that this house makes."""

import strawberry

from actions.access import Permission, require
from graph.context import Info
from graph.types.preset import RenditionPreset


@strawberry.field(
    description="The renditions that this house makes, by its settings. Needs any role."
)
async def presets(info: Info) -> list[RenditionPreset]:
    """As configured when the service started; what is stored may be older."""
    require(info.context.viewer, Permission.READ_LIBRARY)
    return RenditionPreset.of_all(info.context.house.presets)
