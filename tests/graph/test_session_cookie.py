"""The refresh token in a cookie, as browsers and hostile pages send it."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from typing import Any

import httpx
import pytest

from actions.accounts.rules import AccountRules
from app.settings import Settings
from app.web import make_app
from documents.audit import AuditEntry
from graph.context import House
from tests.graph.conftest import PASSWORD, SignUp
from tests.graph.documents import ERRORS
from tests.server import PREFLIGHT, Client, codes, listening

LOGIN = f"""
mutation ($input: LoginInput!) {{
  login(input: $input) {{ session {{ accessToken refreshToken refreshExpiresAt }} {ERRORS} }}
}}"""
REFRESH = f"""
mutation ($input: RefreshSessionInput!) {{
  refreshSession(input: $input) {{ session {{ accessToken refreshToken }} {ERRORS} }}
}}"""
LOGOUT = f"mutation {{ logout {{ {ERRORS} }} }}"
VIEWER = "{ viewer { email } }"
ADA = {"email": "ada@example.com", "password": PASSWORD}
IN_COOKIE = {**ADA, "sessionDelivery": "COOKIE"}
NONSENSE = {"ecogram_refresh": "nonsense"}
EVIL = {"origin": "https://evil.example"}


async def posted(
    client: Client, query: str, headers: dict[str, str] | None = None, **variables: Any
) -> httpx.Response:
    """The answer with its headers; the client keeps cookies as a browser does."""
    body = {"query": query, "variables": variables}
    return await client.http.post("/graphql", json=body, headers=client.headers | (headers or {}))


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    """The one cookie that an answer sets."""
    [header] = answer.headers.get_list("set-cookie")
    [cookie] = SimpleCookie(header).values()
    return cookie


def told(answer: httpx.Response) -> dict[str, Any]:
    """The payload of the one mutation."""
    [payload] = answer.json()["data"].values()
    return dict(payload)


def put_back(client: Client, kept: dict[str, str]) -> None:
    """Let the browser have these cookies of ours and no others."""
    client.http.cookies.clear()
    for name, value in kept.items():
        client.http.cookies.set(name, value, domain="127.0.0.1", path="/graphql")


@pytest.fixture
async def tab(admin: Client, stranger: Client) -> Client:
    """A page of Ada's, signed in by a cookie; it has no access token in hand yet."""
    assert admin.token
    answer = await posted(stranger, LOGIN, input=IN_COOKIE)
    assert told(answer)["userErrors"] == []
    return stranger


async def refreshed(tab: Client) -> dict[str, Any]:
    """What comes of going on by the cookie alone."""
    return dict((await tab.ask(REFRESH, input={}))["refreshSession"])


async def test_scripts_never_see_the_token(admin: Client, stranger: Client) -> None:
    """The answer has none, and the cookie is one that no script can read and no site can send."""
    answer = await posted(stranger, LOGIN, input=IN_COOKIE)
    cookie = cookie_of(answer)
    again = await posted(stranger, REFRESH, input={})

    assert told(answer)["session"]["refreshToken"] == ""
    assert cookie["httponly"] is True
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("strict", "/graphql", "")
    assert timedelta(days=29) < timedelta(seconds=int(cookie["max-age"])) <= timedelta(days=30)
    assert told(again)["session"]["refreshToken"] == ""
    assert cookie.value not in answer.text + again.text
    assert cookie_of(again).value not in again.text


async def test_the_cookie_is_secure_where_the_request_was(admin: Client, stranger: Client) -> None:
    """By https, as a proxy that we trust says; on a bare loopback it could not be kept."""
    proxied = {"x-forwarded-proto": "https"}
    plain = await posted(stranger, LOGIN, input=IN_COOKIE)
    safe = await posted(stranger, LOGIN, proxied, input=IN_COOKIE)

    assert (cookie_of(plain)["secure"], cookie_of(safe)["secure"]) == ("", True)


async def test_the_cookie_is_secure_wherever_the_house_is_only_found_by_https(
    admin: Client, house: House
) -> None:
    """ECOGRAM_PUBLIC_URL says so, also behind a proxy that does not."""
    safe = replace(house, accounts=replace(house.accounts, only_https=True))
    async with listening(make_app(Settings(), safe, {})) as at, Client(at) as client:
        answer = await posted(client, LOGIN, input=IN_COOKIE)

    assert cookie_of(answer)["secure"] is True


async def test_by_default_nothing_is_set(admin: Client, stranger: Client) -> None:
    """Programs go on as ever, by the tokens in the answers."""
    first = await posted(stranger, LOGIN, input=ADA)
    token = told(first)["session"]["refreshToken"]
    second = await posted(stranger, REFRESH, input={"refreshToken": token})

    assert not {*first.headers, *second.headers} & {"set-cookie"}
    assert told(second)["session"]["refreshToken"] not in ("", token)


async def test_a_session_goes_on_by_its_cookie(tab: Client) -> None:
    """A reload has nothing but the cookie, and comes back with an access token."""
    tab.token = (await refreshed(tab))["session"]["accessToken"]

    assert (await tab.ask(VIEWER))["viewer"] == {"email": "ada@example.com"}


