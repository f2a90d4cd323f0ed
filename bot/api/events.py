"""An answer as it is made, as server-sent events: each sentence, and last the whole answer."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.api.refusals import public
from bot.errors import BotError
from bot.records import Event

MEDIA_TYPE = "text/event-stream"

log = logging.getLogger(__name__)


class EventStream(StreamingResponse):
    """A stream that is closed as soon as nobody reads it."""

    media_type = MEDIA_TYPE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until the last, or until the reader goes."""
        async with aclosing(self.body_iterator):  # type: ignore[type-var]  # it is the generator given below
            await super().__call__(scope, receive, send)


async def stream(events: Iterator[Event]) -> EventStream:
    """Return the response once the first event is there, so that a wrong question is refused with its status.

    Raises:
        BotError: what keeps the first event from being made.
    """
    first = await run_in_threadpool(next, events, None)
    return EventStream(_written(first, events), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def _written(event: Event | None, events: Iterator[Event]) -> AsyncIterator[str]:
    try:
        while event is not None:
            yield _line(event.kind, event.to_dict())
            event = await run_in_threadpool(next, events, None)
    except BotError as error:
        yield _line("error", public(error).to_dict())
    except Exception:
        log.exception("A question could not be answered")
        yield _line("error", BotError("Something went wrong in the bot itself.", "Ask again.").to_dict())
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(_close, events)


def _close(events: Iterator[Event]) -> None:
    """Stop the work; only a generator has any."""
    close = getattr(events, "close", None)
    if close:
        close()


def _line(kind: str, data: dict[str, Any]) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
