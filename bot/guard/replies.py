"""What a request that is turned away is told: the `error` JSON, the same at every address."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse


def described(status: int, kind: str, message: str, hint: str, detail: str | None = None) -> JSONResponse:
    """Return the `error` JSON of what is no error of the bot's own; `detail` is what Gradio's page shows of it."""
    told: dict[str, Any] = {"error": {"kind": kind, "message": message, "hint": hint}}
    return JSONResponse(told | ({"detail": detail} if detail else {}), status)