async def test_a_session_can_move_into_a_cookie_and_not_out_of_it(
    admin: Client, stranger: Client
) -> None:
    """A script that asks for the token in the answer does not get it."""
    token = (await stranger.ask(LOGIN, input=ADA))["login"]["session"]["refreshToken"]
    moving = {"refreshToken": token, "sessionDelivery": "COOKIE"}
    moved = await posted(stranger, REFRESH, input=moving)
    asked = await posted(stranger, REFRESH, input={"sessionDelivery": "BODY"})

    assert told(moved)["session"]["refreshToken"] == ""
    assert told(asked)["session"]["refreshToken"] == ""
    assert cookie_of(asked).value


async def test_without_a_cookie_there_is_nothing_to_go_on_with(stranger: Client) -> None:
    """Nor with one that is no token of ours."""
    without = await stranger.ask(REFRESH, input={})
    put_back(stranger, NONSENSE)
    nonsense = await stranger.ask(REFRESH, input={})

    assert codes(without["refreshSession"]) == codes(nonsense["refreshSession"])
    assert codes(without["refreshSession"]) == ["INVALID_REFRESH_TOKEN"]


async def test_the_cookie_opens_nothing_else(tab: Client) -> None:
    """Not who is asking, not the library, not an upload, whatever comes with it."""
    form = {"operations": json.dumps({"query": REFRESH, "variables": {"input": {}}}), "map": "{}"}
    upload = await tab.http.post("/graphql", data=form, files={"0": b""}, headers=PREFLIGHT)

    assert (await tab.ask(VIEWER))["viewer"] is None
    assert await tab.refused("{ images { nodes { id } } }") == "UNAUTHENTICATED"
    assert (upload.status_code, "set-cookie" in upload.headers) == (401, False)


async def test_signing_out_needs_no_more_than_the_cookie(tab: Client) -> None:
    """It is removed, its session is over, and the audit says whose it was."""
    access = (await refreshed(tab))["session"]["accessToken"]
    tab.token = "worth nothing"
    kept = dict(tab.http.cookies)
    answer = await posted(tab, LOGOUT)
    forgotten = dict(tab.http.cookies)
    put_back(tab, kept)
    tab.token = access
    [entry] = await AuditEntry.find({"action": "session.ended"}).to_list()

    assert told(answer) == {"userErrors": []}
    assert (cookie_of(answer)["max-age"], forgotten) == ("0", {})
    assert codes(await refreshed(tab)) == ["INVALID_REFRESH_TOKEN"]
    assert await tab.refused(VIEWER) == "UNAUTHENTICATED"
    assert entry.actor.user_id is not None
    assert entry.after == {"because": "LOGOUT"}


async def test_signing_out_by_a_cookie_that_is_worth_nothing_needs_a_token(tab: Client) -> None:
    """The cookie is removed all the same."""
    await posted(tab, LOGOUT)
    put_back(tab, NONSENSE)
    answer = await posted(tab, LOGOUT)

    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert cookie_of(answer)["max-age"] == "0"


async def test_signing_out_ends_what_the_cookie_and_the_token_are_of(
    tab: Client, sign_up: SignUp
) -> None:
    """Whoever was signed in twice is out of both."""
    tab.token = str((await tab.ask(LOGIN, input=ADA))["login"]["session"]["accessToken"])
    await tab.ask(LOGOUT)

    assert await tab.refused(VIEWER) == "UNAUTHENTICATED"
    assert await AuditEntry.find({"action": "session.ended"}).count() == 2


async def test_tabs_that_renew_at_the_same_moment_stay_signed_in(tab: Client) -> None:
    """Twelve at once with one cookie: all are answered with one next token, and it works."""
    answers = await asyncio.gather(*(posted(tab, REFRESH, input={}) for _ in range(12)))
    tab.token = (await refreshed(tab))["session"]["accessToken"]

    assert [told(answer)["userErrors"] for answer in answers] == [[]] * 12
    assert len({cookie_of(answer).value for answer in answers}) == 1
    assert (await tab.ask(VIEWER))["viewer"] == {"email": "ada@example.com"}
    assert await AuditEntry.find({"action": "session.ended"}).count() == 0


async def test_a_tab_whose_request_is_late_stays_signed_in(tab: Client) -> None:
    """Its cookie was changed by another one, which has gone on with the next one already."""
    late = dict(tab.http.cookies)
    for _ in range(3):
        await refreshed(tab)
    newest = dict(tab.http.cookies)
    put_back(tab, late)
    answer = await refreshed(tab)

    assert answer["userErrors"] == []
    assert dict(tab.http.cookies) == newest != late


