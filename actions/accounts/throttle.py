"""Limits on what can be tried again and again."""

import math
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from actions.errors import RateLimited
from documents.attempts import Attempts
from documents.clock import now


async def attempt(kind: str, who: str, *, most: int, window: timedelta) -> None:
    """Count one attempt of `kind` by `who`. Raises RateLimited beyond `most` in a `window`."""
    tally = await Attempts.count_one(_key(kind, who), window)
    if tally.count > most:
        raise RateLimited(math.ceil((tally.ends_at - now()).total_seconds()))


async def forgive(kind: str, who: str, *, window: timedelta) -> None:
    """Let `who` begin anew."""
    await Attempts.forget(_key(kind, who), window)


def neighbourhood(client: str) -> str:
    """The part of a client's address that it cannot change at will: of IPv6, the first half."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    if not isinstance(address, IPv6Address):
        return client
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"


def _key(kind: str, who: str) -> str:
    # What people type as an address need not be kept, and may even be their password.
    return f"{kind}:{sha256(who.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
