"""updateProfile: what one is called."""

import strawberry

from actions.accounts import own
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.account import Account


@strawberry.input(description="What to change of one's own account.")
class UpdateProfileInput:
    """The name."""

    name: str = strawberry.field(description="What to call you, 1 to 100 characters.")


@strawberry.type(description="What came of it.")
class UpdateProfilePayload:
    """The account."""

    user: Account | None = strawberry.field(default=None, description="The account as it is now.")
    user_errors: list[UserError] = no_errors()


@mutation(UpdateProfilePayload)
async def update_profile(info: Info, input: UpdateProfileInput) -> UpdateProfilePayload:
    """Call oneself otherwise. Needs a person's sign-in; the address an ADMIN changes."""
    user = await own.rename(info.context.viewer, input.name)
    return UpdateProfilePayload(user=Account.of(user))
