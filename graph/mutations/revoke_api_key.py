"""revokeApiKey: let a shop's program in no more."""

import strawberry

from actions.accounts import keys
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.account import ApiKey


@strawberry.input(description="Which key to revoke.")
class RevokeApiKeyInput:
    """Its id."""

    id: strawberry.ID = strawberry.field(description="The key.")


@strawberry.type(description="What came of revoking.")
class RevokeApiKeyPayload:
    """The key as it is now."""

    api_key: ApiKey | None = strawberry.field(default=None, description="The revoked key.")
    user_errors: list[UserError] = no_errors()


@mutation(RevokeApiKeyPayload)
async def revoke_api_key(info: Info, input: RevokeApiKeyInput) -> RevokeApiKeyPayload:
    """Make a key worthless, at once and for ever; again changes nothing. Needs the role ADMIN."""
    key = await keys.revoke(info.context.viewer, object_id("ApiKey", input.id, ["id"]))
    return RevokeApiKeyPayload(api_key=ApiKey.of(key))
