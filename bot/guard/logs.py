"""What a server writes to the terminal: what went wrong and where, without the texts that people sent."""

from __future__ import annotations

import logging
import os
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Discreet(logging.Formatter):
    """Leaves out what an unexpected error says, which may quote a question; where it arose is kept."""

    def formatException(  # noqa: N802 - the name is the base class's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The places that an error came through, and its kind."""
        kind, _, trace = ei
        named = kind.__name__ if kind else "no error"
        return "".join([*traceback.format_tb(trace), f"{named} (BOT_DEBUG=1 shows what it says)"])


def install() -> None:
    """Write warnings and errors of the whole process to standard error, one way for all parts of it."""
    handler = logging.StreamHandler()
    handler.setFormatter((logging.Formatter if os.environ.get("BOT_DEBUG") else Discreet)(FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
