"""API keys, spoken as clients speak them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.graph.documents import CATALOG, ERRORS
from tests.graph.test_accounts import LOGOUT, VIEWER
from tests.server import Client, codes

KEY = "id name scopes createdAt expiresAt revokedAt lastUsedAt"
CREATE = f"""
mutation ($input: CreateApiKeyInput!) {{
  createApiKey(input: $input) {{ apiKey {{ {KEY} }} secret {ERRORS} }}
}}"""
REVOKE = f"""
mutation ($input: RevokeApiKeyInput!) {{
  revokeApiKey(input: $input) {{ apiKey {{ {KEY} }} {ERRORS} }}
}}"""
KEYS = f"""
query ($first: Int! = 20, $after: String) {{
  apiKeys(first: $first, after: $after) {{
    nodes {{ {KEY} }}
    edges {{ cursor node {{ id }} }}
    pageInfo {{ hasPreviousPage hasNextPage startCursor endCursor }}
    totalCount
  }}
}}"""
LIBRARY = "{ images(first: 1) { nodes { id } } }"
SHOP = {"name": "shop", "scopes": ["CATALOG_READ"]}


async def create(client: Client, **input: Any) -> dict[str, Any]:
    """The payload."""
    return dict((await client.ask(CREATE, input={**SHOP, **input}))["createApiKey"])


async def revoke(client: Client, id: str) -> dict[str, Any]:
    """The payload."""
    return dict((await client.ask(REVOKE, input={"id": id}))["revokeApiKey"])


async def test_a_shop_reads_the_catalogue_by_its_key_and_nothing_else(
    admin: Client, stranger: Client
) -> None:
    """What a shop's program holds opens neither the library nor the keys."""
    made = await create(admin)
    stranger.key = made["secret"]
    viewer = (await stranger.ask(VIEWER))["viewer"]

    assert (made["userErrors"], made["apiKey"]["scopes"]) == ([], ["CATALOG_READ"])
    assert (viewer["id"], viewer["name"]) == (made["apiKey"]["id"], "shop")
    assert (viewer["email"], viewer["role"]) == (None, None)
    assert (viewer["scopes"], viewer["permissions"]) == (["CATALOG_READ"], ["READ_CATALOG"])
    assert (await stranger.ask(CATALOG, codes=[]))["products"]["nodes"] == []
    assert await stranger.refused(LIBRARY) == "FORBIDDEN"
    assert await stranger.refused(KEYS) == "FORBIDDEN"
    assert await stranger.refused(CREATE, input=SHOP) == "FORBIDDEN"
    assert (await stranger.ask(LOGOUT))["logout"]["userErrors"] == []


async def test_a_key_may_come_as_a_bearer_token(admin: Client, stranger: Client) -> None:
    """For clients that know one header only."""
    stranger.token = (await create(admin))["secret"]

    assert (await stranger.ask(VIEWER))["viewer"]["name"] == "shop"


async def test_a_revoked_key_is_refused_at_the_next_request(
    admin: Client, stranger: Client
) -> None:
    """And to revoke it again changes nothing."""
    made = await create(admin)
    stranger.key = made["secret"]
    await stranger.ask(VIEWER)
    once = await revoke(admin, made["apiKey"]["id"])
    twice = await revoke(admin, made["apiKey"]["id"])

    assert await stranger.refused(VIEWER) == "UNAUTHENTICATED"
    assert once["apiKey"]["revokedAt"] is not None
    assert once["apiKey"]["lastUsedAt"] is not None
    assert twice == once


async def test_keys_are_listed_newest_first_by_page(admin: Client) -> None:
    """Two pages hold each key once, without its secret."""
    names = [f"shop {number}" for number in range(5)]
    made = [await create(admin, name=name) for name in names]
    first = (await admin.ask(KEYS, first=3))["apiKeys"]
    second = (await admin.ask(KEYS, first=3, after=first["pageInfo"]["endCursor"]))["apiKeys"]

    assert [key["name"] for key in first["nodes"] + second["nodes"]] == names[::-1]
    assert [edge["node"]["id"] for edge in first["edges"]] == [key["id"] for key in first["nodes"]]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    assert (first["totalCount"], second["pageInfo"]["hasPreviousPage"]) == (5, True)
    assert all(key["secret"].rpartition("_")[2] not in str(first) for key in made)


async def test_what_is_no_page_of_keys_is_told(admin: Client) -> None:
    """A made-up cursor and a page of nothing are the caller's errors, not ours."""
    assert await admin.refused(KEYS, after="made up") == "BAD_REQUEST"
    assert await admin.refused(KEYS, first=0) == "BAD_REQUEST"


async def test_only_an_admin_sees_and_makes_keys(reviewer: Client, stranger: Client) -> None:
    """Others are FORBIDDEN, and nobody is UNAUTHENTICATED."""
    for query, variables in (
        (KEYS, {}),
        (CREATE, {"input": SHOP}),
        (REVOKE, {"input": {"id": "QXBpS2V5OjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nw=="}}),
    ):
        assert await reviewer.refused(query, **variables) == "FORBIDDEN"
        assert await stranger.refused(query, **variables) == "UNAUTHENTICATED"


async def test_a_key_has_a_name_a_scope_and_a_future(admin: Client) -> None:
    """Each error points to its field, and no secret is told."""
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    refused = [
        await create(admin, name=""),
        await create(admin, scopes=[]),
        await create(admin, expiresAt=past),
    ]

    assert [codes(answer) for answer in refused] == [
        ["INVALID_NAME"],
        ["SCOPE_MISSING"],
        ["INVALID_EXPIRY"],
    ]
    assert [answer["userErrors"][0]["path"] for answer in refused] == [
        ["name"],
        ["scopes"],
        ["expiresAt"],
    ]
    assert [answer["secret"] for answer in refused] == [None] * 3


async def test_a_key_that_is_none_cannot_be_revoked(admin: Client) -> None:
    """Neither somebody's account nor made-up text nor an id that is not kept."""
    account = (await admin.ask(VIEWER))["viewer"]["id"]

    assert codes(await revoke(admin, account)) == ["INVALID_ID"]
    assert codes(await revoke(admin, "made up")) == ["INVALID_ID"]
    unknown = "QXBpS2V5OjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nw=="
    assert codes(await revoke(admin, unknown)) == ["NOT_FOUND"]
