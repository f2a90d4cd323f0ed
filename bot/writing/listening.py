"""A model's stream, read within limits of time and tried again where that makes sense."""

from __future__ import annotations

import contextvars
import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

import httpx
import tenacity

ATTEMPTS = 3
"""How often a request is sent at most, where it fails before the first word."""

PAUSE = 0.5
"""Seconds before the second attempt; before each further one twice as many, and up to as many more at random."""

ALTOGETHER = 5
"""A whole answer may take so many times as long as its first word may."""

TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""HTTP statuses after which another attempt may succeed."""

Pieces = Iterator[str]


class Silent(Exception):
    """A model took longer than it may."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """What ended a stream before its end."""

    error: BaseException


_END = object()


def listen(start: Callable[[], Pieces], timeout: float) -> Generator[str]:
    """Yield the pieces of a model's answer; `start` sends the request.

    The stream is read in a thread of its own, which stops at the next piece when nobody listens any more. Each piece
    has to come within `timeout` seconds.

    Raises:
        Silent: a piece takes longer, or all of them take five times as long.
        Exception: whatever the model's client raises, after all attempts.
    """
    pieces: queue.Queue[object] = queue.Queue()
    stopped = threading.Event()
    # The context carries LangChain's callbacks, so that tracing sees the model's run within ours.
    read = contextvars.copy_context().run
    threading.Thread(target=read, args=(_read, start, pieces, stopped), name="model", daemon=True).start()
    try:
        yield from _within(pieces, timeout)
    finally:
        stopped.set()


def _within(pieces: queue.Queue[object], timeout: float) -> Pieces:
    end = time.monotonic() + ALTOGETHER * timeout
    while True:
        try:
            piece = pieces.get(timeout=min(timeout, max(0.0, end - time.monotonic())))
        except queue.Empty:
            raise Silent from None
        if piece is _END:
            return
        if isinstance(piece, _Broken):
            raise piece.error
        yield str(piece)


def _read(start: Callable[[], Pieces], pieces: queue.Queue[object], stopped: threading.Event) -> None:
    try:
        for piece in _begun(start, stopped):
            if stopped.is_set():
                return
            pieces.put(piece)
        pieces.put(_END)
    except BaseException as error:  # noqa: BLE001 - handed over to whoever listens, who raises it
        pieces.put(_Broken(error))


def _begun(start: Callable[[], Pieces], stopped: threading.Event) -> Pieces:
    """The pieces; a request that fails before its first piece for a reason that may pass is sent again."""
    attempts = tenacity.Retrying(
        stop=tenacity.stop_any(tenacity.stop_after_attempt(ATTEMPTS), tenacity.stop_when_event_set(stopped)),
        wait=tenacity.wait_exponential_jitter(multiplier=PAUSE, jitter=PAUSE),
        retry=tenacity.retry_if_exception(may_pass),
        sleep=tenacity.sleep_using_event(stopped),
        reraise=True,
    )
    stream, first = attempts(_first, start)
    try:
        if first is not None:
            yield first
            yield from stream
    finally:
        close = getattr(stream, "close", None)
        if close:
            close()


def _first(start: Callable[[], Pieces]) -> tuple[Pieces, str | None]:
    stream = start()
    return stream, next(stream, None)


def may_pass(error: BaseException) -> bool:
    """Tell whether the same request may succeed a moment later: a connection failed, or a server is busy."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return status in TRANSIENT
    # The clients of OpenAI and Anthropic wrap what went wrong with the connection.
    return any(isinstance(each, httpx.TransportError | ConnectionError) for each in (error, error.__cause__))
