"""logout: end the session."""

import strawberry

from actions.accounts import sessions
from graph.context import Context, Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors


@strawberry.type(description="What came of signing out.")
class LogoutPayload:
    """Nothing more to tell."""

    user_errors: list[UserError] = no_errors()


@mutation(LogoutPayload)
async def logout(info: Info) -> LogoutPayload:
    """End the session of the access token that was sent; both of its tokens stop at once.

    The session whose refresh token came in a cookie ends as well, and the cookie is removed; such
    a request needs no access token.
    """
    if await _left_by_cookie(info.context) and not info.context.signed_in:
        return LogoutPayload()
    await sessions.logout(info.context.viewer)
    return LogoutPayload()


async def _left_by_cookie(context: Context) -> bool:
    cookie = context.cookie
    token = cookie.token if cookie else None
    if cookie is None or token is None:
        return False
    cookie.clear()
    return await sessions.leave(token)
