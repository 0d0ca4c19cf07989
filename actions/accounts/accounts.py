"""Accounts: how people get one, sign in and stay signed in."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from beanie import PydanticObjectId

from actions.access import Viewer, known
from actions.accounts import names, passwords, people, throttle, tokens
from actions.accounts.tokens import Claims, RefreshToken, Signing
from actions.errors import (
    InvalidCredentials,
    InvalidEmail,
    InvalidRefreshToken,
    RegistrationClosed,
    Unauthenticated,
    Why,
)
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.sessions import Ending, UserSession
from documents.sign_ins import signed_in
from documents.transactions import Session, together
from documents.users import EmailTaken, Role, User


class Registration(StrEnum):
    """Who may get an account without an administrator."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class AccountRules:
    """All that a deployment decides about accounts. Attempts are counted in fixed windows."""

    signing: Signing
    refresh_lifetime: timedelta = timedelta(days=30)
    registration: Registration = Registration.OPEN
    default_role: Role = Role.VIEWER
    attempt_window: timedelta = timedelta(minutes=15)
    logins_per_account: int = 10
    # An office, or a whole mobile network, may share one address.
    logins_per_client: int = 100
    registrations_per_client: int = 20


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the tokens that prove it until they end."""

    user: User
    access_token: str
    access_expires_at: datetime
    refresh_token: str
    refresh_expires_at: datetime


async def register(
    rules: AccountRules, *, email: str, password: str, name: str, client: str
) -> None:
    """Make an account; the first of all is an ADMIN, others get the rules' default role.

    `client` is the caller's network address. If the email address has an account already,
    nothing changes and the answer is the same, so nobody learns whose accounts there are.
    Refused: RegistrationClosed, InvalidEmail, InvalidName, WeakPassword. Raises RateLimited.
    """
    if rules.registration is not Registration.OPEN:
        raise RegistrationClosed
    address, called = names.email(email), names.name(name)
    passwords.check(password)
    who = throttle.neighbourhood(client)
    await _count(rules, "register:client", who, rules.registrations_per_client)
    digest = await passwords.hashed(password)
    user = User(email=address, name=called, password_hash=digest, role=rules.default_role)
    with suppress(EmailTaken):
        await people.add(user, Actor(user_id=user.id), "account.registered")


async def login(rules: AccountRules, *, email: str, password: str, client: str) -> SignedIn:
    """Begin a session; `client` is the caller's network address.

    Refused: InvalidCredentials, after the same work and for the same reason whether the address
    is unknown, the password wrong or the account disabled. Raises RateLimited.
    """
    # The client first: one that is over its limit must not lock other people's accounts.
    await _count(rules, "login:client", throttle.neighbourhood(client), rules.logins_per_client)
    address = _address(email)
    await _count(rules, "login:account", address or email, rules.logins_per_account)
    user = await _proven(address, password)
    await throttle.forgive("login:account", user.email, window=rules.attempt_window)
    return await _begin(rules, user)


async def refresh(rules: AccountRules, token: str) -> SignedIn:
    """Change a refresh token for the next one, and a new access token. Each works once.

    A token that was used before has been stolen, or was sent twice: its session ends, for
    everybody. Refused: InvalidRefreshToken.
    """
    spent = RefreshToken.parse(token)
    if spent is None:
        raise InvalidRefreshToken
    fresh = spent.successor()
    kept = await UserSession.rotate(
        spent.session_id,
        tokens.digest(spent.family),
        tokens.digest(spent.own),
        tokens.digest(fresh.own),
        now() + rules.refresh_lifetime,
    )
    if kept is None:
        await _end_if_reused(spent)
        raise InvalidRefreshToken
    user = await User.get(kept.user_id)
    if user is None or not user.alive:
        raise InvalidRefreshToken
    return _signed_in(rules, user, kept, fresh)


async def logout(viewer: Viewer | None) -> None:
    """End the viewer's session: none of its tokens works any more. A key has no session to end.

    Raises Unauthenticated.
    """
    viewer = known(viewer)
    session_id = viewer.session_id
    if session_id is None:
        return

    async def end(session: Session) -> None:
        if await UserSession.end(session_id, Ending.LOGOUT, session):
            await AuditEntry.add([_ended(viewer.actor(), session_id, Ending.LOGOUT)], session)

    await together(end)


async def identify(rules: AccountRules, access_token: str) -> Viewer:
    """Whose access token it is, with the role they have now. One look-up.

    Raises Unauthenticated: EXPIRED and INVALID tell of the token, ENDED of its session or
    account.
    """
    claims = tokens.read(rules.signing, access_token)
    viewer = await present(claims.user_id, claims.session_id)
    ends = [one for one in (claims.ends, viewer.expires_at) if one is not None]
    return replace(viewer, expires_at=min(ends))


async def present(user_id: PydanticObjectId, session_id: PydanticObjectId) -> Viewer:
    """The viewer as they are now. Raises Unauthenticated when account or session has ended."""
    user = await signed_in(user_id, session_id)
    if user is None:
        raise Unauthenticated(Why.ENDED)
    return Viewer(
        user_id=user_id,
        session_id=session_id,
        role=Role(user["role"]),
        email=user["email"],
        name=user["name"],
        expires_at=user["until"],
    )


async def _count(rules: AccountRules, kind: str, who: str, most: int) -> None:
    await throttle.attempt(kind, who, most=most, window=rules.attempt_window)


def _address(email: str) -> str | None:
    # What cannot be an address has no account either, and is not worth another answer.
    try:
        return names.email(email)
    except InvalidEmail:
        return None


async def _proven(address: str | None, password: str) -> User:
    user = await User.by_email(address) if address else None
    digest = user.password_hash if user else None
    if not await passwords.matches(digest, password) or user is None or not user.alive:
        raise InvalidCredentials
    if passwords.is_stale(user.password_hash):
        await User.rehash(user.id, user.password_hash, await passwords.hashed(password))
    return user


async def _begin(rules: AccountRules, user: User) -> SignedIn:
    id = PydanticObjectId()
    first = RefreshToken.first(id)
    kept = UserSession(
        id=id,
        user_id=user.id,
        family_hash=tokens.digest(first.family),
        token_hash=tokens.digest(first.own),
        expires_at=now() + rules.refresh_lifetime,
    )
    actor = Actor(user_id=user.id, session_id=id)

    async def write(session: Session) -> None:
        await kept.insert(session=session)
        await AuditEntry.add([_entry(actor, id, "session.begun")], session)

    await together(write)
    return _signed_in(rules, user, kept, first)


async def _end_if_reused(spent: RefreshToken) -> None:
    id, family, own = spent.session_id, tokens.digest(spent.family), tokens.digest(spent.own)

    async def end(session: Session) -> None:
        if await UserSession.end_reused(id, family, own, session):
            await AuditEntry.add([_ended(Actor(), id, Ending.TOKEN_REUSED)], session)

    await together(end)


def _ended(actor: Actor, id: PydanticObjectId, because: Ending) -> AuditEntry:
    entry = _entry(actor, id, "session.ended")
    entry.after = {"because": because}
    return entry


def _entry(actor: Actor, id: PydanticObjectId, action: str) -> AuditEntry:
    return AuditEntry(actor=actor, action=action, subject_kind="session", subject_id=id)


def _signed_in(
    rules: AccountRules, user: User, kept: UserSession, refresh_token: RefreshToken
) -> SignedIn:
    access_token, ends = tokens.sign(rules.signing, Claims(user.id, kept.id))
    return SignedIn(user, access_token, ends, str(refresh_token), kept.expires_at)
