"""Whose words a library has, so that a question for somebody's words is answered with these alone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.selection import goes_by
from bot.library import Library
from bot.library.filters import names_of
from bot.records import Source, Speaker


class Voices:
    """Knows who speaks in a library; looks anew only where its documents have changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sources: dict[int, Source] = {}
        self._known: dict[frozenset[str], tuple[str, ...]] = {}

    def named(self, stems: frozenset[str]) -> tuple[str, ...]:
        """Return the names of those whom stems mean and whose words the library has."""
        sources = self._library.sources
        if sources is not self._sources:
            self._sources, self._known = sources, {}
        if stems not in self._known:
            found = (name for source in sources.values() for name in _speaking(stems, source)) if stems else ()
            self._known[stems] = tuple(dict.fromkeys(found))
        return self._known[stems]


def _speaking(stems: frozenset[str], source: Source) -> Iterator[str]:
    authors = (Speaker(author) for author in source.metadata.authors)
    for each in (*source.metadata.speakers, *source.voices, *authors):
        if goes_by(each, stems, source.metadata):
            yield from names_of(each)
