"""refreshSession: stay signed in."""

import strawberry

from actions.accounts import sessions
from actions.errors import InvalidRefreshToken
from graph.context import Context, Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.session_cookie import SessionCookie
from graph.types.account import Session, SessionDelivery


@strawberry.input(description="Which session goes on.")
class RefreshSessionInput:
    """Its newest refresh token, or none for the one in the cookie."""

    refresh_token: str | None = strawberry.field(
        default=None,
        description=(
            "The refresh token of the last `login` or `refreshSession`. Null takes the one in the "
            "cookie, and the next one goes into the cookie, too, whatever `sessionDelivery` says."
        ),
    )
    session_delivery: SessionDelivery = strawberry.field(
        default=SessionDelivery.BODY, description="Where the next refresh token goes."
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
    the session for everybody: never send two refreshes of one session at once. Only from a cookie
    they may come at once, as from several tabs: within 30 seconds all are answered alike.
    """
    cookie = _cookie(info.context, input)
    token = cookie.token if cookie and input.refresh_token is None else input.refresh_token
    if token is None:
        raise InvalidRefreshToken
    signed_in = await sessions.refresh(
        info.context.house.accounts, token, in_cookie=cookie is not None
    )
    return RefreshSessionPayload(session=Session.of(signed_in, cookie))


def _cookie(context: Context, input: RefreshSessionInput) -> SessionCookie | None:
    """Where the next token goes. A script must not get hold of what came in a cookie."""
    if input.refresh_token is None or input.session_delivery is SessionDelivery.COOKIE:
        return context.own_cookie()
    return None
