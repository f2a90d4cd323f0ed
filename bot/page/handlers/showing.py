"""Showing: the conversation as HTML, with the sources that its references are made of."""

from __future__ import annotations

from bot.page.keeping import Kept
from bot.page.markup import Html
from bot.page.opening import Opening
from bot.page.turns import Turn
from bot.page.views import transcript
from bot.page.words import Words


def shown(opening: Opening, words: Words, turns: tuple[Turn, ...], kept: Kept) -> Html:
    """The conversation; while an answer is made it has no references to copy, which would only take time."""
    is_whole = bool(turns) and not turns[-1].pending
    is_named = any(turn.filters.document for turn in turns)
    sources = {source.id: source for source in opening.bot().documents()} if is_whole or is_named else {}
    return transcript.render(words, turns, conversation=kept.id, sources=sources)
