"""To which addresses the city may be sent by somebody else's word."""

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64 = IPv6Network("64:ff9b::/96")
INTERNET: tuple[Network, ...] = (IPv4Network("0.0.0.0/0"), IPv6Network("2000::/3"))
"""Nothing else of IPv6 is anybody's on the Internet."""
NEVER: tuple[Network, ...] = (
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2002::/16"),
    IPv6Network("2001::/32"),
)
"""Protocol assignments, relays, 6to4, Teredo: ways round to somewhere else."""


def may_reach(written: str, trusted: Iterable[Network]) -> bool:
    """Anywhere on the Internet, or in a range that the city trusts; else nowhere.

    An IPv4 address that hides in an IPv6 one is judged as what it is.
    """
    address = plain(written)
    return is_trusted(written, trusted) or (
        address.is_global
        and not address.is_multicast
        and any(_lies_in(address, network) for network in INTERNET)
        and not any(_lies_in(address, network) for network in NEVER)
    )


def is_trusted(written: str, trusted: Iterable[Network]) -> bool:
    address = plain(written)
    return any(_lies_in(address, network) for network in trusted)


def plain(written: str) -> Address:
    """Raises `ValueError` if it is no address; a zone such as `%eth0` is left out."""
    address = ip_address(written.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(address.packed[-4:])
    return address


def _lies_in(address: Address, network: Network) -> bool:
    return address.version == network.version and address in network
