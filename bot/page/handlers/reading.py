"""Reading: a document is shown in the pane, at the words that were cited."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from bot.assembly import Bot
from bot.errors import BotError
from bot.page.markup import Html, join
from bot.page.opening import Opening
from bot.page.places import Place, places
from bot.page.views import pane
from bot.page.views import versions as views
from bot.page.words import Words, words_of


class Reading:
    """The events of the pane, over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def open(self, language: str, event: gr.EventData) -> Html:
        """The document with all places of a result in it, that which was chosen marked most."""
        words = words_of(language)
        try:
            bot, marked = self._opening.bot(), places(event.places)
            at = min(max(int(event.at), 0), max(len(marked) - 1, 0))
            return sheet(words, bot, str(event.document), marked, at, version=_version(event))
        except BotError as error:
            return pane.failure(words, error)
        except (ValueError, TypeError, KeyError):
            return pane.failure(words, BotError(words("pane.bad_link"), words("pane.bad_link.hint")))


def sheet(
    words: Words,
    bot: Bot,
    document: str,
    marked: Sequence[Place] = (),
    at: int = 0,
    *,
    version: int | None = None,
    restored: int | None = None,
) -> Html:
    """A document in the pane, or an older version of it; `restored` is the one that has just become the current one.

    Raises:
        BotError: there is no such document or version.
    """
    found = bot.versions(document)
    older = next((each for each in found if each.number == version and each.replaced), None)
    shown = version if older else None
    listed = views.versions(words, document, found, shown, read_only=bot.settings.read_only)
    told = views.older(words, older) if older else views.restored(words, restored) if restored else Html()
    whole = bot.document(document, version)
    return pane.render(words, whole, marked, at, bot.documents(), versions=join(told, listed))


def _version(event: gr.EventData) -> int | None:
    number = getattr(event, "version", None)
    return None if number is None else int(number)
