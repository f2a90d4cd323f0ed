"""Who may ask: not a page of another site, be it by a name that it points at this machine, and no endless request."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.api.refusals import described

MOST_BYTES = 2_000_000
"""The longest body that is read; a draft of the most characters fits in."""


class Guard:
    """ASGI middleware that refuses requests that another site makes a browser send (DNS rebinding, CSRF).

    At a loopback address the host asked for must be a loopback one. Everywhere a request that tells its origin must
    come from the same host and port.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        problem = _problem(scope)
        if problem:
            await described(403, "Forbidden", problem, "Ask from this machine, by its own name.")(scope, receive, send)
            return
        await self._app(scope, _limited(receive), send)


def is_loopback(host: str | None) -> bool:
    """Tell whether a host, by name or address, is this machine as only it sees it."""
    try:
        address = ipaddress.ip_address(host or "")
        # A socket for both kinds of address has 127.0.0.1 as ::ffff:127.0.0.1.
        return (getattr(address, "ipv4_mapped", None) or address).is_loopback
    except ValueError:
        return host == "localhost"


def _problem(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host, origin = headers.get("host", ""), headers.get("origin")
    server = scope.get("server")
    if server and is_loopback(server[0]) and not is_loopback(_hostname(host)):
        return "The Host header names another machine."
    if origin is not None and urlsplit(origin).netloc != host:
        return "The Origin header names another site."
    return None


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _limited(receive: Receive) -> Receive:
    """A request's body, which may not go on beyond what is read."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            # FastAPI's own, since it takes any other error for a fault of the body.
            raise HTTPException(413, f"The body has more than {MOST_BYTES:,} bytes")
        return message

    return counted
