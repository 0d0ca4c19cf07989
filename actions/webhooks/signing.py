"""Signatures as the Standard Webhooks specification has them, version 1."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

PREFIX, BYTES = "whsec_", 32


def new_secret() -> str:
    """256 bits in base64, marked as what they are."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(id: str, at: datetime, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The id, the second of the sending, and a signature of both and the body by each key."""
    seconds = str(int(at.timestamp()))
    signed = b".".join([id.encode(), seconds.encode(), body])
    return {
        "webhook-id": id,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{_signature(key, signed)}" for key in keys),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
