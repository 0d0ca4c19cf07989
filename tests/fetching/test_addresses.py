"""Which addresses a stranger's link may lead to."""

from ipaddress import ip_address

import pytest

from fetching.addresses import may_be_reached
from fetching.rules import networks


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "172.15.0.1", "64:ff9b::808:808"]
)
def test_public_addresses_may_be_reached(text: str) -> None:
    """What anybody can reach, we can."""
    assert may_be_reached(ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "168.63.129.16",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_of_our_own_house_are_refused(text: str) -> None:
    """Private, special and disguised addresses lead to what strangers must not see."""
    assert not may_be_reached(ip_address(text))


def test_an_operator_can_allow_a_network() -> None:
    """A shop's own picture server may be in a private network."""
    allowed = networks(["10.1.0.0/16", " fd12::/32"])

    assert may_be_reached(ip_address("10.1.2.3"), allowed)
    assert may_be_reached(ip_address("fd12::5"), allowed)
    assert not may_be_reached(ip_address("10.2.0.1"), allowed)
    assert not may_be_reached(ip_address("::ffff:10.1.2.3"), allowed)


def test_what_tells_machines_their_secrets_cannot_be_allowed() -> None:
    """However wide the allowed networks are, credentials of the cloud stay out of reach."""
    allowed = networks(["0.0.0.0/0", "::/0"])

    assert may_be_reached(ip_address("127.0.0.1"), allowed)
    assert not may_be_reached(ip_address("169.254.169.254"), allowed)
    assert not may_be_reached(ip_address("64:ff9b::a9fe:a9fe"), allowed)
    assert not may_be_reached(ip_address("fd00:ec2::254"), allowed)


def test_what_is_no_network_is_refused() -> None:
    """A misspelt network would silently allow nothing."""
    with pytest.raises(ValueError, match=r"10\.1\.0\.0/99"):
        networks(["10.1.0.0/99"])
