"""Asking: a question is answered as it is made, stopped, asked again or taken back into the box."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from typing import Any

import gradio as gr

from bot.errors import BotError
from bot.library import Filters
from bot.page.handlers.fields import one
from bot.page.markup import Html
from bot.page.opening import Opening, unexpected
from bot.page.turns import Turn, history
from bot.page.views import filters as filter_views
from bot.page.views import transcript
from bot.page.words import words_of

log = logging.getLogger(__name__)

Turns = tuple[Turn, ...]
Shown = tuple[Html, Turns, object]
"""The conversation as HTML and as data, and what becomes of the text in the question box."""


class Asking:
    """The events of the conversation, over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def ask(self, question: str, turns: Turns, filters: Filters, language: str) -> Iterator[Shown]:
        """Answer the question, showing each sentence as it is made."""
        # One at a time: two that are made at once would each drop what the other has shown.
        if not question.strip() or (turns and turns[-1].pending):
            return
        asked = Turn(question, filters=filters)
        yield *_shown(language, (*turns, asked)), ""
        for turn in self._answered(asked, turns):
            yield *_shown(language, (*turns, turn)), gr.skip()

    def ask_offered(self, turns: Turns, filters: Filters, language: str, event: gr.EventData) -> Iterator[Shown]:
        """Answer a question that was offered on the page, or that a link asks, with the link's filters."""
        linked = {name: value for name in filter_views.FIELDS if (value := one(event, name))}
        yield from self.ask(str(event.question), turns, replace(filters, **linked), language)

    def retry(self, turns: Turns, language: str) -> Iterator[Shown]:
        """Answer the last question again, with the filters that it had."""
        if turns:
            yield from self.ask(turns[-1].question, turns[:-1], turns[-1].filters, language)

    def stop(self, turns: Turns, language: str) -> tuple[Html, Turns]:
        """Leave the last turn as it is."""
        return _shown(language, (*turns[:-1], turns[-1].stop()) if turns else ())

    def edit(self, turns: Turns, language: str, event: gr.EventData) -> Shown:
        """Take a question back into the box, and drop it with all that came after it."""
        at = min(max(int(event.turn), 0), len(turns))
        taken = turns[at].question if at < len(turns) else ""
        return *_shown(language, turns[:at]), taken

    def restart(self, language: str) -> tuple[Html, Turns, Html]:
        """An empty conversation and a closed pane."""
        return *_shown(language, ()), Html()

    def filter(self, language: str, event: gr.EventData) -> tuple[Html, Filters]:
        """Take over the filters of the form."""
        given = {name: one(event, name) for name in filter_views.FIELDS}
        filters = replace(Filters(), **given)
        return filter_views.active(words_of(language), filters, self._opening.bot().documents()), filters

    def _answered(self, turn: Turn, turns: Turns) -> Iterator[Turn]:
        try:
            asked: Any = self._opening.bot().stream(turn.question, history=history(turns), **asdict(turn.filters))
            # Closed where the reader stops, so that a model writes no further.
            with closing(asked) as events:
                for event in events:
                    turn = turn.after(event)
                    yield turn
        except BotError as error:
            yield turn.failed(error)
        except Exception:
            log.exception("A question could not be answered")
            yield turn.failed(unexpected())


def _shown(language: str, turns: Turns) -> tuple[Html, Turns]:
    return transcript.render(words_of(language), turns), turns
