"""Reading: a document is shown in the pane, at the words that were cited."""

from __future__ import annotations

import gradio as gr

from bot.errors import BotError
from bot.page.markup import Html
from bot.page.opening import Opening
from bot.page.places import places
from bot.page.views import pane
from bot.page.words import words_of


class Reading:
    """The events of the pane, over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def open(self, language: str, event: gr.EventData) -> Html:
        """The document with all places of a result in it, that which was chosen marked most."""
        words = words_of(language)
        try:
            bot = self._opening.bot()
            document, sources = bot.document(str(event.document)), bot.documents()
            marked = places(event.places)
        except BotError as error:
            return pane.failure(words, error)
        except (ValueError, TypeError, KeyError):
            return pane.failure(words, BotError(words("pane.bad_link"), words("pane.bad_link.hint")))
        return pane.render(words, document, marked, min(max(int(event.at), 0), max(len(marked) - 1, 0)), sources)
