"""Reading addresses that strangers wrote."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address

from httpx import URL, InvalidURL

from fetching.addresses import may_be_reached
from fetching.errors import AddressRefused, InvalidUrl, PortRefused
from fetching.rules import FetchRules

LONGEST = 8_192
PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[0-9a-z._-]+|[0-9a-f:.]+", re.IGNORECASE)
# What C libraries take for an IPv4 address: 127.1, 0x7f.1, 017700000001, 2130706433.
NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Target:
    """Where one hop leads; `host` is a name in ASCII, or an address without brackets."""

    url: URL
    host: str
    port: int


def target(text: str, rules: FetchRules, base: URL | None = None) -> Target:
    """The target of an address, which may be relative to `base`.

    Raises InvalidUrl, PortRefused, and AddressRefused for a host that is a number in disguise.
    """
    url = _parsed(text, base)
    if url.scheme not in PORTS:
        raise InvalidUrl("it must begin with http:// or https://")
    if url.userinfo:
        raise InvalidUrl("it must not carry a user name or a password")
    # The name with a full stop at its end is the same name.
    host = url.raw_host.decode("ascii").rstrip(".")
    if not HOST.fullmatch(host):
        raise InvalidUrl("it names no host")
    _refuse_disguised(host)
    port = url.port or PORTS[url.scheme]
    if port not in rules.ports:
        raise PortRefused(port)
    return Target(url.copy_with(fragment=None), host, port)


def refuse_private(here: Target, rules: FetchRules) -> None:
    """Raise AddressRefused for a host that is written as an address that may not be reached.

    What a name leads to is known, and checked, only when a connection is made.
    """
    try:
        address = ip_address(here.host)
    except ValueError:
        return
    if not may_be_reached(address, rules.allowed):
        raise AddressRefused(here.host)


def _parsed(text: str, base: URL | None) -> URL:
    if len(text) > LONGEST:
        raise InvalidUrl(f"it has more than {LONGEST:,} characters")
    if "\\" in text:
        raise InvalidUrl("it has a backslash")
    try:
        return base.join(text) if base else URL(text)
    except (InvalidURL, ValueError, UnicodeError) as error:
        raise InvalidUrl("it is not a web address") from error


def _refuse_disguised(host: str) -> None:
    """One way to write an IPv4 address is enough; the others only serve to hide it."""
    if NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            IPv4Address(host)
        except ValueError as error:
            raise AddressRefused(host) from error
