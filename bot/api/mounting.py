"""Where a server offers what is for programs."""

from __future__ import annotations

from fastapi import FastAPI

from bot.api import health
from bot.api.application import application
from bot.api.guard import Guard
from bot.api.readiness import Opening, Readiness

REST = "/api/v1"


def mount(app: FastAPI, opening: Opening) -> None:
    """Offer the API over a bot that may still be opening; anything that is mounted at `/` has to come later."""
    ready = Readiness(opening)
    app.include_router(health.router(ready))
    app.mount(REST, Guard(application(ready)))
