"""disableUser: shut an account."""

import strawberry

from actions.accounts import people
from graph.context import Info
from graph.errors import UserError
from graph.ids import account_id
from graph.payloads import mutation, no_errors
from graph.types.account import Account


@strawberry.input(description="Whose account is shut.")
class DisableUserInput:
    """The account, and what becomes of keys."""

    id: strawberry.ID = strawberry.field(description="The account.")
    keep_api_keys: bool = strawberry.field(
        default=False,
        description="Whether keys that the account made stay good. By default they are revoked.",
    )


@strawberry.type(description="What came of it.")
class DisableUserPayload:
    """The account."""

    user: Account | None = strawberry.field(default=None, description="The account as it is now.")
    user_errors: list[UserError] = no_errors()


@mutation(DisableUserPayload)
async def disable_user(info: Info, input: DisableUserInput) -> DisableUserPayload:
    """Shut an account and end its sessions, at once. Needs the role ADMIN.

    The last ADMIN cannot be shut out: ADMIN_NEEDED.
    """
    user = await people.disable(
        info.context.viewer, account_id(input.id, ["id"]), keep_keys=input.keep_api_keys
    )
    return DisableUserPayload(user=Account.of(user))
