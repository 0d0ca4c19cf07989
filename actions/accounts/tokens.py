"""What a signed-in client carries: a short-lived access token and a refresh token."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt
from beanie import PydanticObjectId

from actions.errors import Unauthenticated, Why
from documents.clock import now

ALGORITHM = "HS256"
SHORTEST_SECRET = 32
# The clocks of two machines differ a little.
LEEWAY = timedelta(seconds=10)
CLAIMS = ("iss", "sub", "sid", "iat", "exp")


@dataclass(frozen=True, slots=True)
class Signing:
    """How access tokens are signed: by the first secret; each of them is believed.

    So a secret is changed by putting the new one first and dropping the old one once the
    longest-lived token is over. A secret has at least 32 bytes.
    """

    secrets: tuple[str, ...] = field(repr=False)
    issuer: str = "ecogram"
    lifetime: timedelta = timedelta(minutes=15)

    def __post_init__(self) -> None:
        if not self.secrets or min(len(one.encode()) for one in self.secrets) < SHORTEST_SECRET:
            raise ValueError(f"A signing secret has at least {SHORTEST_SECRET} bytes.")


@dataclass(frozen=True, slots=True)
class Claims:
    """Whose access token it is, of which session, and when it ends, where it was signed."""

    user_id: PydanticObjectId
    session_id: PydanticObjectId
    ends: datetime | None = None


def sign(signing: Signing, claims: Claims) -> tuple[str, datetime]:
    """An access token and when it ends."""
    issued = now().replace(microsecond=0)
    ends = issued + signing.lifetime
    body = {
        "iss": signing.issuer,
        "sub": str(claims.user_id),
        "sid": str(claims.session_id),
        "iat": issued,
        "exp": ends,
    }
    return jwt.encode(body, signing.secrets[0], ALGORITHM), ends


def read(signing: Signing, token: str) -> Claims:
    """What a genuine and fresh access token says. Raises Unauthenticated."""
    body = _verified(signing, token)
    if not all(PydanticObjectId.is_valid(body[name]) for name in ("sub", "sid")):
        raise Unauthenticated(Why.INVALID)
    ends = datetime.fromtimestamp(body["exp"], UTC)
    return Claims(PydanticObjectId(body["sub"]), PydanticObjectId(body["sid"]), ends)


def _verified(signing: Signing, token: str) -> dict[str, Any]:
    for secret in signing.secrets:
        try:
            return jwt.decode(
                token.encode("utf-8", "replace"),
                secret,
                [ALGORITHM],
                issuer=signing.issuer,
                leeway=LEEWAY,
                options={"require": list(CLAIMS)},
            )
        except jwt.InvalidSignatureError:
            continue
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated(Why.EXPIRED) from error
        except jwt.InvalidTokenError as error:
            raise Unauthenticated(Why.INVALID) from error
    raise Unauthenticated(Why.INVALID)


def digest(secret: str) -> str:
    """What we keep of a random secret: its SHA-256, in hexadecimal digits."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def salt() -> str:
    """What a refresh token is followed by is made of it and of this, 256 random bits."""
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """The session it belongs to, its family's secret, and its own.

    The family's secret proves that a token which is not the newest was one of ours once; so
    a stranger who knows no more than a session's id cannot end the session with a guess.
    """

    session_id: PydanticObjectId
    family: str = field(repr=False)
    own: str = field(repr=False)

    @classmethod
    def first(cls, session_id: PydanticObjectId) -> "RefreshToken":
        """The token that begins a family."""
        return cls(session_id, family=secrets.token_hex(32), own=secrets.token_hex(32))

    def successor(self, salt: str) -> "RefreshToken":
        """The family's next token, the same for the same salt.

        Only who has this token and the salt can make it.
        """
        own = digest(f"{salt}_{self.family}_{self.own}")
        return RefreshToken(self.session_id, self.family, own=own)

    @classmethod
    def parse(cls, text: str) -> "RefreshToken | None":
        """The token as a client sent it; None if it cannot be one."""
        match text.split("_"):
            case ["ecr", id, family, own] if PydanticObjectId.is_valid(id):
                return cls(PydanticObjectId(id), family, own)
        return None

    def __str__(self) -> str:
        return f"ecr_{self.session_id}_{self.family}_{self.own}"
