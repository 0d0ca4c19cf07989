"""updateUser: another name or address."""

import strawberry

from actions.accounts import people
from graph.context import Info
from graph.errors import UserError
from graph.ids import account_id
from graph.payloads import mutation, no_errors
from graph.types.account import Account


@strawberry.input(description="What to change; null and absent leave it.")
class UpdateUserInput:
    """The account, and what it gets."""

    id: strawberry.ID = strawberry.field(description="The account.")
    name: str | None = strawberry.field(default=None, description="1 to 100 characters.")
    email: str | None = strawberry.field(
        default=None, description="The address that they sign in with; nobody else has it."
    )


@strawberry.type(description="What came of it.")
class UpdateUserPayload:
    """The account."""

    user: Account | None = strawberry.field(default=None, description="The account as it is now.")
    user_errors: list[UserError] = no_errors()


@mutation(UpdateUserPayload)
async def update_user(info: Info, input: UpdateUserInput) -> UpdateUserPayload:
    """Give somebody another name or address. Needs the role ADMIN."""
    user = await people.rename(
        info.context.viewer, account_id(input.id, ["id"]), name=input.name, email=input.email
    )
    return UpdateUserPayload(user=Account.of(user))
