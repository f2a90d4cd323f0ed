"""The tabs that need the library: their forms with its names, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library import Filters
from bot.page.markup import Html
from bot.page.views import changes, check, comparison, filters, library, timeline
from bot.page.words import Words

if TYPE_CHECKING:
    from bot import Bot

PANELS = 6
"""How many parts of the page there are."""


def panels(words: Words, bot: Bot, chosen: Filters, *, may_edit: bool) -> tuple[Html, ...]:
    """The form of the filters and those that are on, the three forms, and the table of documents."""
    sources = bot.documents()
    # It names users, which is for those only who may do the same.
    changed = changes.render(words, bot.log(limit=changes.NEWEST)) if may_edit else Html()
    return (
        filters.panel(words, sources),
        filters.active(words, chosen, sources),
        comparison.panel(words, sources),
        check.panel(words, sources),
        timeline.panel(words, sources),
        library.render(words, sources, changed, read_only=not may_edit),
    )
