"""API keys: what a shop's programs show in place of a person's sign-in."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from hmac import compare_digest

from beanie import PydanticObjectId

from actions.access import Permission, Viewer, require
from actions.accounts import names
from actions.accounts.tokens import digest
from actions.errors import InvalidExpiry, ScopeMissing, Unauthenticated, UnknownScope, Why
from documents.api_keys import ApiKey, Scope
from documents.audit import AuditEntry
from documents.clock import now
from documents.errors import NoSuchDocument
from documents.transactions import Session, together


async def create(
    viewer: Viewer | None,
    *,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; its secret is told here and never again. Without an expiry it stays good.

    Refused: InvalidName, UnknownScope, ScopeMissing, InvalidExpiry.
    """
    viewer = require(viewer, Permission.MANAGE_KEYS)
    random = secrets.token_hex(32)
    key = ApiKey(
        name=names.name(name),
        scopes=_scopes(scopes),
        secret_hash=digest(random),
        created_by=viewer.user_id,
        expires_at=_expiry(expires_at),
    )
    entry = _entry(viewer, key.id, "api_key.created")
    entry.after = {"name": key.name, "scopes": key.scopes, "expires_at": key.expires_at}

    async def write(session: Session) -> None:
        await key.insert(session=session)
        await AuditEntry.add([entry], session)

    await together(write)
    return key, f"eco_{key.id}_{random}"


async def revoke(viewer: Viewer | None, key_id: PydanticObjectId) -> ApiKey:
    """Make a key worthless for ever; to do so again changes nothing. Raises NoSuchDocument."""
    viewer = require(viewer, Permission.MANAGE_KEYS)

    async def write(session: Session) -> ApiKey | None:
        revoked = await ApiKey.revoke(key_id, session)
        if revoked is not None:
            await AuditEntry.add([_entry(viewer, key_id, "api_key.revoked")], session)
        return revoked

    key = await together(write) or await ApiKey.get(key_id)
    if key is None:
        raise NoSuchDocument("API key", str(key_id))
    return key


async def revoke_all(
    viewer: Viewer, created_by: PydanticObjectId, session: Session
) -> list[AuditEntry]:
    """Make all keys that somebody made worthless; gives what the audit has to know of it."""
    ids = await ApiKey.revoke_all(created_by, session)
    return [_entry(viewer, id, "api_key.revoked") for id in ids]


async def list_keys(
    viewer: Viewer | None, *, first: int = 100, after: PydanticObjectId | None = None
) -> list[ApiKey]:
    """Up to `first` keys, newest first, from behind `after` on; revoked and expired ones too."""
    require(viewer, Permission.MANAGE_KEYS)
    return await ApiKey.newest(first, after)


async def identify_key(secret: str) -> Viewer:
    """Which key it is, and with that what it may do. Raises Unauthenticated."""
    key = _usable(await _genuine(secret))
    await key.used()
    return _viewer(key)


async def present(key_id: PydanticObjectId) -> Viewer:
    """The key's viewer as it is now. Raises Unauthenticated when the key has ended."""
    key = await ApiKey.get(key_id)
    if key is None:
        raise Unauthenticated(Why.ENDED)
    return _viewer(_usable(key))


def _usable(key: ApiKey) -> ApiKey:
    if key.revoked_at is not None:
        raise Unauthenticated(Why.ENDED)
    if key.expired:
        raise Unauthenticated(Why.EXPIRED)
    return key


def _viewer(key: ApiKey) -> Viewer:
    return Viewer(
        api_key_id=key.id,
        name=key.name,
        scopes=frozenset(key.scopes),
        expires_at=key.expires_at,
    )


async def _genuine(secret: str) -> ApiKey:
    match secret.split("_"):
        case ["eco", id, random] if PydanticObjectId.is_valid(id):
            key = await ApiKey.get(PydanticObjectId(id))
            if key is not None and compare_digest(key.secret_hash, digest(random)):
                return key
    raise Unauthenticated(Why.INVALID)


def _scopes(wanted: Iterable[str]) -> list[Scope]:
    found = [_scope(place, scope) for place, scope in enumerate(wanted)]
    if not found:
        raise ScopeMissing
    return list(dict.fromkeys(found))


def _scope(place: int, scope: str) -> Scope:
    try:
        return Scope(scope)
    except ValueError as error:
        raise UnknownScope(scope, place) from error


def _expiry(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None or moment <= now():
        raise InvalidExpiry
    try:
        there = moment.astimezone(UTC)
    except OverflowError as error:
        raise InvalidExpiry from error
    # As MongoDB keeps it.
    return there.replace(microsecond=there.microsecond // 1000 * 1000)


def _entry(viewer: Viewer, key_id: PydanticObjectId, action: str) -> AuditEntry:
    return AuditEntry(
        actor=viewer.actor(), action=action, subject_kind="api_key", subject_id=key_id
    )
