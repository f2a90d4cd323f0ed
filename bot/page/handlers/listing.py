"""Listing: the conversations of a browser, as they are after whatever happened to one of them."""

from __future__ import annotations

from bot.errors import BotError
from bot.page.keeping import Kept, archive_of
from bot.page.markup import Html
from bot.page.opening import Opening
from bot.page.views import conversations
from bot.page.views.problem import problem
from bot.page.words import Words


def listing(opening: Opening, words: Words, kept: Kept, chosen: tuple[str, str] = ("", "")) -> Html:
    """The list of the browser's conversations; nothing where none are kept."""
    try:
        archive = archive_of(opening, kept.owner)
        return conversations.render(words, archive.conversations(), kept.id, chosen) if archive else Html()
    except BotError as error:
        return problem(words, error)
