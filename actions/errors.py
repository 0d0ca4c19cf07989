"""What can go wrong with what the service does.

`Refused` and its leaves are answers to the caller and become `userErrors`; every other
`ActionError` says that the request as a whole cannot be served.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

Params = Mapping[str, str | int]
Path = Sequence[str | int]


class ActionError(Exception):
    """The base of every error of this package."""


class Why(StrEnum):
    """Why nobody is known to be asking."""

    MISSING = "MISSING"
    EXPIRED = "EXPIRED"
    INVALID = "INVALID"
    ENDED = "ENDED"


NOBODY = {
    Why.MISSING: "Sign in first, or send an API key.",
    Why.EXPIRED: "The token has run out: refresh the session.",
    Why.INVALID: "The token is not one of ours.",
    Why.ENDED: "The session or key has been ended: sign in again.",
}


class Unauthenticated(ActionError):
    """Nobody is known to be asking; `why` tells a client whether a refresh would help."""

    def __init__(self, why: Why = Why.MISSING) -> None:
        super().__init__(NOBODY[why])
        self.why = why


class Forbidden(ActionError):
    """Whoever is asking may not do this."""

    def __init__(self, permission: str) -> None:
        super().__init__(f"This needs the permission {permission}.")
        self.permission = permission


class RateLimited(ActionError):
    """There were too many attempts of late."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"Too many attempts: try again in {retry_after_seconds} seconds.")
        self.retry_after_seconds = retry_after_seconds


class Refused(ActionError):
    """An answer that the caller can act upon.

    `code` is for programs and the message for people; `params` are the facts of the message,
    and `path` is the part of the input that it is about.
    """

    code: ClassVar[str]
    params: Params = MappingProxyType({})
    path: Path = ()


class InvalidEmail(Refused):
    """This is not an email address."""

    code = "INVALID_EMAIL"
    path = ("email",)

    def __init__(self) -> None:
        super().__init__("This is not an email address: write it as name@example.com.")


class EmailInUse(Refused):
    """An account has this address; only told to those who manage accounts."""

    code = "EMAIL_IN_USE"
    path = ("email",)

    def __init__(self, email: str) -> None:
        super().__init__(f"There is an account for {email} already: choose another address.")
        self.params = {"email": email}


class WeakPassword(Refused):
    """A password is shorter or longer than we take."""

    code = "WEAK_PASSWORD"
    path = ("password",)

    def __init__(self, shortest: int, longest: int, actual: int) -> None:
        super().__init__(
            f"A password takes {shortest} to {longest} characters, but this has {actual}: "
            "choose another."
        )
        self.params = {"min": shortest, "max": longest, "actual": actual}


class InvalidName(Refused):
    """A name is empty, too long or cannot be shown."""

    code = "INVALID_NAME"
    path = ("name",)

    def __init__(self, longest: int) -> None:
        super().__init__(f"A name takes 1 to {longest} characters that can be shown.")
        self.params = {"min": 1, "max": longest}


class InvalidCredentials(Refused):
    """Address and password do not belong to an account that may be used."""

    code = "INVALID_CREDENTIALS"

    def __init__(self) -> None:
        super().__init__("The email address or the password is wrong: try again.")


class WrongPassword(Refused):
    """Somebody who is signed in does not know their password."""

    code = "WRONG_PASSWORD"
    path = ("currentPassword",)

    def __init__(self) -> None:
        super().__init__("This is not your password: try again, or ask an ADMIN for a new pass.")


class InvalidPasswordPass(Refused):
    """A pass was used, replaced or has run out, or is none."""

    code = "INVALID_PASSWORD_PASS"
    path = ("passwordPass",)

    def __init__(self) -> None:
        super().__init__("The pass is good no more: ask an ADMIN for a new one.")


class RegistrationClosed(Refused):
    """Accounts are made by an administrator only."""

    code = "REGISTRATION_CLOSED"

    def __init__(self) -> None:
        super().__init__("Registration is closed: ask an administrator for an account.")


class InvalidRefreshToken(Refused):
    """The refresh token is not the newest of a session that is still open."""

    code = "INVALID_REFRESH_TOKEN"
    path = ("refreshToken",)

    def __init__(self) -> None:
        super().__init__("The session is over: sign in again.")


class AdminNeeded(Refused):
    """Nobody could manage the accounts without a last ADMIN."""

    code = "ADMIN_NEEDED"

    def __init__(self) -> None:
        super().__init__("This is the last ADMIN: make somebody else an ADMIN first.")


class UnknownScope(Refused):
    """There is no such scope."""

    code = "UNKNOWN_SCOPE"

    def __init__(self, scope: str, place: int) -> None:
        super().__init__(f"There is no scope {scope!r}: choose one from the documentation.")
        self.params, self.path = {"scope": scope}, ("scopes", place)


class ScopeMissing(Refused):
    """A key without a scope could do nothing."""

    code = "SCOPE_MISSING"
    path = ("scopes",)

    def __init__(self) -> None:
        super().__init__("A key without a scope can do nothing: give at least one.")


class InvalidExpiry(Refused):
    """A key would be born dead."""

    code = "INVALID_EXPIRY"
    path = ("expiresAt",)

    def __init__(self) -> None:
        super().__init__("The expiry must be in the future and have a time zone.")
