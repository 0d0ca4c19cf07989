"""customFields: what this house has of its own for every picture."""

import strawberry

from actions.metadata.custom_fields import every
from graph.context import Info
from graph.types.custom_field import CustomField


@strawberry.field(description="The fields that this house has defined, by key; at most 50.")
async def custom_fields(info: Info) -> list[CustomField]:
    """All of them."""
    return [CustomField.of(made) for made in (await every(info.context.viewer)).values()]
