"""redeemPasswordPass: choose a password with what an ADMIN handed over."""

import strawberry

from actions.accounts import inviting
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors


@strawberry.input(description="The pass and the new password.")
class RedeemPasswordPassInput:
    """Both secret."""

    password_pass: str = strawberry.field(
        description="As `inviteUser` or `issuePasswordPass` gave it."
    )
    password: str = strawberry.field(description="10 to 128 characters.")


@strawberry.type(description="What came of it; `login` is next.")
class RedeemPasswordPassPayload:
    """Nothing more to tell."""

    user_errors: list[UserError] = no_errors()


@mutation(RedeemPasswordPassPayload)
async def redeem_password_pass(
    info: Info, input: RedeemPasswordPassInput
) -> RedeemPasswordPassPayload:
    """Choose a password, once; all sessions of the account end. Needs no access token."""
    await inviting.redeem(
        info.context.house.accounts,
        input.password_pass,
        input.password,
        client=info.context.client,
    )
    return RedeemPasswordPassPayload()
