"""Accounts and sessions, spoken as clients speak them."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from actions import errors
from actions.accounts import accounts
from actions.accounts.rules import AccountRules, Registration
from actions.errors import Refused
from documents.users import Role
from graph.errors import UserErrorCode
from tests.graph.conftest import PASSWORD, SignUp
from tests.graph.documents import ERRORS
from tests.server import Client, codes

REGISTER = f"mutation ($input: RegisterInput!) {{ register(input: $input) {{ {ERRORS} }} }}"
SESSION = """
session {
  account { id email name role createdAt }
  accessToken expiresAt refreshToken refreshExpiresAt
}"""
LOGIN = f"mutation ($input: LoginInput!) {{ login(input: $input) {{ {SESSION} {ERRORS} }} }}"
REFRESH = f"""
mutation ($input: RefreshSessionInput!) {{
  refreshSession(input: $input) {{ {SESSION} {ERRORS} }}
}}"""
LOGOUT = f"mutation {{ logout {{ {ERRORS} }} }}"
VIEWER = "{ viewer { id name email role scopes permissions } }"
CENTURY = timedelta(days=36_500)
ADA = {"email": "ada@example.com", "password": PASSWORD}


@pytest.fixture
def rules(rules: AccountRules) -> AccountRules:
    """As ever, but no window of attempts ends while a test runs."""
    return replace(rules, attempt_window=CENTURY)


async def register(client: Client, **input: Any) -> dict[str, Any]:
    """The payload."""
    return dict((await client.ask(REGISTER, input={"name": "Ada", **input}))["register"])


async def login(client: Client, **input: Any) -> dict[str, Any]:
    """The payload."""
    return dict((await client.ask(LOGIN, input=input))["login"])


async def refresh(client: Client, token: str) -> dict[str, Any]:
    """The payload."""
    answer = await client.ask(REFRESH, input={"refreshToken": token})
    return dict(answer["refreshSession"])


async def test_whoever_comes_first_registers_signs_in_and_is_admin(stranger: Client) -> None:
    """Two calls from an empty house to a client that may do everything."""
    registered = await register(stranger, **ADA)
    signed_in = await login(stranger, **ADA)
    session = signed_in["session"]
    stranger.token = session["accessToken"]
    viewer = (await stranger.ask(VIEWER))["viewer"]

    assert registered == {"userErrors": []}
    assert signed_in["userErrors"] == []
    assert (session["account"]["email"], session["account"]["role"]) == (ADA["email"], "ADMIN")
    assert viewer["id"] == session["account"]["id"]
    assert (viewer["name"], viewer["email"], viewer["role"]) == ("Ada", ADA["email"], "ADMIN")
    assert {"MANAGE_ACCOUNTS", "MANAGE_KEYS", "READ_LIBRARY"} <= set(viewer["permissions"])


async def test_tokens_tell_when_they_end(stranger: Client) -> None:
    """In UTC: 15 minutes for the access token, 30 days for the refresh token."""
    await register(stranger, **ADA)
    session = (await login(stranger, **ADA))["session"]
    access, refreshed = (
        datetime.fromisoformat(session[name]) - datetime.now(UTC)
        for name in ("expiresAt", "refreshExpiresAt")
    )

    assert timedelta(minutes=14) < access <= timedelta(minutes=15)
    assert timedelta(days=29) < refreshed <= timedelta(days=30)


async def test_registering_a_known_address_answers_the_same(stranger: Client) -> None:
    """The answer to a stranger does not tell that Ada has an account, nor change it."""
    first = await register(stranger, **ADA)
    second = await register(stranger, email="ADA@example.com", password="another password")

    assert second == first
    assert codes(await login(stranger, **ADA)) == []
    wrong = await login(stranger, email=ADA["email"], password="another password")
    assert codes(wrong) == ["INVALID_CREDENTIALS"]


@pytest.mark.parametrize(
    ("input", "code", "path"),
    [
        ({**ADA, "email": "ada"}, "INVALID_EMAIL", ["email"]),
        ({**ADA, "password": "short"}, "WEAK_PASSWORD", ["password"]),
        ({**ADA, "name": " "}, "INVALID_NAME", ["name"]),
    ],
)
async def test_what_cannot_be_registered_is_told_with_its_place(
    stranger: Client, input: dict[str, str], code: str, path: list[str]
) -> None:
    """A form can put the message beside the field."""
    [error] = (await register(stranger, **input))["userErrors"]

    assert (error["code"], error["path"]) == (code, path)


async def test_a_weak_password_tells_the_limits(stranger: Client) -> None:
    """In numbers, so that a client can say it in any language."""
    [error] = (await register(stranger, **{**ADA, "password": "short"}))["userErrors"]

    assert {param["name"]: param["value"] for param in error["params"]} == {
        "min": "10",
        "max": "128",
        "actual": "5",
    }


async def test_an_unknown_address_and_a_wrong_password_answer_the_same(stranger: Client) -> None:
    """Signing in does not tell who has an account."""
    await register(stranger, **ADA)
    wrong = await login(stranger, email=ADA["email"], password="wrong password")
    unknown = await login(stranger, email="bob@example.com", password="wrong password")

    assert wrong == unknown
    assert (wrong["session"], codes(wrong)) == (None, ["INVALID_CREDENTIALS"])


async def test_guessing_is_limited_and_told_how_long(stranger: Client) -> None:
    """After ten attempts at an account the code is RATE_LIMITED, with the seconds to wait."""
    guesses = [login(stranger, email=ADA["email"], password=f"guess {n}") for n in range(10)]
    answers = await asyncio.gather(*guesses)
    [error] = (await stranger.raw(LOGIN, input=ADA))["errors"]

    assert [codes(answer) for answer in answers] == [["INVALID_CREDENTIALS"]] * 10
    assert error["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= error["extensions"]["retryAfter"] <= CENTURY.total_seconds()


async def test_a_session_goes_on_by_its_refresh_token_alone(stranger: Client) -> None:
    """Also while the client still sends an access token that is worth nothing."""
    await register(stranger, **ADA)
    session = (await login(stranger, **ADA))["session"]
    stranger.token = "worth nothing"
    again = (await refresh(stranger, session["refreshToken"]))["session"]
    stranger.token = again["accessToken"]

    assert again["account"] == session["account"]
    assert (await stranger.ask(VIEWER))["viewer"]["email"] == ADA["email"]


async def test_a_refresh_token_that_comes_twice_ends_the_session(stranger: Client) -> None:
    """Of the copies of a stolen token none stays good."""
    await register(stranger, **ADA)
    session = (await login(stranger, **ADA))["session"]
    newest = (await refresh(stranger, session["refreshToken"]))["session"]
    reused = await refresh(stranger, session["refreshToken"])
    after = await refresh(stranger, newest["refreshToken"])
    stranger.token = newest["accessToken"]

    assert (reused["session"], codes(reused)) == (None, ["INVALID_REFRESH_TOKEN"])
    assert codes(after) == ["INVALID_REFRESH_TOKEN"]
    assert await stranger.refused(VIEWER) == "UNAUTHENTICATED"


async def test_signing_out_ends_both_tokens(stranger: Client) -> None:
    """At once, and without a trace of the session for the next request."""
    await register(stranger, **ADA)
    session = (await login(stranger, **ADA))["session"]
    stranger.token = session["accessToken"]
    answer = await stranger.ask(LOGOUT)

    assert answer["logout"] == {"userErrors": []}
    assert await stranger.refused(LOGOUT) == "UNAUTHENTICATED"
    stranger.token = None
    assert codes(await refresh(stranger, session["refreshToken"])) == ["INVALID_REFRESH_TOKEN"]


async def test_nobody_is_nobody(stranger: Client) -> None:
    """Without a token the viewer is null, and there is nothing to sign out of."""
    assert (await stranger.ask(VIEWER))["viewer"] is None
    assert await stranger.refused(LOGOUT) == "UNAUTHENTICATED"


async def test_an_expired_token_says_that_a_refresh_helps(
    admin: Client, rules: AccountRules
) -> None:
    """EXPIRED, and not the INVALID of a token that is none."""
    expired = replace(rules, signing=replace(rules.signing, lifetime=timedelta(minutes=-1)))
    email = (await admin.ask(VIEWER))["viewer"]["email"]
    old = await accounts.login(expired, email=email, password=PASSWORD, client="test")
    reasons = []
    for token in (old.access_token, "nonsense"):
        admin.token = token
        [error] = (await admin.raw(VIEWER))["errors"]
        reasons.append((error["extensions"]["code"], error["extensions"]["reason"]))

    assert reasons == [("UNAUTHENTICATED", "EXPIRED"), ("UNAUTHENTICATED", "INVALID")]


async def test_each_role_is_told_what_it_may_do(admin: Client, sign_up: SignUp) -> None:
    """A client shows no button that would refuse."""
    viewer = await (await sign_up("vera", Role.VIEWER)).ask(VIEWER)

    assert viewer["viewer"]["permissions"] == ["READ_CATALOG", "READ_LIBRARY"]
    assert "MANAGE_KEYS" in (await admin.ask(VIEWER))["viewer"]["permissions"]


class TestClosed:
    """A house whose accounts are made by its administrator."""

    @pytest.fixture
    def rules(self, rules: AccountRules) -> AccountRules:
        """Nobody registers."""
        return replace(rules, registration=Registration.CLOSED)

    async def test_nobody_registers(self, stranger: Client) -> None:
        """And is told so, whatever they typed."""
        assert codes(await register(stranger, **ADA)) == ["REGISTRATION_CLOSED"]


def test_every_refusal_of_an_account_has_its_code_in_the_schema() -> None:
    """A leaf that is added without its code would be a bug of ours to the client."""
    leaves = [
        leaf
        for leaf in vars(errors).values()
        if isinstance(leaf, type) and issubclass(leaf, Refused) and leaf is not Refused
    ]

    assert {leaf.code for leaf in leaves} <= {code.value for code in UserErrorCode}
    assert len(leaves) > 5
