"""Staying signed in, and being known by a token."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jwt
import pytest

from actions.access import OPERATOR, Viewer
from actions.accounts import accounts, people, sessions
from actions.accounts.rules import AccountRules
from actions.accounts.sessions import SignedIn
from actions.accounts.tokens import RefreshToken
from actions.errors import InvalidRefreshToken, Unauthenticated, Why
from documents.audit import Actor, AuditEntry
from documents.sessions import Ending, UserSession
from documents.users import Role, User
from tests.actions.members import RULES, SIGNING, come_in, sign_in, sign_up, with_access_for

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def ada(database: object) -> SignedIn:
    """Somebody with an open session."""
    assert database is not None
    await sign_up("ada@example.com")
    return await sign_in("ada@example.com")


async def why(token: str, rules: AccountRules = RULES) -> Why:
    """Why the token is not believed."""
    with pytest.raises(Unauthenticated) as refused:
        await accounts.identify(rules, token)
    return refused.value.why


async def the_session() -> UserSession:
    """The only session."""
    [session] = await UserSession.find_all().to_list()
    return session


async def test_an_access_token_tells_who_it_is(ada: SignedIn) -> None:
    """Id, role, address, name and session are there for every request."""
    viewer = await accounts.identify(RULES, ada.access_token)

    assert viewer == Viewer(
        user_id=ada.user.id,
        session_id=(await the_session()).id,
        role=Role.ADMIN,
        email="ada@example.com",
        name="ada",
        expires_at=ada.access_expires_at,
    )


async def test_tokens_end_when_they_say(ada: SignedIn) -> None:
    """15 minutes and 30 days, told to the client as moments in UTC."""
    access_in = ada.access_expires_at - datetime.now(UTC)
    refresh_in = ada.refresh_expires_at - datetime.now(UTC)

    assert timedelta(minutes=14) < access_in <= timedelta(minutes=15)
    assert timedelta(days=29, hours=23) < refresh_in <= timedelta(days=30)


async def test_an_access_token_runs_out(ada: SignedIn) -> None:
    """EXPIRED tells a client that a refresh will help."""
    old = await sessions.refresh(with_access_for(timedelta(minutes=-1)), ada.refresh_token)

    assert await why(old.access_token) is Why.EXPIRED


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c", "é.ü.ö", "\ud800", "." * 5000])
async def test_nonsense_is_no_token(token: str) -> None:
    """Whatever a client sends gets an answer, never a crash."""
    assert await why(token) is Why.INVALID


async def test_a_token_signed_by_somebody_else_is_not_ours(ada: SignedIn) -> None:
    """Neither another secret, nor no signature, nor another algorithm is believed."""
    body = jwt.decode(ada.access_token, options={"verify_signature": False})
    forged = [
        jwt.encode(body, "somebody else's secret of sufficient length", "HS256"),
        jwt.encode(body, "", "none"),
        jwt.encode(body, SIGNING.secrets[0] * 2, "HS512"),
    ]

    assert [await why(token) for token in forged] == [Why.INVALID] * 3


@pytest.mark.parametrize(
    "change",
    [{"iss": "elsewhere"}, {"sub": "not an id"}, {"sid": 7}, {"sid": None}]
    + [{name: ...} for name in ("iss", "sub", "sid", "iat", "exp")],
)
async def test_every_claim_is_needed(ada: SignedIn, change: dict[str, object]) -> None:
    """A token of ours for another purpose is no access token."""
    body = jwt.decode(ada.access_token, options={"verify_signature": False}) | change
    body = {name: value for name, value in body.items() if value is not ...}

    assert await why(jwt.encode(body, SIGNING.secrets[0], "HS256")) is Why.INVALID


async def test_a_secret_can_be_changed_without_signing_anybody_out(ada: SignedIn) -> None:
    """The old secret is believed as long as it is named, and no longer."""
    fresh = "a newer secret, also long enough to be one"
    both = replace(RULES, signing=replace(SIGNING, secrets=(fresh, *SIGNING.secrets)))
    only = replace(RULES, signing=replace(SIGNING, secrets=(fresh,)))

    assert (await accounts.identify(both, ada.access_token)).email == "ada@example.com"
    assert await why(ada.access_token, only) is Why.INVALID
    newer = await sessions.refresh(both, ada.refresh_token)
    assert (await accounts.identify(only, newer.access_token)).email == "ada@example.com"


async def test_a_refresh_gives_new_tokens_for_the_same_session(ada: SignedIn) -> None:
    """Access goes on where it was, and both tokens are new."""
    session = await the_session()
    again = await sessions.refresh(RULES, ada.refresh_token)
    viewer = await accounts.identify(RULES, again.access_token)

    assert viewer.session_id == session.id
    assert again.refresh_token != ada.refresh_token
    assert again.refresh_expires_at >= ada.refresh_expires_at


async def test_a_refresh_token_works_through_many_rotations(ada: SignedIn) -> None:
    """A client that is used every day stays signed in."""
    tokens = [ada.refresh_token]
    for _ in range(5):
        tokens.append((await sessions.refresh(RULES, tokens[-1])).refresh_token)

    assert len(set(tokens)) == 6


@pytest.mark.parametrize("age", [1, 3])
async def test_a_reused_refresh_token_ends_its_family(ada: SignedIn, age: int) -> None:
    """Thief or owner, whoever comes second is told from the first by nobody: both are out."""
    newest = ada
    for _ in range(age):
        newest = await sessions.refresh(RULES, newest.refresh_token)
    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, ada.refresh_token)

    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, newest.refresh_token)
    assert await why(newest.access_token) is Why.ENDED
    assert (await the_session()).ended_because is Ending.TOKEN_REUSED


async def test_a_reuse_is_in_the_audit_once_and_other_sessions_go_on(ada: SignedIn) -> None:
    """The audit says when and why; only the family that leaked is ended."""
    other = await sign_in("ada@example.com")
    await sessions.refresh(RULES, ada.refresh_token)
    for _ in range(3):
        with pytest.raises(InvalidRefreshToken):
            await sessions.refresh(RULES, ada.refresh_token)
    [entry] = await AuditEntry.find({"action": "session.ended"}).to_list()

    assert (entry.actor, entry.after) == (Actor(), {"because": "TOKEN_REUSED"})
    assert (await accounts.identify(RULES, other.access_token)).email == "ada@example.com"


async def test_of_twenty_refreshes_at_once_one_wins(ada: SignedIn) -> None:
    """A token is changed once, and the nineteen others are reuse: the family ends."""
    calls = (sessions.refresh(RULES, ada.refresh_token) for _ in range(20))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    won = [answer for answer in answers if isinstance(answer, SignedIn)]

    assert len(won) == 1
    assert sum(isinstance(answer, InvalidRefreshToken) for answer in answers) == 19
    assert await why(won[0].access_token) is Why.ENDED
    assert await AuditEntry.find({"action": "session.ended"}).count() == 1


async def test_a_session_is_not_ended_by_a_guess(ada: SignedIn) -> None:
    """The session's id stands in every access token: to know it must not be enough."""
    guess = RefreshToken.first((await the_session()).id)
    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, str(guess))

    assert (await sessions.refresh(RULES, ada.refresh_token)).user.id == ada.user.id


