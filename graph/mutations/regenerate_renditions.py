"""regenerateRenditions: files by the presets as they are now."""

import strawberry

from actions.rendering import regenerating
from graph.context import Info
from graph.errors import UserError
from graph.payloads import idempotency_key, mutation, no_errors
from graph.queries.images import ImagesWhere
from graph.types.regeneration import Regeneration


@strawberry.input(description="Which renditions of which pictures.")
class RegenerateRenditionsInput:
    """All of them by default."""

    preset: str | None = strawberry.field(
        default=None,
        description=(
            "One of `presets`. Null for all: then files of presets that are no more are removed."
        ),
    )
    where: ImagesWhere | None = strawberry.field(
        default=None, description="As of `images`; the whole library where this is null."
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of asking.")
class RegenerateRenditionsPayload:
    """It takes its time: ask `regeneration(id)`."""

    regeneration: Regeneration | None = strawberry.field(
        default=None, description="Under way; null where it was refused."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RegenerateRenditionsPayload)
async def regenerate_renditions(
    info: Info, input: RegenerateRenditionsInput
) -> RegenerateRenditionsPayload:
    """Make again, by jobs, what the presets would make otherwise now; what is current stays.

    Public files that are made again get new addresses, and the old ones are removed. While one
    is under way, another is refused with REGENERATION_RUNNING. Needs the role ADMIN.
    """
    house = info.context.house
    begun = await regenerating.ask(
        info.context.viewer,
        input.preset,
        (input.where or ImagesWhere()).filter(house.channels),
        presets=house.presets,
        deliver=house.deliver,
        key=input.idempotency_key,
    )
    return RegenerateRenditionsPayload(regeneration=Regeneration.of(begun.raw()))
