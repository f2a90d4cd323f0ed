"""From where a server may be asked: by its own names, and not by a page of another site (DNS rebinding, CSRF)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope


class Hosts:
    """The names that a server goes by, besides its addresses; another's may be one that a stranger points here."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = frozenset(name.lower() for name in names)

    def problem(self, scope: Scope) -> str | None:
        """Tell why a request may not be answered, or None where it may."""
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if not self._is_own(_hostname(host), scope.get("server")):
            return "The Host header names another machine."
        if origin is not None and urlsplit(origin).netloc != host:
            return "The Origin header names another site."
        # A browser says so of what a page of another site loads, with no Origin where it only reads.
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return "The request comes from a page of another site."
        return None

    def _is_own(self, name: str | None, server: tuple[str, int | None] | None) -> bool:
        """Tell whether a name is this server's.

        A server that listens for other machines may be asked by any address: only a name can be pointed at it by
        somebody else.
        """
        if is_loopback(name) or (name or "").lower() in self._names:
            return True
        return server is not None and not is_loopback(server[0]) and _is_address(name)


def is_loopback(host: str | None) -> bool:
    """Tell whether a host, by name or address, is this machine as only it sees it."""
    try:
        address = ipaddress.ip_address(host or "")
        # A socket for both kinds of address has 127.0.0.1 as ::ffff:127.0.0.1.
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    except ValueError:
        return host == "localhost"


def _is_address(name: str | None) -> bool:
    try:
        ipaddress.ip_address(name or "")
    except ValueError:
        return False
    return True


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
