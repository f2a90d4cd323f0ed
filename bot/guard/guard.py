"""The guard of the whole server: every request to whatever part of it passes here first."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.guard.bodies import BodyLimit
from bot.guard.gate import Gate
from bot.guard.headers import SafeHeaders
from bot.guard.hosts import Hosts
from bot.guard.limits import Limits, Queue
from bot.guard.login import Login
from bot.guard.replies import described
from bot.settings import Settings

log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware around a whole application, so that no route of it, or error, is without.

    `queue` is what the page does meanwhile, `login` who may use it; without a log-in everyone may.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, queue: Queue | None = None, login: Login | None = None
    ) -> None:
        self._app = app
        self._hosts = Hosts(settings.public_hosts)
        self._checked = SafeHeaders(self._check)
        limits = Limits(BodyLimit(app), settings.rate, settings.concurrent, settings.waiting, queue)
        self._known = Gate(limits, login) if login else limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on where it may be answered; nothing here speaks over a web socket."""
        if scope["type"] == "http":
            await self._checked(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _check(self, scope: Scope, receive: Receive, send: Send) -> None:
        if problem := self._hosts.problem(scope):
            hint = "Ask from this machine by its own name, or name the server's in BOT_PUBLIC_HOST."
            await described(403, "Forbidden", problem, hint)(scope, receive, send)
            return
        await self._answered(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what nobody foresaw is logged, and told in no words of its own."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._known(scope, receive, noted)
        except Exception:
            log.exception("A request could not be answered")
            if not begun:
                hint = "The terminal that it runs in shows the details."
                refused = described(500, "BotError", "Something went wrong in the bot itself.", hint)
                await refused(scope, receive, send)
