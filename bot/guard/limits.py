"""Limits on who asks how often, and on how much is worked on at once; what is beyond them is turned away clearly."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.guard.buckets import Buckets
from bot.guard.crowd import Crowd, Full
from bot.guard.replies import described, drain

JOIN = "/gradio_api/queue/join"
"""Where the page asks for work, which is then done in Gradio's own queue."""

WORK = ("/api/v1/", "/mcp", "/gradio_api/upload", "/gradio_api/run/", "/gradio_api/call/", "/gradio_api/api/")
FREE = ("/api/v1/docs", "/api/v1/openapi.json")
RETRY_SECONDS = 5
"""After how many seconds there may be a place again."""


@dataclass(frozen=True)
class Queue:
    """What the page does: how many of its events are worked on or wait, and its words in the reader's language.

    `tell` gives what is told of the `rate`, or that the server is `full`, for an `Accept-Language` header.
    """

    length: Callable[[], int]
    tell: Callable[[str, str], str]


class Limits:
    """ASGI middleware; `rate` is how many requests a client may make a minute, 0 for any number."""

    def __init__(self, app: ASGIApp, rate: int, at_once: int, waiting: int, queue: Queue | None = None) -> None:
        self._app = app
        self._buckets = Buckets(rate, 60 / rate) if rate else None
        self._crowd = Crowd(at_once, waiting)
        self._most = at_once + waiting
        self._queue = queue

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when it is its turn."""
        path = scope["path"]
        if not path.startswith((*WORK, JOIN)) or path in FREE:
            await self._app(scope, receive, send)
        elif (wait := self._too_often(scope)) > 0:
            await drain(receive)
            await self._refused(scope, 429, "TooManyRequests", wait)(scope, receive, send)
        elif path == JOIN:
            await self._join(scope, receive, send)
        else:
            await self._work(scope, receive, send)

    async def _join(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._queue and self._queue.length() >= self._most:
            # Gradio has a text of its own, in English, for 503.
            await drain(receive)
            await self._refused(scope, 429, "ServerBusy", RETRY_SECONDS)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _work(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with self._crowd.place():
                await self._app(scope, receive, send)
        except Full:
            await drain(receive)
            await self._refused(scope, 503, "ServerBusy", RETRY_SECONDS)(scope, receive, send)

    def _too_often(self, scope: Scope) -> float:
        if self._buckets is None:
            return 0.0
        name = client(scope)
        wait = self._buckets.wait(name)
        if not wait:
            self._buckets.take(name)
        return wait

    def _refused(self, scope: Scope, status: int, kind: str, wait: float) -> JSONResponse:
        seconds = math.ceil(wait)
        message = {
            "TooManyRequests": "This client asks more often than it may.",
            "ServerBusy": "The server has as much to do as it takes on.",
        }[kind]
        detail = None
        if self._queue and scope["path"].startswith("/gradio_api/"):
            accepted = Headers(scope=scope).get("accept-language", "")
            detail = self._queue.tell("rate" if kind == "TooManyRequests" else "full", accepted)
        refused = described(status, kind, message, f"Try again in {seconds} s.", detail)
        refused.headers["Retry-After"] = str(seconds)
        return refused


def client(scope: Scope) -> str:
    """Return who asks: the user who is logged in, else the address, of which IPv6 gives each household very many."""
    if user := scope.get("state", {}).get("user"):
        return f"user {user}"
    host = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
