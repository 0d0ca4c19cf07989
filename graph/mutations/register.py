"""register: an account for whoever comes."""

import strawberry

from actions.accounts import accounts
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors


@strawberry.input(description="Who wants an account.")
class RegisterInput:
    """Address, password and name."""

    email: str = strawberry.field(description="An email address; capitals do not matter.")
    password: str = strawberry.field(description="10 to 128 characters.")
    name: str = strawberry.field(description="What to call them, 1 to 100 characters.")


@strawberry.type(description="What came of registering.")
class RegisterPayload:
    """Nothing that tells whether the address had an account already."""

    user_errors: list[UserError] = no_errors()


@mutation(RegisterPayload)
async def register(info: Info, input: RegisterInput) -> RegisterPayload:
    """Make an account, then `login`; the first account of all becomes ADMIN.

    An address that has an account keeps it, and the answer is the same.
    """
    await accounts.register(
        info.context.house.accounts,
        email=input.email,
        password=input.password,
        name=input.name,
        client=info.context.client,
    )
    return RegisterPayload()
