"""Connections to checked addresses only: names are resolved here, and what was checked is what is connected to."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import cast

import httpcore
import httpx

from bot.errors import AddressError
from bot.fetching.networks import is_public

Resolver = Callable[[str, int], list[str]]
"""From a host and a port to numeric addresses."""

STEP = 20.0
"""Seconds that one read, write or connection may take."""

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def resolve(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, as the system's resolver gives them.

    Raises:
        OSError: there is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Deadline:
    """The instant by which all of a fetch is over; `clock` counts seconds."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock() + seconds

    def extend(self, seconds: float) -> None:
        """Leave out a time in which the fetch itself chose to wait."""
        self._at += seconds

    def left(self, timeout: float | None = None) -> float:
        """How many seconds are left, at most `timeout`.

        Raises:
            httpcore.ReadTimeout: none is.
        """
        left = self._at - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole is over")
        return left if timeout is None else min(left, timeout)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves a host itself, refuses addresses that are not public, and connects to those that it checked."""

    def __init__(
        self,
        deadline: Deadline,
        resolver: Resolver,
        network: httpcore.NetworkBackend | None = None,
        *,
        allow_private: bool,
    ) -> None:
        self._deadline = deadline
        self._resolver = resolver
        self._allow_private = allow_private
        self._network = network or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers.

        Raises:
            AddressError: one of its addresses is not public.
            httpcore.ConnectError: it has none, or none answers.
            httpcore.TimeoutException: it takes too long.
        """
        problem: Exception = httpcore.ConnectError("the name leads nowhere")
        for address in self._checked(host, port):
            try:
                left = self._deadline.left(timeout)
                stream = self._network.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
            else:
                return _Limited(stream, self._deadline)
        raise problem

    def _checked(self, host: str, port: int) -> list[str]:
        found = _within(self._deadline.left(STEP), lambda: self._resolver(host, port))
        if not self._allow_private and not all(is_public(address) for address in found):
            raise AddressError(
                f"{host} is an address of this machine or of a private network.",
                "Save the document and add the file, or set BOT_ALLOW_PRIVATE_ADDRESSES=1 for your own network.",
            )
        return found


class _Limited(httpcore.NetworkStream):
    """A connection whose every step ends by the deadline, so that no server can keep it open by dripping bytes."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Limited(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class CheckedTransport(httpx.BaseTransport):
    """httpx over checked connections, each used once; no proxy, whatever the environment says."""

    def __init__(self, backend: CheckedBackend, ssl_context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context, network_backend=backend, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the body of the response is a stream."""
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close what is still open."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of a response as they come in."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return iter(cast("Iterable[bytes]", self._response.stream))

    def close(self) -> None:
        self._response.close()


def _within(seconds: float, resolve_host: Callable[[], list[str]]) -> list[str]:
    """Resolve in a thread of its own, since the system's resolver takes as long as it likes.

    Raises:
        httpcore.ConnectTimeout: it takes longer than that.
        httpcore.ConnectError: there is no address.
    """
    results: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def work() -> None:
        try:
            results.put(resolve_host())
        except (OSError, UnicodeError) as error:
            results.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        found = results.get(timeout=seconds)
    except queue.Empty as error:
        raise httpcore.ConnectTimeout("the name is not resolved in time") from error
    if not isinstance(found, list):
        raise httpcore.ConnectError("the name leads nowhere") from found
    return found
