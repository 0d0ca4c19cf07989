"""People, their sessions, and keys, as clients see them."""

from datetime import datetime
from enum import Enum
from typing import Self

import strawberry
from beanie import PydanticObjectId

from actions.access import Viewer as ViewerRecord
from actions.accounts import own
from actions.accounts.sessions import SignedIn
from documents.api_keys import ApiKey as ApiKeyDocument
from documents.sessions import UserSession
from documents.users import User
from graph.context import Info
from graph.ids import global_id
from graph.session_cookie import SessionCookie
from graph.types.enums import ApiKeyScope, Permission, Role


@strawberry.type(description="Somebody who can sign in.")
class Account:
    """An account, without anything secret."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    email: str = strawberry.field(description="The address, in lower case; one account has it.")
    name: str = strawberry.field(description="What to call them, 1 to 100 characters.")
    role: Role = strawberry.field(description="What they are; it decides what they may do.")
    created_at: datetime = strawberry.field(description="When the account was made.")
    disabled_at: datetime | None = strawberry.field(
        description="When the account was shut; null while it is open."
    )
    user_id: strawberry.ID = strawberry.field(
        description="The id by which pictures and the audit name this account."
    )

    @classmethod
    def of(cls, user: User) -> Self:
        """The account of a document."""
        return cls(
            id=strawberry.ID(global_id("Account", user.id)),
            email=user.email,
            name=user.name,
            role=user.role,
            created_at=user.created_at,
            disabled_at=user.disabled_at,
            user_id=strawberry.ID(global_id("User", user.id)),
        )


@strawberry.enum(description="How a client gets the refresh token of its session.")
class SessionDelivery(Enum):
    """In the answer, or out of reach of scripts."""

    BODY = strawberry.enum_value("BODY", description="In the answer.")
    COOKIE = strawberry.enum_value(
        "COOKIE",
        description=(
            "In a cookie that scripts cannot read (HttpOnly, SameSite=Strict), only for pages of "
            "this very origin. It serves `refreshSession` and `logout`, and nothing else."
        ),
    )


@strawberry.type(description="The proof that somebody has signed in.")
class Session:
    """Both tokens. Keep them where no other site's script can read them."""

    account: Account = strawberry.field(description="Who signed in.")
    access_token: str = strawberry.field(
        description='Send it with each request as "Authorization: Bearer <token>".'
    )
    expires_at: datetime = strawberry.field(
        description="When the access token ends, 15 minutes after it was made by default."
    )
    refresh_token: str = strawberry.field(
        description=(
            "Good for one `refreshSession`. A second use ends the session. Empty where it went "
            "into a cookie: see `SessionDelivery`."
        )
    )
    refresh_expires_at: datetime = strawberry.field(
        description="When the refresh token ends, 30 days after it was made by default."
    )

    @classmethod
    def of(cls, signed_in: SignedIn, cookie: SessionCookie | None = None) -> Self:
        """The session that somebody has begun or refreshed; its token goes into the cookie."""
        if cookie is not None:
            cookie.keep(signed_in)
        return cls(
            account=Account.of(signed_in.user),
            access_token=signed_in.access_token,
            expires_at=signed_in.access_expires_at,
            refresh_token="" if cookie else signed_in.refresh_token,
            refresh_expires_at=signed_in.refresh_expires_at,
        )


@strawberry.type(description="A sign-in of one's own that is open.")
class OpenSession:
    """One device or program, as far as we can tell."""

    id: strawberry.ID = strawberry.field(description="Opaque; never changes.")
    created_at: datetime = strawberry.field(description="When it began.")
    refreshed_at: datetime = strawberry.field(
        description="When it was last gone on with, every 15 minutes or so while it is used."
    )
    expires_at: datetime = strawberry.field(description="When it ends, if nobody goes on with it.")
    in_cookie: bool = strawberry.field(
        description="Whether its refresh token is in a browser's cookie."
    )
    user_agent: str = strawberry.field(
        description="What the client called itself when it signed in, at most 300 characters."
    )
    current: bool = strawberry.field(description="Whether it is the one that asks.")

    @classmethod
    def of(cls, kept: UserSession, current: PydanticObjectId | None) -> Self:
        """The session of a document."""
        return cls(
            id=strawberry.ID(global_id("Session", kept.id)),
            created_at=kept.created_at,
            refreshed_at=kept.rotated_at,
            expires_at=kept.expires_at,
            in_cookie=kept.in_cookie,
            user_agent=kept.user_agent,
            current=kept.id == current,
        )


@strawberry.type(description="Whoever is asking: a person by their session, or an API key.")
class Viewer:
    """What the token or the key of this very request says."""

    id: strawberry.ID = strawberry.field(description="The global id of the account or the key.")
    name: str = strawberry.field(description="What the person or the key is called.")
    email: str | None = strawberry.field(description="The person's address; null for a key.")
    role: Role | None = strawberry.field(description="The person's role; null for a key.")
    scopes: list[ApiKeyScope] = strawberry.field(
        description="What the key is for; empty for a person."
    )
    permissions: list[Permission] = strawberry.field(
        description="All that the viewer may do, so that a client shows no button that refuses."
    )
    user_id: strawberry.ID | None = strawberry.field(
        description="The id by which pictures and the audit name the person; null for a key."
    )

    @strawberry.field(
        description=(
            "The person's open sessions, at most 100, the last refreshed first; none for a key."
        )
    )
    async def sessions(self, info: Info) -> list[OpenSession]:
        """One look-up."""
        asking = info.context.somebody()
        found = await own.open_sessions(asking)
        return [OpenSession.of(one, asking.session_id) for one in found]

    @classmethod
    def of(cls, viewer: ViewerRecord) -> Self:
        """The viewer of a request."""
        key, person = viewer.api_key_id, viewer.user_id
        return cls(
            id=strawberry.ID(global_id("ApiKey", key) if key else global_id("Account", person)),
            name=viewer.name,
            email=viewer.email or None,
            role=viewer.role,
            scopes=sorted(viewer.scopes),
            permissions=sorted(viewer.permissions),
            user_id=strawberry.ID(global_id("User", person)) if person else None,
        )


@strawberry.type(description="What a shop's program shows in place of a person's sign-in.")
class ApiKey:
    """A key, without its secret."""

    id: strawberry.ID = strawberry.field(description="Opaque and global; never changes.")
    name: str = strawberry.field(description="What people call it, 1 to 100 characters.")
    scopes: list[ApiKeyScope] = strawberry.field(description="What it is for.")
    created_at: datetime = strawberry.field(description="When it was made.")
    expires_at: datetime | None = strawberry.field(description="When it ends; null for never.")
    revoked_at: datetime | None = strawberry.field(
        description="When it was revoked; null while it was not."
    )
    last_used_at: datetime | None = strawberry.field(
        description="When it was used last, to the minute; null for never."
    )

    @classmethod
    def of(cls, key: ApiKeyDocument) -> Self:
        """The key of a document."""
        return cls(
            id=strawberry.ID(global_id("ApiKey", key.id)),
            name=key.name,
            scopes=list(key.scopes),
            created_at=key.created_at,
            expires_at=key.expires_at,
            revoked_at=key.revoked_at,
            last_used_at=key.last_used_at,
        )
