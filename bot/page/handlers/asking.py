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
from bot.page.handlers.fields import many, one
from bot.page.handlers.listing import listing
from bot.page.handlers.showing import shown
from bot.page.keeping import Kept, archive_of, keep
from bot.page.markup import Html
from bot.page.opening import Opening, unexpected
from bot.page.turns import NO_FILTERS, Turn, history
from bot.page.views import filters as filter_views
from bot.page.views import suggestions
from bot.page.words import Words, words_of

log = logging.getLogger(__name__)

Turns = tuple[Turn, ...]
Shown = tuple[Any, ...]
"""The conversation as HTML and as data, what is kept of it, the list of all, the suggestions, and the question box."""

NOBODY = Kept()


class Asking:
    """The events of the conversation, over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def ask(self, question: str, turns: Turns, filters: Filters, language: str, kept: Kept = NOBODY) -> Iterator[Shown]:
        """Answer the question, showing each sentence as it is made."""
        # One at a time: two that are made at once would each drop what the other has shown.
        if not question.strip() or (turns and turns[-1].pending):
            return
        words, asked = words_of(language), Turn(question, filters=filters)
        yield *self._shown(words, (*turns, asked), kept), gr.skip(), Html(), ""
        for turn in self._answered(asked, turns):
            if turn.answer:
                turn, kept = self._kept(turn, kept)
                yield (
                    *self._shown(words, (*turns, turn), kept),
                    listing(self._opening, words, kept),
                    gr.skip(),
                    gr.skip(),
                )
            else:
                yield *self._shown(words, (*turns, turn), kept), gr.skip(), gr.skip(), gr.skip()

    def ask_offered(
        self, turns: Turns, filters: Filters, language: str, kept: Kept, event: gr.EventData
    ) -> Iterator[Shown]:
        """Answer a question that was offered on the page, or that a link asks, with the link's filters."""
        linked = {name: value for name, value in _given(event).items() if value}
        yield from self.ask(str(event.question), turns, replace(filters, **linked), language, kept)

    def retry(self, turns: Turns, language: str, kept: Kept = NOBODY) -> Iterator[Shown]:
        """Answer the last question again, with the filters that it had."""
        if turns:
            asked = turns[-1]
            yield from self.ask(asked.question, turns[:-1], asked.filters, language, kept.without([asked]))

    def stop(self, turns: Turns, language: str, kept: Kept = NOBODY) -> Shown:
        """Leave the last turn as it is."""
        return self._shown(words_of(language), (*turns[:-1], turns[-1].stop()) if turns else (), kept)

    def edit(self, turns: Turns, language: str, kept: Kept, event: gr.EventData) -> Shown:
        """Take a question back into the box, and drop it with all that came after it."""
        at = min(max(int(event.turn), 0), len(turns))
        taken = turns[at].question if at < len(turns) else ""
        return *self._shown(words_of(language), turns[:at], kept.without(turns[at:])), gr.skip(), Html(), taken

    def restart(self, language: str, kept: Kept = NOBODY) -> Shown:
        """An empty conversation and a closed pane."""
        words, empty = words_of(language), Kept(kept.owner)
        return *self._shown(words, (), empty), listing(self._opening, words, empty), Html(), Html()

    def suggest(self, turns: Turns, language: str, kept: Kept) -> Html:
        """What may be asked next; nothing where filters were on, which it would not be asked with."""
        answer = turns[-1].answer if turns else None
        if answer is None or turns[-1].filters != NO_FILTERS:
            return Html()
        try:
            found = self._opening.bot().suggest(answer)
        except BotError as error:
            log.warning("Nothing could be suggested: %s", error)
            return Html()
        return suggestions.render(words_of(language), found, f"{kept.id}:{len(turns)}")

    def filter(self, language: str, event: gr.EventData) -> tuple[Html, Filters]:
        """Take over the filters of the form."""
        filters = Filters(**_given(event))
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

    def _kept(self, turn: Turn, kept: Kept) -> tuple[Turn, Kept]:
        """The turn as it is kept, if it is; an answer is shown all the same where it cannot be."""
        try:
            archive = archive_of(self._opening, kept.owner)
            return keep(archive, kept, turn) if archive else (turn, kept)
        except BotError as error:
            log.warning("An answer was not kept: %s", error)
            return replace(turn, unkept=error), kept

    def _shown(self, words: Words, turns: Turns, kept: Kept) -> tuple[Html, Turns, Kept]:
        return shown(self._opening, words, turns, kept), turns, kept


def _given(event: gr.EventData) -> dict[str, Any]:
    """The filters that an event carries; documents may be several."""
    single = {name: one(event, name) for name in filter_views.FIELDS if name != "document"}
    return {**single, "document": many(event, "document")}
