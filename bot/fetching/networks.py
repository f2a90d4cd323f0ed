"""Which network addresses the whole internet reaches, and which belong to a machine, a company or no one."""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 of the internet; all else is local, multicast, reserved, or a spelling of an IPv4 address.
_GLOBAL = ipaddress.IPv6Network("2000::/3")
# What a resolver makes of an IPv4 address where a network has IPv6 only (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Public by the tables of some versions of Python, and yet no place of documents.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # carriers' own
        "192.0.0.0/24",  # protocols
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",  # reserved
        "2001::/23",  # protocols, and IPv4 by Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # IPv4 by 6to4
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
)


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet; False for what is no address.

    Neither loopback, private, shared, link-local, multicast, reserved nor documentation addresses are, nor IPv6
    addresses that carry an IPv4 address (mapped, 6to4, Teredo), but for a public one by NAT64.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public(parsed)


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
        if address not in _GLOBAL or address.scope_id:
            return False
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    return address.is_global and not address.is_multicast
