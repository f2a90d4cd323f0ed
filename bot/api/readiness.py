"""Whether the bot has opened yet: a program is told so at once, where a person would wait."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from bot.errors import BotError, LibraryBusy

if TYPE_CHECKING:
    from bot import Bot


class Opening(Protocol):
    """A bot that will be ready in a while."""

    def bot(self) -> Bot:
        """Wait for the bot, or raise what kept it from opening."""


class Readiness:
    """The bot as soon as it is there. Safe for several threads."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening
        self._settled = threading.Event()
        # A daemon, so that a library that opens for long keeps no process from ending.
        threading.Thread(target=self._wait, name="readiness", daemon=True).start()

    def bot(self) -> Bot:
        """Return the bot.

        Raises:
            LibraryBusy: it is not open yet.
            BotError: what kept it from opening.
        """
        if not self._settled.is_set():
            raise LibraryBusy("The library is still being opened.", "Try again when /readyz says that it is ready.")
        return self._opening.bot()

    def _wait(self) -> None:
        try:
            self._opening.bot()
        except BotError:
            # Whoever asks for the bot is told.
            pass
        finally:
            self._settled.set()
