"""Accounts, as an ADMIN manages them and as people manage their own."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from actions.access import OPERATOR
from actions.accounts import people
from actions.accounts.rules import AccountRules
from actions.accounts.searching import BY_EMAIL, AccountFilter
from documents.users import LISTED, Role, User
from tests.graph.conftest import PASSWORD, SignUp
from tests.graph.documents import ERRORS
from tests.graph.test_accounts import LOGIN, REFRESH, VIEWER
from tests.graph.test_api_keys import CREATE, KEYS, SHOP
from tests.server import Client, codes

USER = "id userId email name role disabledAt"
USERS = f"""
query ($where: UsersWhere, $first: Int! = 20, $after: String) {{
  users(where: $where, first: $first, after: $after) {{
    nodes {{ {USER} }} pageInfo {{ hasNextPage endCursor }} totalCount
  }}
}}"""
PASS = f"user {{ {USER} }} passwordPass expiresAt"
NEW = "another long password"
SESSIONS = "{ viewer { sessions { id createdAt refreshedAt inCookie userAgent current } } }"
AUDIT = "query ($where: AuditWhere) { audit(where: $where) { nodes { action before after } } }"


def change(name: str, answer: str) -> str:
    """A mutation by its name."""
    title = name[0].upper() + name[1:]
    given = f"{name}(input: $input) {{ {answer} {ERRORS} }}"
    return f"mutation ($input: {title}Input!) {{ {given} }}"


SET_ROLE = change("setUserRole", f"user {{ {USER} }}")
DISABLE = change("disableUser", f"user {{ {USER} }}")
ENABLE = change("enableUser", f"user {{ {USER} }}")
UPDATE = change("updateUser", f"user {{ {USER} }}")
INVITE = change("inviteUser", PASS)
ISSUE = change("issuePasswordPass", PASS)
REDEEM = change("redeemPasswordPass", "")
PROFILE = change("updateProfile", f"user {{ {USER} }}")
PASSWORDS = change("changePassword", "sessionsEnded")
END = change("endSession", "")


@pytest.fixture
def rules(rules: AccountRules) -> AccountRules:
    """As ever, but no window of attempts ends while a test runs."""
    return replace(rules, attempt_window=timedelta(days=36_500))


async def done(client: Client, query: str, **input: Any) -> dict[str, Any]:
    """The payload of the one mutation."""
    [payload] = (await client.ask(query, input=input)).values()
    return dict(payload)


async def found(admin: Client, **where: Any) -> list[str]:
    """The names of the accounts that meet a filter."""
    page = (await admin.ask(USERS, where=where))["users"]
    return [user["name"] for user in page["nodes"]]


async def of(client: Client) -> str:
    """The id of the client's own account."""
    return str((await client.ask("{ viewer { id } }"))["viewer"]["id"])


async def sign_in(client: Client, email: str, password: str = PASSWORD) -> dict[str, Any]:
    """The payload of signing in anew."""
    return dict((await client.ask(LOGIN, input={"email": email, "password": password}))["login"])


async def told(admin: Client, action: str) -> list[dict[str, Any]]:
    """What the audit says of an action, the newest first."""
    return list((await admin.ask(AUDIT, where={"actions": [action]}))["audit"]["nodes"])


async def test_accounts_are_found_by_how_they_begin(
    admin: Client, importer: Client, reviewer: Client
) -> None:
    """By address or name, role and state; signs of regular expressions are only signs."""
    await done(admin, UPDATE, id=await of(reviewer), name="Łucja")
    await done(admin, DISABLE, id=await of(importer))

    assert await found(admin) == ["ada", "ivo", "Łucja"]
    assert await found(admin, search="IVO@") == ["ivo"]
    assert await found(admin, search="ŁUC") == ["Łucja"]
    assert await found(admin, search="vo") == await found(admin, search=".") == []
    assert await found(admin, role="REVIEWER") == ["Łucja"]
    assert await found(admin, disabled=True) == ["ivo"]
    assert await found(admin, disabled=False, search="a") == ["ada"]


