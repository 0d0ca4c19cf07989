"""changePassword: another one, by who knows the old one."""

import strawberry

from actions.accounts import own
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors


@strawberry.input(description="The password in use and the next one.")
class ChangePasswordInput:
    """Both secret."""

    current_password: str = strawberry.field(description="The password in use.")
    password: str = strawberry.field(description="The next one, 10 to 128 characters.")


@strawberry.type(description="What came of it.")
class ChangePasswordPayload:
    """How many were signed out."""

    sessions_ended: int | None = strawberry.field(
        default=None, description="How many other sessions were open; null if nothing changed."
    )
    user_errors: list[UserError] = no_errors()


@mutation(ChangePasswordPayload)
async def change_password(info: Info, input: ChangePasswordInput) -> ChangePasswordPayload:
    """Choose another password; all other sessions of the account end at once.

    Attempts are limited. Needs a person's sign-in.
    """
    ended = await own.change_password(
        info.context.house.accounts,
        info.context.viewer,
        current=input.current_password,
        password=input.password,
    )
    return ChangePasswordPayload(sessions_ended=ended)
