"""What a library knows of people and countries, as far as the check of a sentence needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.attribution import Attributor
from bot.countries import BODIES, COUNTRIES
from bot.library import Library
from bot.records import Attribution, Metadata, Source
from bot.terms import content_terms, stem

_STATES = frozenset(stem(name) for name in (*COUNTRIES, *BODIES))


@dataclass(frozen=True)
class _Read:
    """What was read from a library's sources, which are kept to see whether they have changed."""

    sources: Mapping[int, Source]
    attributor: Attributor
    names: frozenset[str]


class Known:
    """Tells who says what in a sentence, and which words are names; looks anew only where the library has changed."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._kept: _Read | None = None

    def attributions(self, text: str) -> tuple[Attribution, ...]:
        """Return who says what in a text of nobody's."""
        return self._read().attributor.attributions(text, Metadata(title=""))

    def is_name(self, key: str) -> bool:
        """Tell whether a stem is of a country's or body's name, or of somebody's who speaks in the library."""
        return key in _STATES or key in self._read().names

    def _read(self) -> _Read:
        sources, kept = self._library.sources, self._kept
        if kept is None or kept.sources is not sources:
            people = (each for one in sources.values() for each in (*one.metadata.speakers, *one.voices))
            names = frozenset(term for each in people for term in content_terms(each.name))
            kept = self._kept = _Read(sources, Attributor(sources.values()), names)
        return kept
