"""What people do with the account that is their own."""

from beanie import PydanticObjectId

from actions.access import Viewer, known
from actions.accounts import names, passwords, people, sessions, throttle
from actions.accounts.rules import AccountRules
from actions.errors import Unauthenticated, Why, WrongPassword
from documents.audit import AuditEntry
from documents.errors import NoSuchDocument
from documents.sessions import Ending, UserSession
from documents.transactions import Session, together
from documents.users import User

# Nobody signs in on more devices than that within a month.
MOST_SESSIONS = 100


async def rename(viewer: Viewer | None, name: str) -> User:
    """Call oneself otherwise. Refused: InvalidName. Raises Unauthenticated, also for keys."""
    viewer = known(viewer)
    return await people.renamed(viewer, _person(viewer), {"name": names.name(name)})


async def change_password(
    rules: AccountRules, viewer: Viewer | None, *, current: str, password: str
) -> int:
    """Choose another password; all other sessions end. Tells how many were open.

    Refused: WeakPassword, WrongPassword. Raises Unauthenticated, also for keys, and RateLimited.
    """
    viewer = known(viewer)
    user_id = _person(viewer)
    passwords.check(password)
    await throttle.attempt(
        "password:account",
        str(user_id),
        most=rules.logins_per_account,
        window=rules.attempt_window,
    )
    user = await User.get(user_id)
    if user is None or not await passwords.matches(user.password_hash, current):
        raise WrongPassword
    await throttle.forgive("password:account", str(user_id), window=rules.attempt_window)
    digest = await passwords.hashed(password)

    async def change(session: Session) -> int:
        if not await User.replace_password(user_id, user.password_hash, digest, session):
            raise WrongPassword
        ended = await UserSession.end_all(
            user_id, Ending.PASSWORD_CHANGED, session, but=viewer.session_id
        )
        entry = AuditEntry(
            actor=viewer.actor(),
            action="account.password_changed",
            subject_kind="account",
            subject_id=user_id,
            after={"sessions_ended": ended},
        )
        await AuditEntry.add([entry], session)
        return ended

    return await together(change)


async def open_sessions(viewer: Viewer | None) -> list[UserSession]:
    """One's own sessions that are open, at most MOST_SESSIONS, the last used first."""
    user_id = known(viewer).user_id
    return await UserSession.opened(user_id, MOST_SESSIONS) if user_id else []


async def end_session(viewer: Viewer | None, session_id: PydanticObjectId) -> None:
    """End a session of one's own, at once; one that is over stays so.

    Raises NoSuchDocument for others' sessions, and Unauthenticated, also for keys.
    """
    viewer = known(viewer)
    user_id = _person(viewer)

    async def end(session: Session) -> None:
        if await UserSession.end_own(session_id, user_id, session):
            entry = sessions.ended(viewer.actor(), session_id, Ending.ENDED_ELSEWHERE)
            await AuditEntry.add([entry], session)

    kept = await UserSession.get(session_id)
    if kept is None or kept.user_id != user_id:
        raise NoSuchDocument("session", str(session_id))
    await together(end)


def _person(viewer: Viewer) -> PydanticObjectId:
    """Whose account it is: a key has none."""
    if viewer.user_id is None:
        raise Unauthenticated(Why.MISSING)
    return viewer.user_id
