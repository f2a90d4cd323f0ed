"""Every request to the server, counted and told in a line without what was asked."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.monitoring.metrics import Metrics

REST = "/api/v1/"
WHOLE = {
    "/mcp": "mcp",
    "/healthz": "health",
    "/readyz": "health",
    "/metrics": "metrics",
    "/gradio_api/queue/join": "page work",
    "/gradio_api/queue/data": "page stream",
}
"""Addresses that are a part of their own."""

RESOURCES = frozenset(
    {"ask", "search", "compare", "timeline", "quote", "draft", "documents", "log", "verify", "docs", "openapi.json"}
)

log = logging.getLogger(__name__)


class Traffic:
    """ASGI middleware around all others, so that what they turn away is seen, too."""

    def __init__(self, app: ASGIApp, metrics: Metrics | None = None) -> None:
        self._app, self._metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what came of it."""
        if scope["type"] == "http":
            await self._noted(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _noted(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Whoever hung up before a reply is counted under the status that nginx gives such a request.
        status, begun, replied = 499, time.perf_counter(), None

        async def noting(message: Message) -> None:
            nonlocal status, replied
            if message["type"] == "http.response.start":
                status, replied = message["status"], time.perf_counter()
            await send(message)

        if self._metrics:
            self._metrics.began()
        try:
            await self._app(scope, receive, noting)
        finally:
            self._tell(scope, status, (replied or time.perf_counter()) - begun)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        part = part_of(scope["path"])
        if self._metrics:
            self._metrics.ended(part, status, seconds)
        facts = {"method": scope["method"], "part": part, "status": status, "seconds": round(seconds, 4)}
        if user := scope.get("state", {}).get("user"):
            facts["user"] = user
        log.info("%(method)s %(part)s %(status)d %(seconds).4f", facts, extra=facts)


def part_of(path: str) -> str:
    """Return the part of the server that an address belongs to: one of few, whatever is asked for."""
    if path.startswith(REST):
        resource = path.removeprefix(REST).partition("/")[0]
        return f"api {resource if resource in RESOURCES else 'other'}"
    return WHOLE.get(path, "page")
