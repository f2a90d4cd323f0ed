"""The server of the page: takes its port first, opens the library meanwhile, and stops on Ctrl-C."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys

import uvicorn

import bot
from bot import page
from bot.errors import ServerError
from bot.guard import logs
from bot.guard.hosts import is_loopback
from bot.monitoring import Metrics
from bot.settings import Settings
from bot.users import Users

GRACE = 1
"""Seconds that open connections have to end when the server stops; a page keeps one open all the time."""

KEPT = 75
"""Seconds that an idle connection is kept: more than clients and proxies keep theirs, so that none sends its next
request into one that is just being closed."""


def serve(settings: Settings) -> None:
    """Serve the page until Ctrl-C.

    Raises:
        ServerError: the address cannot be listened at.
        UsersError: the file of those who may log in cannot be read.
    """
    # Taken before the page is built: a browser that comes early waits, and a taken port is told at once.
    with listen(settings.host, settings.port) as listener:
        login = bool(Users(settings.library).all())
        sys.stdout.write(announcement(settings.host, listener.getsockname()[1], login=login))
        sys.stdout.flush()
        metrics = Metrics() if settings.metrics else None
        observe = metrics.answered if metrics else None
        opening = page.Opening(lambda: bot.open_bot(settings.library, observe=observe))
        with contextlib.suppress(KeyboardInterrupt), contextlib.closing(opening):
            _run(opening, settings, metrics, listener)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at the address, and at no other.

    Raises:
        ServerError: the port is taken or not allowed, or the host is not one of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _refusal(host, port, error) from error
    try:
        if os.name == "posix":
            # Elsewhere the option would let two programs share a port; here it only spares the wait after a stop.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise _refusal(host, port, error) from error
    return listener


def announcement(host: str, port: int, *, login: bool = False) -> str:
    """What is printed on start: the address, and who may reach it."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    address = f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"
    lines = [f"The page is at {address} (Ctrl-C stops it)."]
    if login:
        lines.append("It asks for a log-in; bot user list shows who may.")
    if not is_loopback(host):
        lines.append(_warning(host, login=login))
    return "\n".join(lines) + "\n"


def _warning(host: str, *, login: bool) -> str:
    if login:
        return f"It listens on {host}, in the open: passwords need a proxy with HTTPS before it (see BOT_PUBLIC_HOST)."
    return (
        f"WARNING: it listens on {host} without a log-in: everyone who reaches this machine can read the library and "
        "change it.\nbot user add NAME sets one up; BOT_READ_ONLY=1 keeps the library as it is."
    )


def _run(opening: page.Opening, settings: Settings, metrics: Metrics | None, listener: socket.socket) -> None:
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    application = page.application(opening, settings, metrics)
    opening.begin()
    logs.install(settings)
    config = uvicorn.Config(
        application,
        log_config=None,
        server_header=False,
        timeout_keep_alive=KEPT,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listener])


def _refusal(host: str, port: int, error: OSError) -> ServerError:
    elsewhere = "Choose another with BOT_PORT or --port."
    if error.errno == errno.EADDRINUSE:
        return ServerError(f"Port {port} of {host} is in use by another program.", f"Stop that program. {elsewhere}")
    if error.errno == errno.EACCES:
        return ServerError(f"Port {port} of {host} may not be used by this account.", elsewhere)
    return ServerError(f"{host}:{port} cannot be listened at: {error.strerror}.", "Correct BOT_HOST or --host.")
