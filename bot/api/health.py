"""Two addresses for whatever watches over the server: does it run, and can it answer yet."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.api.readiness import Readiness
from bot.api.refusals import refusal
from bot.errors import BotError


def router(ready: Readiness) -> APIRouter:
    """Return the routes `/healthz` and `/readyz`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @routes.get("/readyz")
    async def readyz() -> JSONResponse:
        try:
            ready.bot()
        except BotError as error:
            return refusal(error)
        return JSONResponse({"status": "ready"})

    return routes
