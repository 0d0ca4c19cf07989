"""Sessions: how one begins, goes on by its refresh tokens, and ends."""

from dataclasses import dataclass
from datetime import datetime

from beanie import PydanticObjectId

from actions.access import Viewer, known
from actions.accounts import tokens
from actions.accounts.names import shown
from actions.accounts.rules import AccountRules
from actions.accounts.tokens import Claims, RefreshToken
from actions.errors import InvalidRefreshToken
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.sessions import Ending, Spending, UserSession
from documents.transactions import Session, together
from documents.users import User

LONGEST_AGENT = 300


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the tokens that prove it until they end."""

    user: User
    access_token: str
    access_expires_at: datetime
    refresh_token: str
    refresh_expires_at: datetime


async def begin(rules: AccountRules, user: User, *, in_cookie: bool, user_agent: str) -> SignedIn:
    """Begin a session of somebody who has proven who they are."""
    id = PydanticObjectId()
    first = RefreshToken.first(id)
    kept = UserSession(
        id=id,
        user_id=user.id,
        family_hash=tokens.digest(first.family),
        token_hash=tokens.digest(first.own),
        in_cookie=in_cookie,
        user_agent=shown(user_agent, LONGEST_AGENT),
        expires_at=now() + rules.refresh_lifetime,
    )
    actor = Actor(user_id=user.id, session_id=id)

    async def write(session: Session) -> None:
        await kept.insert(session=session)
        await AuditEntry.add([_entry(actor, id, "session.begun")], session)

    await together(write)
    return _signed_in(rules, user, kept, first)


async def refresh(rules: AccountRules, token: str, *, in_cookie: bool = False) -> SignedIn:
    """Change a refresh token for the next one, and a new access token. Each works once.

    A token that was used before has been stolen, or was sent twice: its session ends, for
    everybody. Only a session that is kept in a cookie rests for `rules.cookie_rest` after each
    change, for all tabs of a browser send the same cookie: for so long the token before and the
    newest one are both answered with the newest one. Refused: InvalidRefreshToken.
    """
    spent = RefreshToken.parse(token)
    if spent is None:
        raise InvalidRefreshToken
    kept, fresh = await _rested(rules, spent) or await _rotated(rules, spent, in_cookie=in_cookie)
    user = await User.get(kept.user_id)
    if user is None or not user.alive:
        raise InvalidRefreshToken
    return _signed_in(rules, user, kept, fresh)


async def leave(token: str) -> bool:
    """End the session that a refresh token, its newest or an older one, is of.

    False if it is of none that is open.
    """
    shown = RefreshToken.parse(token)
    if shown is None:
        return False
    id, family = shown.session_id, tokens.digest(shown.family)

    async def end(session: Session) -> bool:
        user_id = await UserSession.end_family(id, family, Ending.LOGOUT, session)
        if user_id is None:
            return False
        actor = Actor(user_id=user_id, session_id=id)
        await AuditEntry.add([ended(actor, id, Ending.LOGOUT)], session)
        return True

    return await together(end)


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
            await AuditEntry.add([ended(viewer.actor(), session_id, Ending.LOGOUT)], session)

    await together(end)


async def _rested(
    rules: AccountRules, shown: RefreshToken
) -> tuple[UserSession, RefreshToken] | None:
    """The session with its newest token, if it is in a cookie and was changed just now."""
    kept = await UserSession.resting(_spending(shown), now() - rules.cookie_rest)
    if kept is None or kept.token_hash == tokens.digest(shown.own):
        return kept and (kept, shown)
    return kept, shown.successor(kept.salt)


async def _rotated(
    rules: AccountRules, spent: RefreshToken, *, in_cookie: bool
) -> tuple[UserSession, RefreshToken]:
    salt = tokens.salt()
    fresh = spent.successor(salt)
    until = now() + rules.refresh_lifetime
    kept = await UserSession.rotate(
        _spending(spent), tokens.digest(fresh.own), until, salt=salt, in_cookie=in_cookie
    )
    if kept is not None:
        return kept, fresh
    # Another tab may have been faster, just now.
    rested = await _rested(rules, spent)
    if rested is None:
        await _end_if_reused(spent)
        raise InvalidRefreshToken
    return rested


async def _end_if_reused(spent: RefreshToken) -> None:
    async def end(session: Session) -> None:
        if await UserSession.end_reused(_spending(spent), session):
            entry = ended(Actor(), spent.session_id, Ending.TOKEN_REUSED)
            await AuditEntry.add([entry], session)

    await together(end)


def _spending(token: RefreshToken) -> Spending:
    return Spending(token.session_id, tokens.digest(token.family), tokens.digest(token.own))


def ended(actor: Actor, id: PydanticObjectId, because: Ending) -> AuditEntry:
    """What the audit has to know of an end."""
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
