"""refreshSession: stay signed in."""

import strawberry

from actions.accounts import accounts
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.account import Session


@strawberry.input(description="Which session goes on.")
class RefreshSessionInput:
    """Its newest refresh token."""

    refresh_token: str = strawberry.field(
        description="The refresh token of the last `login` or `refreshSession`."
    )


@strawberry.type(description="What came of refreshing.")
class RefreshSessionPayload:
    """The session with new tokens."""

    session: Session | None = strawberry.field(
        default=None, description="New tokens; null if the session is over."
    )
    user_errors: list[UserError] = no_errors()


@mutation(RefreshSessionPayload)
async def refresh_session(info: Info, input: RefreshSessionInput) -> RefreshSessionPayload:
    """Change a refresh token for new tokens; needs no access token.

    Each refresh token works once. One that comes a second time may have been stolen, so it ends
    the session for everybody: never send two refreshes of one session at once.
    """
    signed_in = await accounts.refresh(info.context.house.accounts, input.refresh_token)
    return RefreshSessionPayload(session=Session.of(signed_in))
