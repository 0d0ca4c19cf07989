"""endSession: sign out another device."""

import strawberry

from actions.accounts import own
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors


@strawberry.input(description="Which session ends.")
class EndSessionInput:
    """One's own."""

    id: strawberry.ID = strawberry.field(description="The session, of `viewer { sessions }`.")


@strawberry.type(description="What came of it.")
class EndSessionPayload:
    """Nothing more to tell."""

    user_errors: list[UserError] = no_errors()


@mutation(EndSessionPayload)
async def end_session(info: Info, input: EndSessionInput) -> EndSessionPayload:
    """End a session of one's own, at once; one that is over stays so. Needs a person's sign-in."""
    await own.end_session(info.context.viewer, object_id("Session", input.id, ["id"]))
    return EndSessionPayload()