class TestRested:
    """A house where the time is over in which a cookie may come twice."""

    @pytest.fixture
    def rules(self, rules: AccountRules) -> AccountRules:
        """No time at all."""
        return replace(rules, cookie_rest=timedelta())

    async def test_a_stolen_cookie_ends_the_session(self, tab: Client) -> None:
        """Of its copies none stays good, as with any refresh token."""
        stolen = dict(tab.http.cookies)
        await refreshed(tab)
        newest = dict(tab.http.cookies)
        put_back(tab, stolen)
        reused = await refreshed(tab)
        put_back(tab, newest)

        assert codes(reused) == ["INVALID_REFRESH_TOKEN"]
        assert codes(await refreshed(tab)) == ["INVALID_REFRESH_TOKEN"]


FOREIGN = [
    EVIL,
    {"origin": "null"},
    {"origin": "http://127.0.0.1:1"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "https://cdn.shop.example"},
]


@pytest.mark.parametrize("page", FOREIGN)
async def test_a_page_of_another_origin_has_no_use_of_the_cookie(
    tab: Client, page: dict[str, str]
) -> None:
    """Even if a browser sent it along: it cannot go on, sign out, nor have one set."""
    kept = dict(tab.http.cookies)
    refreshing = await posted(tab, REFRESH, page, input={})
    leaving = await posted(tab, LOGOUT, page)
    coming = await posted(tab, LOGIN, page, input=IN_COOKIE)

    assert codes(told(refreshing)) == codes(told(coming)) == ["COOKIE_UNAVAILABLE"]
    assert leaving.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert dict(tab.http.cookies) == kept
    assert (await refreshed(tab))["userErrors"] == []


async def test_a_page_of_ours_is_known_by_its_origin(tab: Client) -> None:
    """By what the browser says of it, else by the host that it names."""
    ours = [
        {"sec-fetch-site": "same-origin", "origin": "https://shop.example"},
        {"origin": tab.address},
    ]
    answers = [await posted(tab, REFRESH, page, input={}) for page in ours]

    assert [told(answer)["userErrors"] for answer in answers] == [[], []]


async def test_what_another_site_can_send_unasked_does_nothing(tab: Client) -> None:
    """Forms of every type that browsers post, and addresses, with the cookie."""
    kept = dict(tab.http.cookies)
    for query in (REFRESH, LOGOUT):
        asked = {"query": query, "variables": json.dumps({"input": {}})}
        body = json.dumps({"query": query, "variables": {"input": {}}})
        text = {"content-type": "text/plain"}
        answers = [
            await tab.http.post("/graphql", data=asked, headers=EVIL),
            await tab.http.post("/graphql", content=body, headers=EVIL | text),
            await tab.http.post("/graphql", files={"operations": (None, body)}, headers=EVIL),
            await tab.http.get("/graphql", params=asked, headers=EVIL),
            await tab.http.get("/graphql", params=asked),
        ]

        assert [answer.status_code for answer in answers] == [415, 415, 400, 405, 405]
        assert not any("set-cookie" in answer.headers for answer in answers)
    assert dict(tab.http.cookies) == kept
    assert (await refreshed(tab))["userErrors"] == []


async def test_an_allowed_origin_may_ask_but_not_by_cookie(house: House, admin: Client) -> None:
    """Front-ends on other hosts get their tokens in the answers; browsers send them no cookie."""
    app = make_app(Settings(allowed_origins=("https://shop.example",)), house, {})
    page = {"origin": "https://shop.example"}
    async with listening(app) as at, Client(at) as client:
        cookie = await posted(client, LOGIN, page, input=IN_COOKIE)
        body = await posted(client, LOGIN, page, input=ADA)

    assert codes(told(cookie)) == ["COOKIE_UNAVAILABLE"]
    assert told(body)["session"]["refreshToken"]
    assert "access-control-allow-credentials" not in body.headers


async def test_where_no_cookie_can_be_set_it_is_refused(tab: Client) -> None:
    """In a stream of events, whose head is gone before the answer is known."""
    accept = {"accept": "text/event-stream"}
    for query, input in ((LOGIN, IN_COOKIE), (REFRESH, {})):
        answer = await posted(tab, query, accept, input=input)

        assert "COOKIE_UNAVAILABLE" in answer.text
        assert "set-cookie" not in answer.headers


async def test_a_websocket_has_no_cookie(tab: Client) -> None:
    """Neither for signing in nor for going on, though browsers send theirs when they open one."""
    for query, input in ((LOGIN, IN_COOKIE), (REFRESH, {})):
        async with tab.subscribed(query, input=input) as stream:
            [payload] = (await stream.next()).values()

        assert codes(payload) == ["COOKIE_UNAVAILABLE"]
    assert (await refreshed(tab))["userErrors"] == []


async def test_of_two_sign_ins_in_one_request_the_last_is_kept(
    admin: Client, stranger: Client
) -> None:
    """One cookie is set, and it is good."""
    both = f"""
    mutation ($input: LoginInput!) {{
      one: login(input: $input) {{ {ERRORS} }}
      two: login(input: $input) {{ {ERRORS} }}
    }}"""
    answer = await posted(stranger, both, input=IN_COOKIE)

    assert cookie_of(answer).value
    assert (await refreshed(stranger))["userErrors"] == []
