"""Whose words a library has, so that a question for somebody's words is answered with these alone."""

from __future__ import annotations

from bot.answering.selection import goes_by
from bot.library import Library
from bot.records import Source, Speaker


class Voices:
    """Knows who speaks in a library; looks anew only where its documents have changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sources: dict[int, Source] = {}
        self._known: dict[frozenset[str], bool] = {}

    def has(self, stems: frozenset[str]) -> bool:
        """Tell whether stems of a name mean somebody whose words the library has."""
        sources = self._library.sources
        if sources is not self._sources:
            self._sources, self._known = sources, {}
        if stems not in self._known:
            self._known[stems] = bool(stems) and any(_speaks(stems, source) for source in sources.values())
        return self._known[stems]


def _speaks(stems: frozenset[str], source: Source) -> bool:
    authors = (Speaker(author) for author in source.metadata.authors)
    everybody = (*source.metadata.speakers, *source.voices, *authors)
    return any(goes_by(each, stems, source.metadata) for each in everybody)
