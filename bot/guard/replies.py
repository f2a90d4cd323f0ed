"""What a request that is turned away is told: the `error` JSON, the same at every address."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse
from starlette.types import Receive

MOST_DRAINED = 65_536
"""Bytes of a body that are read of a request that is turned away."""


def described(status: int, kind: str, message: str, hint: str, detail: str | None = None) -> JSONResponse:
    """Return the `error` JSON of what is no error of the bot's own; `detail` is what Gradio's page shows of it."""
    told: dict[str, Any] = {"error": {"kind": kind, "message": message, "hint": hint}}
    return JSONResponse(told | ({"detail": detail} if detail else {}), status)


async def drain(receive: Receive) -> None:
    """Read a short body to its end: a connection that is closed with some of it unread loses the answer on the way."""
    read = 0
    while read <= MOST_DRAINED:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return
