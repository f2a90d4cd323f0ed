"""A web server of the tests' own on loopback, which does what the test says, to the byte."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = Callable[["Exchange"], None]


@dataclass
class Exchange:
    """One request and the connection to answer it on."""

    path: str
    headers: dict[str, str]
    connection: socket.socket

    def send(self, data: bytes) -> bool:
        """Send bytes; False where the other side is gone."""
        try:
            self.connection.sendall(data)
        except OSError:
            return False
        return True


@dataclass
class Site:
    """Paths and what each answers; a path that is not there is a 404."""

    port: int
    tls: ssl.SSLContext | None = None
    paths: dict[str, Answer] = field(default_factory=dict)
    asked: list[Exchange] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def give(self, path: str, body: str | bytes = b"", kind: str | None = "text/plain; charset=utf-8", **more) -> str:
        """Answer a path with a document; `status` and further headers may be given. Returns its address."""
        data = body.encode() if isinstance(body, str) else body
        head = {"Content-Type": kind} if kind else {}
        self.paths[path] = lambda exchange: exchange.send(response(data, head, **more))
        return self.url(path)

    def counted(self, path: str) -> int:
        return sum(exchange.path == path for exchange in self.asked)


def response(body: bytes, head: dict[str, str] | None = None, status: str = "200 OK", **more: str) -> bytes:
    """A whole response; keyword arguments are headers (`retry_after="3"`)."""
    named = {name.replace("_", "-"): value for name, value in more.items()}
    headers = {"Content-Length": str(len(body)), "Connection": "close", **(head or {}), **named}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site on a free port of loopback, each connection in a thread of its own, gone at the end."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site = Site(listener.getsockname()[1], tls)
        threads: list[threading.Thread] = []
        accepting = threading.Thread(target=_accept, args=(listener, site, threads))
        accepting.start()
        try:
            yield site
        finally:
            site.stopping.set()
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", site.port)).close()
            for thread in [accepting, *threads]:
                thread.join()


def _accept(listener: socket.socket, site: Site, threads: list[threading.Thread]) -> None:
    while not site.stopping.is_set():
        connection, _ = listener.accept()
        threads.append(threading.Thread(target=_answer, args=(connection, site)))
        threads[-1].start()


def _answer(connection: socket.socket, site: Site) -> None:
    connection.settimeout(10)
    with connection, contextlib.suppress(OSError):
        if site.tls:
            connection = site.tls.wrap_socket(connection, server_side=True)
        with connection:
            _exchange(connection, site)


def _exchange(connection: socket.socket, site: Site) -> None:
    request = b""
    while b"\r\n\r\n" not in request and (more := connection.recv(65536)):
        request += more
    if not request:
        return
    first, *lines = request.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    exchange = Exchange(first.split(" ")[1], headers, connection)
    site.asked.append(exchange)
    site.paths.get(exchange.path, _nothing)(exchange)


def _nothing(exchange: Exchange) -> None:
    exchange.send(response(b"nothing here", status="404 Not Found"))
