"""What a request that is turned away is told: the `error` JSON, the same at every address."""

from __future__ import annotations

from starlette.responses import JSONResponse


def described(status: int, kind: str, message: str, hint: str) -> JSONResponse:
    """Return the `error` JSON of what is no error of the bot's own."""
    return JSONResponse({"error": {"kind": kind, "message": message, "hint": hint}}, status)