@pytest.mark.parametrize(
    "token", ["", "ecr", "ecr_x_y_z", "ecr_" + "0" * 24 + "_a_\ud800", "_" * 9]
)
async def test_nonsense_is_no_refresh_token(token: str) -> None:
    """Whatever a client sends gets an answer, never a crash."""
    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, token)


async def test_a_session_that_has_run_out_is_over(ada: SignedIn) -> None:
    """For both of its tokens, whether MongoDB has removed it yet or not; that is no theft."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    await (await the_session()).set({"expires_at": past})
    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, ada.refresh_token)

    assert await why(ada.access_token) is Why.ENDED
    assert await AuditEntry.find({"action": "session.ended"}).count() == 0


async def test_logging_out_ends_the_session_and_no_other(ada: SignedIn) -> None:
    """Both tokens are worthless at once; another device stays signed in."""
    other = await sign_in("ada@example.com")
    await sessions.logout(await accounts.identify(RULES, ada.access_token))

    assert await why(ada.access_token) is Why.ENDED
    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, ada.refresh_token)
    assert (await accounts.identify(RULES, other.access_token)).email == "ada@example.com"


async def test_logging_out_twice_is_told_once() -> None:
    """The second time changes nothing, in the session or in the audit."""
    viewer = await come_in("ada@example.com")
    await sessions.logout(viewer)
    ended = await the_session()
    await sessions.logout(viewer)

    assert await the_session() == ended
    [entry] = await AuditEntry.find({"action": "session.ended"}).to_list()
    assert (entry.actor, entry.after) == (viewer.actor(), {"because": "LOGOUT"})


async def test_nobody_cannot_log_out() -> None:
    """Without a session there is nothing to end, and that is told."""
    with pytest.raises(Unauthenticated):
        await sessions.logout(None)


async def test_a_new_role_counts_at_once() -> None:
    """A token carries no role: what somebody may do is read at every request."""
    await sign_up("ada@example.com")
    bob = await sign_up("bob@example.com")
    token = (await sign_in("bob@example.com")).access_token
    await people.set_role(OPERATOR, bob.id, Role.REVIEWER)

    assert (await accounts.identify(RULES, token)).role is Role.REVIEWER


async def test_a_token_dies_with_its_account(ada: SignedIn) -> None:
    """An account that was removed from the database opens nothing."""
    await User.find({"_id": ada.user.id}).delete()

    assert await why(ada.access_token) is Why.ENDED
    with pytest.raises(InvalidRefreshToken):
        await sessions.refresh(RULES, ada.refresh_token)


def test_a_short_signing_secret_is_refused() -> None:
    """A secret that can be guessed must not get as far as signing."""
    for secrets in [(), ("short",), (SIGNING.secrets[0], "short")]:
        with pytest.raises(ValueError, match="at least 32 bytes"):
            replace(SIGNING, secrets=secrets)
