"""enableUser: open an account again."""

import strawberry

from actions.accounts import people
from graph.context import Info
from graph.errors import UserError
from graph.ids import account_id
from graph.payloads import mutation, no_errors
from graph.types.account import Account


@strawberry.input(description="Whose account is opened.")
class EnableUserInput:
    """The account."""

    id: strawberry.ID = strawberry.field(description="The account.")


@strawberry.type(description="What came of it.")
class EnableUserPayload:
    """The account."""

    user: Account | None = strawberry.field(default=None, description="The account as it is now.")
    user_errors: list[UserError] = no_errors()


@mutation(EnableUserPayload)
async def enable_user(info: Info, input: EnableUserInput) -> EnableUserPayload:
    """Open an account again. Sessions and keys stay ended. Needs the role ADMIN."""
    user = await people.enable(info.context.viewer, account_id(input.id, ["id"]))
    return EnableUserPayload(user=Account.of(user))
