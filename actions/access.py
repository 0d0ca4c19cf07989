"""Who is asking, and what they may do."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from beanie import PydanticObjectId

from actions.errors import Forbidden, Unauthenticated
from documents.api_keys import Scope
from documents.audit import Actor
from documents.users import Role


class Permission(StrEnum):
    """One thing that somebody may be allowed to do."""

    READ_CATALOG = "READ_CATALOG"
    READ_LIBRARY = "READ_LIBRARY"
    IMPORT_IMAGES = "IMPORT_IMAGES"
    EDIT_IMAGES = "EDIT_IMAGES"
    SEE_PRIVATE_METADATA = "SEE_PRIVATE_METADATA"
    SEE_RAW_METADATA = "SEE_RAW_METADATA"
    REVIEW_IMAGES = "REVIEW_IMAGES"
    DELETE_IMAGES = "DELETE_IMAGES"
    PURGE_IMAGES = "PURGE_IMAGES"
    MANAGE_JOBS = "MANAGE_JOBS"
    MANAGE_KEYS = "MANAGE_KEYS"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS"
    MANAGE_CUSTOM_FIELDS = "MANAGE_CUSTOM_FIELDS"
    MANAGE_WEBHOOKS = "MANAGE_WEBHOOKS"
    MANAGE_REVIEW_RULES = "MANAGE_REVIEW_RULES"
    OVERRIDE_APPROVAL = "OVERRIDE_APPROVAL"
    READ_AUDIT = "READ_AUDIT"
    REBUILD_STATS = "REBUILD_STATS"
    REGENERATE_RENDITIONS = "REGENERATE_RENDITIONS"
    SYNCHRONIZE = "SYNCHRONIZE"


_VIEWING = frozenset({Permission.READ_CATALOG, Permission.READ_LIBRARY})
_IMPORTING = _VIEWING | {Permission.IMPORT_IMAGES, Permission.EDIT_IMAGES}
_REVIEWING = _IMPORTING | {
    Permission.SEE_PRIVATE_METADATA,
    Permission.REVIEW_IMAGES,
    Permission.DELETE_IMAGES,
}

ROLES: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWING,
    Role.IMPORTER: _IMPORTING,
    Role.REVIEWER: _REVIEWING,
    Role.ADMIN: frozenset(Permission),
}
SCOPES: dict[Scope, frozenset[Permission]] = {
    Scope.CATALOG_READ: frozenset({Permission.READ_CATALOG}),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever is asking: a person with a role and a session, or a key with its scopes.

    `expires_at` is when what they showed runs out, by itself; None for never.
    """

    user_id: PydanticObjectId | None = None
    session_id: PydanticObjectId | None = None
    role: Role | None = None
    email: str = ""
    name: str = ""
    api_key_id: PydanticObjectId | None = None
    scopes: frozenset[Scope] = field(default_factory=frozenset)
    expires_at: datetime | None = None

    @classmethod
    def behind(cls, actor: Actor, role: Role | None = None) -> "Viewer":
        """Whoever began something that is gone on with now, in a role that it is done in."""
        return cls(
            user_id=actor.user_id,
            session_id=actor.session_id,
            api_key_id=actor.api_key_id,
            role=role,
        )

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that the role and the scopes allow."""
        granted = ROLES[self.role] if self.role else frozenset[Permission]()
        return granted.union(*(SCOPES[scope] for scope in self.scopes))

    def may(self, permission: Permission) -> bool:
        """Whether this is allowed."""
        return permission in self.permissions

    def actor(self) -> Actor:
        """The same, as the audit keeps it."""
        return Actor(user_id=self.user_id, session_id=self.session_id, api_key_id=self.api_key_id)


# Nobody that we know, where the catalogue is open to all.
ANYBODY = Viewer(name="anybody", scopes=frozenset({Scope.CATALOG_READ}))
# Whoever can run our commands on the machine. Never to be given to a request.
OPERATOR = Viewer(role=Role.ADMIN, name="operator")


def known(viewer: Viewer | None) -> Viewer:
    """The viewer, who must be somebody. Raises Unauthenticated."""
    if viewer is None:
        raise Unauthenticated
    return viewer


def require(viewer: Viewer | None, permission: Permission) -> Viewer:
    """The viewer, who must have the permission. Raises Unauthenticated, Forbidden."""
    if not known(viewer).may(permission):
        raise Forbidden(permission)
    return known(viewer)
