"""The tabs that need the library: their forms with its names, and its table."""

from __future__ import annotations

from collections.abc import Sequence

from bot.library import Filters
from bot.page.markup import Html
from bot.page.views import check, comparison, filters, library, timeline
from bot.page.words import Words
from bot.records import Source

PANELS = 6
"""How many parts of the page there are."""


def panels(words: Words, sources: Sequence[Source], chosen: Filters, *, read_only: bool) -> tuple[Html, ...]:
    """The form of the filters and those that are on, the three forms, and the table of documents."""
    return (
        filters.panel(words, sources),
        filters.active(words, chosen, sources),
        comparison.panel(words, sources),
        check.panel(words, sources),
        timeline.panel(words, sources),
        library.render(words, sources, read_only=read_only),
    )
