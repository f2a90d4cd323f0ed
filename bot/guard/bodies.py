"""How long a request's body may be; a longer one is turned away before it is read, or as soon as it is too long."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.guard.replies import described

MOST_BYTES = 2_000_000
"""The longest body that is read; a draft of the most characters fits in."""

UPLOAD = "/gradio_api/upload"
"""Where the page sends files."""

MOST_FILE_BYTES = 50_000_000
"""The largest file that may be sent."""

MOST_UPLOADED = MOST_FILE_BYTES + 1_000_000
"""The longest body with a file, which has its name and its borders around it."""


class BodyLimit:
    """ASGI middleware that answers 413 in place of an application that is sent too much."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body counted."""
        most = MOST_UPLOADED if scope["path"] == UPLOAD else MOST_BYTES
        body = _Body(receive, send, most)
        try:
            if body.is_announced(scope):
                return
            await self._app(scope, body.receive, body.send)
        except Exception:
            # What the application makes of a body that ends on the way is no error of its own.
            if not body.is_too_long:
                raise
        finally:
            if body.is_too_long and not body.is_answered:
                await _refused(most)(scope, receive, send)


class _Body:
    """A body while it is read, and whether the answer to it has begun."""

    def __init__(self, receive: Receive, send: Send, most: int) -> None:
        self._receive, self._send, self._most = receive, send, most
        self._read = 0
        self.is_too_long = False
        self.is_answered = False

    def is_announced(self, scope: Scope) -> bool:
        """Tell whether the request says itself that it is too long."""
        announced = Headers(scope=scope).get("content-length", "")
        self.is_too_long = announced.isdecimal() and int(announced) > self._most
        return self.is_too_long

    async def receive(self) -> Message:
        """The next piece, or the end once there was too much."""
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read > self._most:
            self.is_too_long = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Message) -> None:
        """Pass an answer on, unless it is one to half a body."""
        if self.is_too_long and not self.is_answered:
            return
        self.is_answered = True
        await self._send(message)


def _refused(most: int) -> ASGIApp:
    hint = "Send less at a time, or add large files with bot add."
    refused = described(413, "ContentTooLarge", f"The body has more than {most:,} bytes.", hint)
    # The rest of the body is not read, so that the connection cannot be used again.
    refused.headers["Connection"] = "close"
    return refused
