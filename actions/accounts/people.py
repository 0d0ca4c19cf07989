"""The people of the house, as those see and change them who manage accounts."""

from collections.abc import Awaitable, Callable

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.accounts import keys, names, passwords
from actions.errors import AdminNeeded, EmailInUse
from documents.audit import Actor, AuditEntry
from documents.sessions import Ending, UserSession
from documents.transactions import Session, together
from documents.users import EmailTaken, LastAdmin, NotFirst, Role, User

Change = Callable[[Session], Awaitable[User]]


async def create_user(
    viewer: Viewer | None, *, email: str, password: str, role: Role, name: str | None = None
) -> User:
    """Make an account; the first of all is an ADMIN, whatever `role` says.

    Without a name, the address gives one. Refused: InvalidEmail, InvalidName, WeakPassword,
    EmailInUse.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)
    address = names.email(email)
    called = names.name(name if name is not None else address.partition("@")[0])
    passwords.check(password)
    digest = await passwords.hashed(password)
    user = User(email=address, name=called, password_hash=digest, role=role)
    try:
        return await add(user, viewer.actor(), "account.created")
    except EmailTaken as error:
        raise EmailInUse(address) from error


async def list_users(
    viewer: Viewer | None, *, first: int = 100, after: PydanticObjectId | None = None
) -> list[User]:
    """Up to `first` accounts, oldest first, from behind `after` on."""
    require(viewer, Permission.MANAGE_ACCOUNTS)
    return await User.oldest(first, after)


async def set_role(viewer: Viewer | None, user_id: PydanticObjectId, role: Role) -> User:
    """Give somebody a role, which counts from their next request on. Refused: AdminNeeded.

    Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)

    async def change(session: Session) -> User:
        before, after = await User.set_role(user_id, role, session)
        entry = _entry(viewer, user_id, "account.role_changed")
        entry.before, entry.after = {"role": before.role}, {"role": role}
        await AuditEntry.add([entry], session)
        return after

    return await _keeping_an_admin(change)


async def rename(
    viewer: Viewer | None,
    user_id: PydanticObjectId,
    *,
    name: str | None = None,
    email: str | None = None,
) -> User:
    """Give somebody another name or address; None leaves it.

    Refused: InvalidName, InvalidEmail, EmailInUse. Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)
    named = {} if name is None else {"name": names.name(name)}
    addressed = {} if email is None else {"email": names.email(email)}
    return await renamed(viewer, user_id, {**named, **addressed})


async def disable(
    viewer: Viewer | None, user_id: PydanticObjectId, *, keep_keys: bool = False
) -> User:
    """Shut an account, end all of its sessions and revoke the keys that it made.

    Refused: AdminNeeded. Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)

    async def change(session: Session) -> User:
        _, after = await User.disable(user_id, session)
        ended = await UserSession.end_all(user_id, Ending.ACCOUNT_DISABLED, session)
        revoked = [] if keep_keys else await keys.revoke_all(viewer, user_id, session)
        entry = _entry(viewer, user_id, "account.disabled")
        entry.after = {"disabled_at": after.disabled_at, "sessions_ended": ended}
        await AuditEntry.add([entry, *revoked], session)
        return after

    return await _keeping_an_admin(change)


async def enable(viewer: Viewer | None, user_id: PydanticObjectId) -> User:
    """Open an account again; whoever it is signs in anew. Raises NoSuchDocument."""
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)

    async def change(session: Session) -> User:
        _, after = await User.enable(user_id, session)
        await AuditEntry.add([_entry(viewer, user_id, "account.enabled")], session)
        return after

    return await together(change)


async def set_password(viewer: Viewer | None, user_id: PydanticObjectId, password: str) -> User:
    """Give somebody a new password and end all of their sessions. Refused: WeakPassword.

    Raises NoSuchDocument.
    """
    viewer = require(viewer, Permission.MANAGE_ACCOUNTS)
    passwords.check(password)
    digest = await passwords.hashed(password)

    async def change(session: Session) -> User:
        _, after = await User.set_password(user_id, digest, session)
        ended = await UserSession.end_all(user_id, Ending.PASSWORD_CHANGED, session)
        entry = _entry(viewer, user_id, "account.password_changed")
        entry.after = {"sessions_ended": ended}
        await AuditEntry.add([entry], session)
        return after

    return await together(change)


async def renamed(viewer: Viewer, user_id: PydanticObjectId, values: dict[str, object]) -> User:
    """Another name or address of an account, by those who may, checked already.

    Refused: EmailInUse. Raises NoSuchDocument.
    """

    async def change(session: Session) -> User:
        before, after = await User.name_anew(user_id, values, session)
        entry = _entry(viewer, user_id, "account.renamed")
        entry.before = {field: getattr(before, field) for field in values}
        entry.after = dict(values)
        await AuditEntry.add([entry], session)
        return after

    try:
        return await together(change)
    except EmailTaken as error:
        raise EmailInUse(str(values["email"])) from error


async def add(user: User, actor: Actor, action: str) -> User:
    """Keep a new account, as an ADMIN if it is the first of all. Raises EmailTaken.

    Not for requests: it asks for no permission.
    """
    if not await User.has_first():
        try:
            first = user.model_copy(update={"first": True, "role": Role.ADMIN})
            return await _add(first, actor, action)
        except NotFirst:
            pass
    return await _add(user, actor, action)


async def _add(user: User, actor: Actor, action: str) -> User:
    entry = AuditEntry(actor=actor, action=action, subject_kind="account", subject_id=user.id)
    entry.after = {"email": user.email, "role": user.role}

    async def write(session: Session) -> User:
        await user.add(session)
        await AuditEntry.add([entry], session)
        return user

    return await together(write)


async def _keeping_an_admin(change: Change) -> User:
    try:
        return await together(change)
    except LastAdmin as error:
        raise AdminNeeded from error


def _entry(viewer: Viewer, user_id: PydanticObjectId, action: str) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(), action=action, subject_kind="account", subject_id=user_id
    )
