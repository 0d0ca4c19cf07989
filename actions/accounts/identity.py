"""Finding out who asks, by whatever they carry."""

from collections.abc import Mapping

from actions.access import Viewer
from actions.accounts import accounts, keys
from actions.accounts.rules import AccountRules
from actions.errors import Unauthenticated, Why

KEY_PREFIX = "eco_"


async def identify(rules: AccountRules, credentials: Mapping[str, object]) -> Viewer | None:
    """Who sent these headers; None where they hold neither a token nor a key.

    `authorization` is "Bearer " with an access token or an API key; `x-api-key` is a key.
    Names are in small letters. Raises Unauthenticated.
    """
    key, authorization = credentials.get("x-api-key"), credentials.get("authorization")
    if key is None and authorization is None:
        return None
    token = key if key is not None else _bearer(authorization)
    if not isinstance(token, str):
        raise Unauthenticated(Why.INVALID)
    if token.startswith(KEY_PREFIX):
        return await keys.identify_key(token)
    return await accounts.identify(rules, token)


def _bearer(authorization: object) -> str:
    kind, _, token = str(authorization).partition(" ")
    if kind.lower() != "bearer":
        raise Unauthenticated(Why.INVALID)
    return token.strip()


async def present(viewer: Viewer) -> Viewer:
    """The viewer as they are now, whatever became of their token.

    Raises Unauthenticated when the account, the session or the key has ended.
    """
    if viewer.user_id is not None and viewer.session_id is not None:
        return await accounts.present(viewer.user_id, viewer.session_id)
    if viewer.api_key_id is not None:
        return await keys.present(viewer.api_key_id)
    raise Unauthenticated(Why.ENDED)
