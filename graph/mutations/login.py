"""login: begin a session."""

import strawberry

from actions.accounts import accounts
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.account import Session, SessionDelivery


@strawberry.input(description="Who signs in.")
class LoginInput:
    """Address and password, and where the refresh token goes."""

    email: str = strawberry.field(description="The account's address; capitals do not matter.")
    password: str = strawberry.field(description="The account's password.")
    session_delivery: SessionDelivery = strawberry.field(
        default=SessionDelivery.BODY, description="Where the refresh token goes."
    )


@strawberry.type(description="What came of signing in.")
class LoginPayload:
    """The session."""

    session: Session | None = strawberry.field(
        default=None, description="The tokens; null if anything was wrong."
    )
    user_errors: list[UserError] = no_errors()


@mutation(LoginPayload)
async def login(info: Info, input: LoginInput) -> LoginPayload:
    """Sign in with a password. Attempts are limited, for each account and each client."""
    cookie = info.context.own_cookie() if input.session_delivery is SessionDelivery.COOKIE else None
    signed_in = await accounts.login(
        info.context.house.accounts,
        email=input.email,
        password=input.password,
        client=info.context.client,
        in_cookie=cookie is not None,
        user_agent=info.context.connection.headers.get("user-agent", ""),
    )
    return LoginPayload(session=Session.of(signed_in, cookie))
