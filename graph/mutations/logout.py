"""logout: end the session."""

import strawberry

from actions.accounts import accounts
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors


@strawberry.type(description="What came of signing out.")
class LogoutPayload:
    """Nothing more to tell."""

    user_errors: list[UserError] = no_errors()


@mutation(LogoutPayload)
async def logout(info: Info) -> LogoutPayload:
    """End the session of the access token that was sent; both of its tokens stop at once."""
    await accounts.logout(info.context.viewer)
    return LogoutPayload()
