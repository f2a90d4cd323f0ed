"""What a server writes to the terminal: what went wrong and where, without the texts that people sent."""

from __future__ import annotations

import logging
import os
import traceback
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

from bot.settings import Settings

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
OWN = "bot"
"""The logger of the bot's own parts; those of others tell addresses and more below a warning."""


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


class DiscreetJson(Discreet, JsonFormatter):
    """The same as one JSON object a line."""


def install(settings: Settings) -> None:
    """Write the log of the whole process to standard error, one way for all parts of it."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter(settings, debug=bool(os.environ.get("BOT_DEBUG"))))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger(OWN).setLevel(settings.log_level.upper())


def formatter(settings: Settings, *, debug: bool) -> logging.Formatter:
    """Return what makes lines of the kind that is set; with `debug` an unexpected error's own words are kept."""
    if settings.log_format == "text":
        return (logging.Formatter if debug else Discreet)(FORMAT)
    kind = JsonFormatter if debug else DiscreetJson
    return kind(FORMAT, rename_fields={"asctime": "time", "levelname": "level", "name": "logger"})
