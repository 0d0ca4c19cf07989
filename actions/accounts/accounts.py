"""Accounts: how people get one, sign in, and are known."""

from contextlib import suppress
from dataclasses import replace

from beanie import PydanticObjectId

from actions.access import Viewer
from actions.accounts import names, passwords, people, sessions, throttle, tokens
from actions.accounts.rules import AccountRules, Registration
from actions.accounts.sessions import SignedIn
from actions.errors import (
    InvalidCredentials,
    InvalidEmail,
    RegistrationClosed,
    Unauthenticated,
    Why,
)
from documents.audit import Actor
from documents.sign_ins import signed_in
from documents.users import EmailTaken, Role, User


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


async def login(
    rules: AccountRules,
    *,
    email: str,
    password: str,
    client: str,
    in_cookie: bool = False,
    user_agent: str = "",
) -> SignedIn:
    """Begin a session; `client` is the caller's network address.

    `in_cookie` says that the refresh token will be kept in a cookie: see `sessions.refresh`.

    Refused: InvalidCredentials, after the same work and for the same reason whether the address
    is unknown, the password wrong or the account disabled. Raises RateLimited.
    """
    # The client first: one that is over its limit must not lock other people's accounts.
    await _count(rules, "login:client", throttle.neighbourhood(client), rules.logins_per_client)
    address = _address(email)
    await _count(rules, "login:account", address or email, rules.logins_per_account)
    user = await _proven(address, password)
    await throttle.forgive("login:account", user.email, window=rules.attempt_window)
    return await sessions.begin(rules, user, in_cookie=in_cookie, user_agent=user_agent)


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
