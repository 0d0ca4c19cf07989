"""setUserRole: what somebody may do."""

import strawberry

from actions.accounts import people
from graph.context import Info
from graph.errors import UserError
from graph.ids import account_id
from graph.payloads import mutation, no_errors
from graph.types.account import Account
from graph.types.enums import Role


@strawberry.input(description="Who gets which role.")
class SetUserRoleInput:
    """Account and role."""

    id: strawberry.ID = strawberry.field(description="The account.")
    role: Role = strawberry.field(description="What they are from now on.")


@strawberry.type(description="What came of it.")
class SetUserRolePayload:
    """The account."""

    user: Account | None = strawberry.field(default=None, description="The account as it is now.")
    user_errors: list[UserError] = no_errors()


@mutation(SetUserRolePayload)
async def set_user_role(info: Info, input: SetUserRoleInput) -> SetUserRolePayload:
    """Give somebody a role, which counts from their next request on. Needs the role ADMIN.

    The last ADMIN stays one: ADMIN_NEEDED.
    """
    user = await people.set_role(info.context.viewer, account_id(input.id, ["id"]), input.role)
    return SetUserRolePayload(user=Account.of(user))
