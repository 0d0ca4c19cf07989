"""What may be fetched, from where, and at what cost."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class FetchRules:
    """The limits of one fetch.

    `total_seconds` bounds all of it with its redirects, `idle_seconds` each silence. `allowed`
    are networks that may be reached though they are not for the public; never those addresses
    where clouds tell machines their secrets. `ports` holds for every hop.
    """

    max_bytes: int = 50 * 1024 * 1024
    total_seconds: float = 60.0
    idle_seconds: float = 10.0
    max_redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    allowed: tuple[Network, ...] = ()


def networks(texts: list[str] | tuple[str, ...]) -> tuple[Network, ...]:
    """Networks from their texts, as `10.1.0.0/16`. Raises ValueError for what is none."""
    return tuple(ip_network(text.strip()) for text in texts)
