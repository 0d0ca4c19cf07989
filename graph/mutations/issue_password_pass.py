"""issuePasswordPass: help for somebody who has forgotten their password."""

from datetime import datetime

import strawberry

from actions.accounts import inviting
from graph.context import Info
from graph.errors import UserError
from graph.ids import account_id
from graph.payloads import mutation, no_errors
from graph.types.account import Account


@strawberry.input(description="Who may choose a new password.")
class IssuePasswordPassInput:
    """The account."""

    id: strawberry.ID = strawberry.field(description="The account.")


@strawberry.type(description="What came of it.")
class IssuePasswordPassPayload:
    """The account and, this once, a pass."""

    user: Account | None = strawberry.field(default=None, description="Whose pass it is.")
    password_pass: str | None = strawberry.field(
        default=None,
        description="Lets whoever holds it choose the password, once: hand it over in person. "
        "Only told here.",
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="Until when it is good, 7 days by default."
    )
    user_errors: list[UserError] = no_errors()


@mutation(IssuePasswordPassPayload)
async def issue_password_pass(
    info: Info, input: IssuePasswordPassInput
) -> IssuePasswordPassPayload:
    """Make a pass to choose a password with, for `redeemPasswordPass`. Needs the role ADMIN.

    The password in use stays good until then; an older pass does not.
    """
    made = await inviting.issue(
        info.context.house.accounts, info.context.viewer, account_id(input.id, ["id"])
    )
    return IssuePasswordPassPayload(
        user=Account.of(made.user), password_pass=made.secret, expires_at=made.expires_at
    )