async def test_accounts_come_by_pages(admin: Client, sign_up: SignUp) -> None:
    """By keyset, in the order of addresses; each comes once."""
    for name in ("zoe", "bob", "cyd"):
        email = f"{name}@example.com"
        await people.create_user(OPERATOR, email=email, password=PASSWORD, role=Role.VIEWER)
    names, after, more = [], None, True
    while more:
        page = (await admin.ask(USERS, first=2, after=after))["users"]
        names += [user["name"] for user in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    assert names == ["ada", "bob", "cyd", "zoe"]
    assert page["totalCount"] == 4


async def test_lists_of_accounts_are_served_by_an_index(admin: Client) -> None:
    """Whatever the filter, in order, without a sort in memory."""
    for filter in (
        AccountFilter(),
        AccountFilter(begins="a"),
        AccountFilter(role=Role.ADMIN, disabled=False),
    ):
        rows = User.get_pymongo_collection().find(filter.where()).sort(BY_EMAIL.sort)
        plan = str((await rows.hint(LISTED).explain())["queryPlanner"]["winningPlan"])

        assert "COLLSCAN" not in plan
        assert "'SORT'" not in plan
    assert await found(admin) == ["ada"]


async def test_only_an_admin_manages_accounts(reviewer: Client, stranger: Client) -> None:
    """Others neither see them nor change them."""
    id = await of(reviewer)
    for client, code in ((reviewer, "FORBIDDEN"), (stranger, "UNAUTHENTICATED")):
        assert await client.refused(USERS) == code
        for query, input in (
            (SET_ROLE, {"id": id, "role": "ADMIN"}),
            (DISABLE, {"id": id}),
            (ENABLE, {"id": id}),
            (UPDATE, {"id": id, "name": "x"}),
            (INVITE, {"email": "e@e.e", "role": "ADMIN"}),
            (ISSUE, {"id": id}),
        ):
            assert await client.refused(query, input=input) == code


async def test_a_role_counts_at_once_and_is_told(admin: Client, importer: Client) -> None:
    """By either id of the account; the audit has both roles."""
    changed = await done(admin, SET_ROLE, id=await of(importer), role="REVIEWER")
    again = await done(admin, SET_ROLE, id=changed["user"]["userId"], role="VIEWER")

    assert (changed["user"]["role"], again["user"]["role"]) == ("REVIEWER", "VIEWER")
    assert (await importer.ask(VIEWER))["viewer"]["role"] == "VIEWER"
    newest, *_ = await told(admin, "account.role_changed")
    assert (newest["before"], newest["after"]) == ({"role": "REVIEWER"}, {"role": "VIEWER"})


async def test_two_admins_who_demote_each_other_leave_one(admin: Client, sign_up: SignUp) -> None:
    """Whoever is second is refused, by the last ADMIN's rule or for being one no more."""
    other = await sign_up("bob", Role.ADMIN)
    ids = [await of(admin), await of(other)]
    answers = await asyncio.gather(
        admin.raw(SET_ROLE, input={"id": ids[1], "role": "VIEWER"}),
        other.raw(SET_ROLE, input={"id": ids[0], "role": "VIEWER"}),
    )
    refusals = [
        "FORBIDDEN" if "errors" in answer else code
        for answer in answers
        for code in (["x"] if "errors" in answer else codes(answer["data"]["setUserRole"]))
    ]
    roles = [(await client.ask(VIEWER))["viewer"]["role"] for client in (admin, other)]

    assert refusals in (["ADMIN_NEEDED"], ["FORBIDDEN"])
    assert sorted(roles) == ["ADMIN", "VIEWER"]


async def test_the_last_admin_can_neither_go_nor_be_shut_out(admin: Client) -> None:
    """Somebody has to be able to manage."""
    id = await of(admin)
    demoted = await done(admin, SET_ROLE, id=id, role="VIEWER")
    shut = await done(admin, DISABLE, id=id)

    assert codes(demoted) == codes(shut) == ["ADMIN_NEEDED"]
    assert (await admin.ask(VIEWER))["viewer"]["role"] == "ADMIN"


async def test_who_is_shut_out_is_out_at_once(
    admin: Client, sign_up: SignUp, stranger: Client
) -> None:
    """With all sessions and the keys that they made; opened again, they sign in anew."""
    leaver = await sign_up("bob", Role.ADMIN)
    id = await of(leaver)
    stranger.key = (await leaver.ask(CREATE, input=SHOP))["createApiKey"]["secret"]
    refresh = (await sign_in(stranger, "bob@example.com"))["session"]["refreshToken"]
    shut = await done(admin, DISABLE, id=id)
    keyed = await stranger.refused(VIEWER)
    stranger.key = None
    refused = [
        codes(await sign_in(stranger, "bob@example.com")),
        codes((await stranger.ask(REFRESH, input={"refreshToken": refresh}))["refreshSession"]),
    ]
    opened = await done(admin, ENABLE, id=id)

    assert (shut["userErrors"], shut["user"]["disabledAt"] is None) == ([], False)
    assert keyed == await leaver.refused(VIEWER) == "UNAUTHENTICATED"
    assert refused == [["INVALID_CREDENTIALS"], ["INVALID_REFRESH_TOKEN"]]
    assert opened["user"]["disabledAt"] is None
    assert codes(await sign_in(stranger, "bob@example.com")) == []
    assert (await admin.ask(KEYS))["apiKeys"]["nodes"][0]["revokedAt"]
    assert len(await told(admin, "api_key.revoked")) == 1
    assert len(await told(admin, "account.disabled")) == len(await told(admin, "account.enabled"))


async def test_keys_of_who_leaves_may_stay(
    admin: Client, sign_up: SignUp, stranger: Client
) -> None:
    """Where a shop lives on one, and an ADMIN says so."""
    leaver = await sign_up("bob", Role.ADMIN)
    stranger.key = (await leaver.ask(CREATE, input=SHOP))["createApiKey"]["secret"]
    await done(admin, DISABLE, id=await of(leaver), keepApiKeys=True)

    assert (await stranger.ask(VIEWER))["viewer"]["name"] == "shop"


async def test_names_and_addresses_are_changed_with_care(admin: Client, importer: Client) -> None:
    """An address belongs to one account; what is amiss is told with its place."""
    id = await of(importer)
    renamed = await done(admin, UPDATE, id=id, name="Ivo B.", email=" IVO@new.example ")
    refused = [
        await done(admin, UPDATE, id=id, email="ada@example.com"),
        await done(admin, UPDATE, id=id, email="nonsense"),
        await done(admin, UPDATE, id=id, name=" "),
        await done(admin, UPDATE, id="nonsense", name="x"),
    ]

    assert (renamed["user"]["name"], renamed["user"]["email"]) == ("Ivo B.", "ivo@new.example")
    assert [(codes(one), one["userErrors"][0]["path"]) for one in refused] == [
        (["EMAIL_IN_USE"], ["email"]),
        (["INVALID_EMAIL"], ["email"]),
        (["INVALID_NAME"], ["name"]),
        (["INVALID_ID"], ["id"]),
    ]
    [entry] = await told(admin, "account.renamed")
    assert entry["before"] == {"name": "ivo", "email": "ivo@example.com"}


async def test_who_is_invited_chooses_a_password_once(admin: Client, stranger: Client) -> None:
    """Without any e-mail, and without the ADMIN ever knowing it."""
    invited = await done(admin, INVITE, email="new@example.com", role="REVIEWER", name="Neu")
    given = invited["passwordPass"]
    weak = await done(stranger, REDEEM, passwordPass=given, password="short")
    before = await sign_in(stranger, "new@example.com", NEW)
    redeemed = await asyncio.gather(
        *(done(stranger, REDEEM, passwordPass=given, password=NEW) for _ in range(4))
    )
    signed_in = await sign_in(stranger, "new@example.com", NEW)

    assert (invited["user"]["role"], codes(weak)) == ("REVIEWER", ["WEAK_PASSWORD"])
    assert codes(before) == ["INVALID_CREDENTIALS"]
    assert sorted(map(codes, redeemed)) == [[], *[["INVALID_PASSWORD_PASS"]] * 3]
    assert signed_in["session"]["account"]["name"] == "Neu"
    assert len(await told(admin, "account.password_chosen")) == 1
    assert given not in str(await told(admin, "account.invited"))


async def test_nobody_is_invited_twice(admin: Client) -> None:
    """An ADMIN is told that the address is taken."""
    assert codes(await done(admin, INVITE, email="ADA@example.com", role="VIEWER")) == [
        "EMAIL_IN_USE"
    ]


async def test_a_forgotten_password_is_replaced(
    admin: Client, importer: Client, stranger: Client
) -> None:
    """The old one stays good until then; the newest pass is the only one, and sessions end."""
    id = await of(importer)
    older = (await done(admin, ISSUE, id=id))["passwordPass"]
    newest = (await done(admin, ISSUE, id=id))["passwordPass"]
    still = await sign_in(stranger, "ivo@example.com")
    worthless = [
        await done(stranger, REDEEM, passwordPass=one, password=NEW)
        for one in (older, newest[:-1], "nonsense", f"ecp_{'0' * 24}_x", "")
    ]
    redeemed = await done(stranger, REDEEM, passwordPass=newest, password=NEW)

    assert codes(still) == codes(redeemed) == []
    assert [codes(one) for one in worthless] == [["INVALID_PASSWORD_PASS"]] * 5
    assert await importer.refused(VIEWER) == "UNAUTHENTICATED"
    assert codes(await sign_in(stranger, "ivo@example.com", NEW)) == []


async def test_a_pass_of_an_account_that_was_shut_is_worth_nothing(
    admin: Client, importer: Client, stranger: Client
) -> None:
    """It opens no back door."""
    id = await of(importer)
    given = (await done(admin, ISSUE, id=id))["passwordPass"]
    await done(admin, DISABLE, id=id)

    redeemed = await done(stranger, REDEEM, passwordPass=given, password=NEW)
    assert codes(redeemed) == ["INVALID_PASSWORD_PASS"]


class TestExpired:
    """A house whose passes run out at once."""

    @pytest.fixture
    def rules(self, rules: AccountRules) -> AccountRules:
        """Before anybody can use them."""
        return replace(rules, pass_lifetime=timedelta())

    async def test_a_pass_runs_out(self, admin: Client, stranger: Client) -> None:
        """Whoever finds it later has found nothing."""
        given = (await done(admin, INVITE, email="n@example.com", role="VIEWER"))["passwordPass"]
        redeemed = await done(stranger, REDEEM, passwordPass=given, password=NEW)

        assert codes(redeemed) == ["INVALID_PASSWORD_PASS"]


async def test_people_say_what_they_are_called(admin: Client, importer: Client) -> None:
    """Of themselves; a key is nobody."""
    renamed = await done(importer, PROFILE, name="Ivo")
    importer.key = (await admin.ask(CREATE, input=SHOP))["createApiKey"]["secret"]
    importer.token = None

    assert (renamed["user"]["name"], await found(admin, search="ivo")) == ("Ivo", ["Ivo"])
    assert await importer.refused(PROFILE, input={"name": "x"}) == "UNAUTHENTICATED"


async def test_a_changed_password_ends_all_other_sessions(
    importer: Client, stranger: Client, sign_up: SignUp
) -> None:
    """The one that changed it goes on; a pass that was handed out is worth nothing."""
    stranger.token = (await sign_in(stranger, "ivo@example.com"))["session"]["accessToken"]
    input = {"currentPassword": PASSWORD, "password": NEW}
    wrong = await done(importer, PASSWORDS, **{**input, "currentPassword": NEW})
    weak = await done(importer, PASSWORDS, **{**input, "password": "short"})
    changed = await done(importer, PASSWORDS, **input)

    assert (codes(wrong), codes(weak)) == (["WRONG_PASSWORD"], ["WEAK_PASSWORD"])
    assert changed == {"sessionsEnded": 1, "userErrors": []}
    assert (await importer.ask(VIEWER))["viewer"]["name"] == "ivo"
    assert await stranger.refused(VIEWER) == "UNAUTHENTICATED"
    stranger.token = None
    assert codes(await sign_in(stranger, "ivo@example.com")) == ["INVALID_CREDENTIALS"]
    assert codes(await sign_in(stranger, "ivo@example.com", NEW)) == []


async def test_of_two_changes_of_a_password_one_counts(importer: Client) -> None:
    """The other one did not know the password that there was by then."""
    answers = await asyncio.gather(
        *(
            done(importer, PASSWORDS, currentPassword=PASSWORD, password=f"{NEW} {n}")
            for n in range(2)
        )
    )

    assert sorted(map(codes, answers)) == [[], ["WRONG_PASSWORD"]]


class TestLimited:
    """A house where a password may be tried twice."""

    @pytest.fixture
    def rules(self, rules: AccountRules) -> AccountRules:
        """Within the window."""
        return replace(rules, logins_per_account=2)

    async def test_guessing_at_the_password_in_use_is_limited(self, admin: Client) -> None:
        """Also for who has come by an access token."""
        input = {"currentPassword": "wrong password", "password": NEW}
        await asyncio.gather(*(done(admin, PASSWORDS, **input) for _ in range(2)))

        assert await admin.refused(PASSWORDS, input=input) == "RATE_LIMITED"


async def test_people_see_and_end_their_own_sessions(
    importer: Client, reviewer: Client, stranger: Client
) -> None:
    """At once; those of others are as good as not there."""
    stranger.http.headers["user-agent"] = "Shelf/2 (tablet)"
    stranger.token = (await sign_in(stranger, "ivo@example.com"))["session"]["accessToken"]
    theirs = (await reviewer.ask(SESSIONS))["viewer"]["sessions"]
    ours = (await importer.ask(SESSIONS))["viewer"]["sessions"]
    other = next(one for one in ours if not one["current"])
    foreign = await done(importer, END, id=theirs[0]["id"])
    ended = [await done(importer, END, id=other["id"]) for _ in range(2)]

    assert [one["current"] for one in ours].count(True) == 1
    assert (other["userAgent"], other["inCookie"]) == ("Shelf/2 (tablet)", False)
    assert codes(foreign) == ["NOT_FOUND"]
    assert [codes(one) for one in ended] == [[], []]
    assert await stranger.refused(VIEWER) == "UNAUTHENTICATED"
    assert len((await importer.ask(SESSIONS))["viewer"]["sessions"]) == 1
    assert (await reviewer.ask(VIEWER))["viewer"]["name"] == "rita"
