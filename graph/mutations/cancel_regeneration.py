"""cancelRegeneration: stop making renditions again."""

import strawberry

from actions.rendering import regenerating
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.regeneration import Regeneration


@strawberry.input(description="Which one to stop.")
class CancelRegenerationInput:
    """As `regenerateRenditions` told it."""

    id: strawberry.ID = strawberry.field(description="The regeneration.")


@strawberry.type(description="What came of stopping.")
class CancelRegenerationPayload:
    """The regeneration as it is now."""

    regeneration: Regeneration | None = strawberry.field(
        default=None, description="The regeneration; it ends within seconds, CANCELLED."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CancelRegenerationPayload)
async def cancel_regeneration(
    info: Info, input: CancelRegenerationInput
) -> CancelRegenerationPayload:
    """Stop before the end; what was made stays.

    One that has ended stays as it is, so the call can be repeated. Needs the role ADMIN.
    """
    id = object_id("Regeneration", input.id, ["id"])
    stopped = await regenerating.cancel(info.context.viewer, id)
    return CancelRegenerationPayload(regeneration=Regeneration.of(stopped.raw()))
