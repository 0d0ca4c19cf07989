"""Accounts: how people get one, sign in, stay signed in, and are managed."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from beanie import PydanticObjectId

from actions import names, passwords, throttle, tokens
from actions.access import Permission, Viewer, known, require
from actions.errors import (
    EmailInUse,
    InvalidCredentials,
    InvalidEmail,
    InvalidRefreshToken,
    LastAdminKept,
    RegistrationClosed,
    Unauthenticated,
    Why,
)
from actions.tokens import Claims, RefreshToken, Signing
from documents.audit import Actor, AuditEntry
from documents.clock import now
from documents.sessions import Ending, UserSession
from documents.transactions import Session, together
from documents.users import EmailTaken, LastAdmin, NotFirst, Role, User


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
