"""inviteUser: an account for somebody else."""

from datetime import datetime

import strawberry

from actions.accounts import inviting
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.account import Account
from graph.types.enums import Role


@strawberry.input(description="Who is invited.")
class InviteUserInput:
    """Address, role and name."""

    email: str = strawberry.field(description="An email address; nothing is sent to it.")
    role: Role = strawberry.field(description="What they are.")
    name: str | None = strawberry.field(
        default=None, description="1 to 100 characters; by default made of the address."
    )


@strawberry.type(description="What came of inviting.")
class InviteUserPayload:
    """The account and, this once, a pass."""

    user: Account | None = strawberry.field(default=None, description="The new account.")
    password_pass: str | None = strawberry.field(
        default=None,
        description="Lets whoever holds it choose the password, once: hand it over in person. "
        "Only told here.",
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="Until when the pass is good, 7 days by default."
    )
    user_errors: list[UserError] = no_errors()


@mutation(InviteUserPayload)
async def invite_user(info: Info, input: InviteUserInput) -> InviteUserPayload:
    """Make an account without a password, and a pass to choose one. Needs the role ADMIN.

    Works where registration is closed, too.
    """
    made = await inviting.invite(
        info.context.house.accounts,
        info.context.viewer,
        email=input.email,
        name=input.name,
        role=input.role,
    )
    return InviteUserPayload(
        user=Account.of(made.user), password_pass=made.secret, expires_at=made.expires_at
    )
