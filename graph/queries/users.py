"""users(where, first, after): the accounts."""

from typing import Annotated

import strawberry

from actions.accounts.searching import BY_EMAIL, AccountFilter, asked
from documents.users import LISTED, User
from graph.context import Info
from graph.cursors import USUAL, decode
from graph.types.account import Account
from graph.types.connection import Connection, connect
from graph.types.enums import Role


@strawberry.input(description="Which accounts; all that is given must hold, null means any.")
class UsersWhere:
    """A filter."""

    search: str | None = strawberry.field(
        default=None,
        description="How the address or the name begins, at most 254 characters; capitals do not "
        "matter.",
    )
    role: Role | None = strawberry.field(default=None, description="What they are.")
    disabled: bool | None = strawberry.field(
        default=None, description="Whether the account is shut."
    )


@strawberry.field(description="All accounts, by their addresses. Needs the role ADMIN.")
async def users(
    info: Info,
    where: Annotated[
        UsersWhere | None, strawberry.argument(description="Which; all by default.")
    ] = None,
    first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = USUAL,
    after: Annotated[
        str | None, strawberry.argument(description="The endCursor of the page before.")
    ] = None,
) -> Connection[Account]:
    """By keyset."""
    asked_for = where or UsersWhere()
    wanted = AccountFilter(
        begins=asked_for.search, role=asked_for.role, disabled=asked_for.disabled
    )
    return await connect(
        info,
        User,
        asked(info.context.viewer, wanted),
        BY_EMAIL,
        lambda raw: Account.of(User.model_validate(raw)),
        first=first,
        after=after,
        read_cursor=decode,
        hint=LISTED,
    )
