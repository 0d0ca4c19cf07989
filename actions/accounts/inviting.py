"""Passes: how somebody chooses a password without knowing one; an ADMIN hands them over."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.accounts import names, passwords, people, throttle, tokens
from actions.accounts.rules import AccountRules
from actions.errors import EmailInUse, InvalidPasswordPass
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.sessions import Ending, UserSession
from documents.transactions import Session, together
from documents.users import EmailTaken, Role, User


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose password may be chosen with `secret`, once and until it ends."""

    user: User
    secret: str = ""
    expires_at: datetime | None = None


async def invite(
    rules: AccountRules, viewer: Viewer | None, *, email: str, name: str | None, role: Role
) -> Invited:
    """Make an account that nobody knows the password of, with a pass to choose one.

    Refused: InvalidEmail, InvalidName, EmailInUse.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)
    address = names.email(email)
    called = names.name(name if name is not None else address.partition("@")[0])
    unknown = await passwords.hashed(secrets.token_hex(32))
    random, expires_at = secrets.token_hex(32), now() + rules.pass_lifetime
    user = User(
        email=address,
        name=called,
        password_hash=unknown,
        role=role,
        pass_hash=tokens.digest(random),
        pass_expires_at=expires_at,
    )
    try:
        made = await people.add(user, viewer.actor(), "account.invited")
    except EmailTaken as error:
        raise EmailInUse(address) from error
    return Invited(made, _secret(made.id, random), expires_at)


async def issue(rules: AccountRules, viewer: Viewer | None, user_id: PydanticObjectId) -> Invited:
    """A new pass for somebody; an older one is good no more. The password stays until then.

    Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)
    random, expires_at = secrets.token_hex(32), now() + rules.pass_lifetime

    async def change(session: Session) -> User:
        digest = tokens.digest(random)
        _, after = await User.give_pass(user_id, digest, expires_at, session)
        entry = _entry(viewer.actor(), user_id, "account.pass_issued")
        entry.after = {"expires_at": expires_at}
        await AuditEntry.add([entry], session)
        return after

    return Invited(await together(change), _secret(user_id, random), expires_at)


async def redeem(rules: AccountRules, secret: str, password: str, *, client: str) -> None:
    """Choose a password with a pass, which is spent; all sessions of the account end.

    `client` is the caller's network address. Refused: InvalidPasswordPass, WeakPassword. Raises
    RateLimited.
    """
    who = throttle.neighbourhood(client)
    await throttle.attempt(
        "redeem:client", who, most=rules.logins_per_client, window=rules.attempt_window
    )
    user_id, digest = _read(secret)
    passwords.check(password)
    # Hashing is dear: nobody has it done without a pass.
    if not await User.with_pass(user_id, digest):
        raise InvalidPasswordPass
    hashed = await passwords.hashed(password)

    async def change(session: Session) -> None:
        if not await User.spend_pass(user_id, digest, hashed, session):
            raise InvalidPasswordPass
        ended = await UserSession.end_all(user_id, Ending.PASSWORD_CHANGED, session)
        entry = _entry(Actor(user_id=user_id), user_id, "account.password_chosen")
        entry.after = {"sessions_ended": ended}
        await AuditEntry.add([entry], session)

    await together(change)


def _secret(user_id: PydanticObjectId, random: str) -> str:
    return f"ecp_{user_id}_{random}"


def _read(secret: str) -> tuple[PydanticObjectId, str]:
    match secret.split("_"):
        case ["ecp", id, random] if PydanticObjectId.is_valid(id):
            return PydanticObjectId(id), tokens.digest(random)
    raise InvalidPasswordPass


def _entry(actor: Actor, user_id: PydanticObjectId, action: str) -> AuditEntry:
    return AuditEntry(actor=actor, action=action, subject_kind="account", subject_id=user_id)
