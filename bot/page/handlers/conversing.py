"""Conversing: the conversations of a browser are listed, opened, named and deleted, and their answers rated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import gradio as gr

from bot.archive import Archive, Rating
from bot.errors import BotError
from bot.page.handlers.asking import Turns
from bot.page.handlers.fields import one
from bot.page.handlers.listing import listing
from bot.page.handlers.showing import shown
from bot.page.keeping import Kept, archive_of, reopened
from bot.page.markup import Html, join
from bot.page.opening import Opening
from bot.page.views import exporting, transcript
from bot.page.views.problem import problem
from bot.page.words import Words, words_of

RATINGS: dict[str, Rating] = {"up": "up", "down": "down"}
ACTS = ("rename", "delete")

Changed = tuple[Any, ...]
"""The conversation as HTML and as data, what is kept of it, the list, and the suggestions."""


class Conversing:
    """The events of the list of conversations, over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def show(self, kept: Kept, language: str, event: gr.EventData) -> Html:
        """The list, with what is asked about one conversation."""
        act = str(event.act)
        return listing(self._opening, words_of(language), kept, (act if act in ACTS else "", str(event.conversation)))

    def rename(self, kept: Kept, language: str, event: gr.EventData) -> Html:
        """Give a conversation another name."""
        return self._done(
            kept, language, lambda archive: archive.rename(one(event, "conversation") or "", one(event, "name") or "")
        )

    def open(self, kept: Kept, language: str, event: gr.EventData) -> Changed:
        """Show a conversation in place of the one on the page."""
        return opened(self._opening, words_of(language), Kept(kept.owner, str(event.conversation)))

    def delete(self, turns: Turns, kept: Kept, language: str, event: gr.EventData) -> Changed:
        """Delete a conversation; where it is on the page, the page begins a new one."""
        listed = self._done(kept, language, lambda archive: archive.delete(str(event.conversation)))
        if event.conversation != kept.id:
            return gr.skip(), turns, kept, listed, gr.skip()
        empty = Kept(kept.owner)
        return transcript.render(words_of(language), ()), (), empty, listed, Html()

    def rate(self, turns: Turns, kept: Kept, language: str, event: gr.EventData) -> tuple[object, Turns]:
        """Keep what the reader thinks of an answer, or take it back."""
        at, rating = int(event.turn), RATINGS.get(str(event.rating))
        archive = archive_of(self._opening, kept.owner)
        if not archive or not 0 <= at < len(turns) or not turns[at].number:
            return gr.skip(), turns
        archive.rate(kept.id, turns[at].number or 0, rating)
        rated = (*turns[:at], replace(turns[at], rating=rating), *turns[at + 1 :])
        return shown(self._opening, words_of(language), rated, kept), rated

    def export(self, turns: Turns, kept: Kept, language: str, event: gr.EventData) -> Html:
        """The conversation on the page as a file."""
        words, answers = words_of(language), [turn.answer for turn in turns if turn.answer]
        if not answers or event.format not in exporting.FORMATS:
            return Html()
        sources = {source.id: source for source in self._opening.bot().documents()}
        name = self._name(kept) or answers[0].question
        return exporting.render(words, exporting.File.of(words, str(event.format), name, answers, sources))

    def _name(self, kept: Kept) -> str:
        """What the conversation is called, if it is kept."""
        try:
            archive = archive_of(self._opening, kept.owner)
            return archive.conversation(kept.id).name if archive and kept.id else ""
        except BotError:
            return ""

    def _done(self, kept: Kept, language: str, act: Callable[[Archive], None]) -> Html:
        words = words_of(language)
        try:
            archive = archive_of(self._opening, kept.owner)
            if archive:
                act(archive)
        except BotError as error:
            return join(problem(words, error), listing(self._opening, words, kept))
        return listing(self._opening, words, kept)


def opened(opening: Opening, words: Words, kept: Kept) -> Changed:
    """A kept conversation as the page shows it; an empty one, and why, where it cannot be opened."""
    try:
        archive = archive_of(opening, kept.owner)
        turns = reopened(archive, kept.id) if archive and kept.id else ()
    except BotError as error:
        empty = Kept(kept.owner)
        told = transcript.render(words, (), above=problem(words, error))
        return told, (), empty, listing(opening, words, empty), Html()
    kept = kept if turns else Kept(kept.owner)
    return shown(opening, words, turns, kept), turns, kept, listing(opening, words, kept), Html()
