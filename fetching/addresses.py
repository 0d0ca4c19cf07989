"""Which addresses a stranger's link may lead to: public ones."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

from fetching.rules import Network

Address: TypeAlias = IPv4Address | IPv6Address

# Where clouds tell machines their secrets. Azure's is a public address, so a list is needed.
METADATA = {
    ip_address(text)
    for text in (
        "100.100.100.200",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "169.254.170.23",
        "192.0.0.192",
        "fd00:ec2::23",
        "fd00:ec2::254",
        "fd20:ce::254",
    )
}
# All that is handed out of IPv6 to the public, but for what is carved out of it below.
GLOBAL_UNICAST = ip_network("2000::/3")
NAT64 = ip_network("64:ff9b::/96")
NOT_PUBLIC = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # Teredo and other special uses; examples; 6to4; examples again.
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)


def may_be_reached(address: Address, allowed: Iterable[Network] = ()) -> bool:
    """Whether a connection may be made: to what is public, or in a network that is `allowed`.

    A NAT64 address is judged as the IPv4 address it leads to. Other IPv6 forms that carry an
    IPv4 address (mapped, compatible, 6to4, Teredo) are refused: no public host needs them.
    """
    if address in METADATA:
        return False
    if address in NAT64:
        return may_be_reached(IPv4Address(address.packed[-4:]), allowed)
    return any(address in network for network in allowed) or _is_public(address)


def _is_public(address: Address) -> bool:
    if address.version == 6 and address not in GLOBAL_UNICAST:
        return False
    return not any(address in network for network in NOT_PUBLIC)
