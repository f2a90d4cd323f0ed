"""Where a server offers what is for programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.api import figures, health, tools
from bot.api.application import application
from bot.api.readiness import Opening, Readiness
from bot.guard.replies import described
from bot.monitoring import Metrics
from bot.users import Users

REST, MCP = "/api/v1", "/mcp"


def mount(app: FastAPI, opening: Opening, metrics: Metrics | None = None, users: Users | None = None) -> None:
    """Offer the API over a bot that may still be opening; anything that is mounted at `/` has to come later.

    Who may ask is not checked here, but by the guard around the whole application; `users` says who may see the log.
    """
    ready = Readiness(opening)
    app.include_router(health.router(ready))
    if metrics:
        metrics.watch(ready.bot)
        app.include_router(figures.router(metrics))
    app.mount(REST, application(ready, users))
    _mount_tools(app, tools.server(ready))


def _mount_tools(app: FastAPI, server: MCPServer[Any]) -> None:
    """Offer tools at one address, each request by itself, so that a restart of the server ends no session."""
    # The guard of the whole server checks hosts and origins, for whatever address it listens at.
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    offered = server.streamable_http_app(
        streamable_http_path=MCP, stateless_http=True, json_response=True, transport_security=unchecked
    )
    app.router.routes.append(Route(MCP, _Posted(offered)))
    others = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(within: Any) -> AsyncIterator[Any]:
        async with others(within) as state, server.session_manager.run():
            yield state

    app.router.lifespan_context = lifespan


class _Posted:
    """An application that is only posted to: without sessions a stream that is got would stay open, and be empty."""

    # An object, since a route takes a function for one that gives a response.

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await self._app(scope, receive, send)
            return
        refused = described(405, "MethodNotAllowed", "The tools are called by POST.", "Use a client of the protocol.")
        refused.headers["Allow"] = "POST"
        await refused(scope, receive, send)
