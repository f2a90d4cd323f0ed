"""The bot, opened in the background, so that the page need not wait for the library and its models."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from bot.archive import Archive, open_archive
from bot.errors import BotError

if TYPE_CHECKING:
    from bot import Bot

log = logging.getLogger(__name__)


class Opening:
    """A bot that will be ready in a while; `begin` starts a thread that calls `opener` once."""

    def __init__(self, opener: Callable[[], Bot]) -> None:
        self._opener = opener
        self._bot: Future[Bot] = Future()
        self._archive: Archive | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Start opening; returns at once."""
        # A daemon, so that Ctrl-C during the first indexing ends the process; the library is whole at every moment.
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    def bot(self) -> Bot:
        """Wait for the bot.

        Raises:
            BotError: what kept it from opening.
        """
        return self._bot.result()

    def archive(self) -> Archive:
        """The conversations beside the library, opened when they are first wanted.

        Raises:
            LibraryError: they cannot be opened, or the bot cannot.
        """
        folder = self.bot().settings.library
        with self._lock:
            self._archive = self._archive or open_archive(folder)
            return self._archive

    def close(self) -> None:
        """Close the archive and the bot if they were opened."""
        if self._archive:
            self._archive.close()
        if self._bot.done() and not self._bot.exception():
            self._bot.result().close()

    def _open(self) -> None:
        try:
            self._bot.set_result(self._opener())
        except BotError as error:
            self._bot.set_exception(error)
        except Exception:
            log.exception("The library could not be opened")
            self._bot.set_exception(unexpected())


def unexpected() -> BotError:
    """What a reader is told about an error that nobody foresaw; its details are in the log."""
    return BotError("Something went wrong in the bot itself.", "The terminal that it runs in shows the details.")
