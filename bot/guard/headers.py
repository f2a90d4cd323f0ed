"""The headers of every reply: nothing is fetched from or sent to another address, framed, guessed or kept."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's own page holds inline scripts and compiles its templates; handlers written in attributes
# (`onerror=…`) are the ones that injected text would use, and nothing of Gradio's needs them.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
UNUSED = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
"""What a page may ask of a device, and ours does not."""

SAFE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PUBLIC = ("/assets/", "/static/", "/svelte/", "/theme.css", "/favicon.ico")
"""Addresses whose replies hold nothing of a library, and may be kept by a browser."""


class SafeHeaders:
    """ASGI middleware that completes the head of every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SAFE)
                if not scope["path"].startswith(PUBLIC):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, complete)
