"""createApiKey: let a shop's program in."""

from datetime import datetime

import strawberry

from actions.accounts import keys
from graph.context import Info
from graph.errors import UserError
from graph.payloads import mutation, no_errors
from graph.types.account import ApiKey
from graph.types.enums import ApiKeyScope


@strawberry.input(description="The new key.")
class CreateApiKeyInput:
    """What it is called, what it is for, and how long it is good."""

    name: str = strawberry.field(description="1 to 100 characters.")
    scopes: list[ApiKeyScope] = strawberry.field(description="What it is for; at least one.")
    expires_at: datetime | None = strawberry.field(
        default=None, description="When it ends, in the future; null for never."
    )


@strawberry.type(description="What came of making the key.")
class CreateApiKeyPayload:
    """The key and, this once, its secret."""

    api_key: ApiKey | None = strawberry.field(default=None, description="The new key.")
    secret: str | None = strawberry.field(
        default=None,
        description='Send it as "X-Api-Key: <secret>". Only told here: nobody can read it again.',
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateApiKeyPayload)
async def create_api_key(info: Info, input: CreateApiKeyInput) -> CreateApiKeyPayload:
    """Make a key for a shop. Needs the role ADMIN."""
    key, secret = await keys.create(
        info.context.viewer, name=input.name, scopes=input.scopes, expires_at=input.expires_at
    )
    return CreateApiKeyPayload(api_key=ApiKey.of(key), secret=secret)
