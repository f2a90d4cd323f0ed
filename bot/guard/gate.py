"""The gate: with a log-in, only its page and what that page needs are given to whoever has not logged in."""

from __future__ import annotations

import logging
import math

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import UsersError
from bot.guard.limits import client
from bot.guard.login import Login
from bot.guard.replies import described

LOG_IN = ("/login", "/login/")
OPEN = frozenset({"/", *LOG_IN, "/logout", "/healthz", "/readyz", "/theme.css", "/favicon.ico", "/robots.txt"})
"""Addresses that tell nothing of a library: Gradio shows its log-in at `/`."""

FIXED = ("/assets/", "/static/", "/svelte/")
FOR_PROGRAMS = ("/api/v1/", "/mcp", "/metrics")
"""Addresses that take a name and a password with each request (HTTP Basic), besides the session of the page."""

log = logging.getLogger(__name__)


class Gate:
    """ASGI middleware that knows who asks, or says that a log-in is needed."""

    def __init__(self, app: ASGIApp, login: Login) -> None:
        self._app, self._login = app, login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on that needs no log-in or has one."""
        try:
            refused = await self._refusal(scope)
        except UsersError as error:
            log.error("%s", error)  # noqa: TRY400 - where it arose says nothing
            hint = "The terminal that the server runs in shows why."
            refused = described(503, "UsersError", "Nobody can log in at present.", hint)
        await (refused or self._app)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> ASGIApp | None:
        path, headers = scope["path"], Headers(scope=scope)
        user = self._login.visitor(cookie_parser(headers.get("cookie", "")))
        authorization = headers.get("authorization") if path.startswith(FOR_PROGRAMS) else None
        if user is None and (authorization or (path in LOG_IN and scope["method"] == "POST")):
            # A program that is right is no guess; each log-in on the page counts, since Gradio tells only later.
            if wait := self._login.guesses.wait(client(scope)):
                return _too_many(wait)
            user = await self._login.program(authorization) if authorization else None
            if user is None:
                self._login.guesses.take(client(scope))
        if user:
            scope.setdefault("state", {})["user"] = user
        return None if user or path in OPEN or path.startswith(FIXED) else _unknown(path)


def _unknown(path: str) -> ASGIApp:
    refused = described(401, "NotLoggedIn", "A log-in is needed.", "Log in on the page, or send a name and a password.")
    if path.startswith(FOR_PROGRAMS):
        refused.headers["WWW-Authenticate"] = 'Basic realm="policy brief bot", charset="UTF-8"'
    return refused


def _too_many(wait: float) -> ASGIApp:
    seconds = math.ceil(wait)
    refused = described(429, "TooManyGuesses", "Too many tries to log in.", f"Try again in {seconds} s.")
    refused.headers["Retry-After"] = str(seconds)
    return refused
