"""The names that a library's documents can be filtered by: who speaks, for which country, in what kind of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.library.filters import attributes
from bot.records import Source


def own_speakers(sources: Sequence[Source]) -> tuple[str, ...]:
    """Those who speak or write documents of the library, by name."""
    return _ordered(name for source in sources for name in attributes(source.metadata)["speaker"])


def quoted_speakers(sources: Sequence[Source]) -> tuple[str, ...]:
    """Those whom documents only quote or report, by name."""
    own = set(own_speakers(sources))
    return tuple(name for name in _values("speaker", sources) if name not in own)


def countries(sources: Sequence[Source]) -> tuple[str, ...]:
    """The countries that somebody in the library speaks for, by name."""
    return _values("country", sources)


def kinds(sources: Sequence[Source]) -> tuple[str, ...]:
    """The kinds of documents, by name."""
    return _values("kind", sources)


def _values(field: str, sources: Sequence[Source]) -> tuple[str, ...]:
    return _ordered(name for source in sources for name in attributes(source.metadata, source.voices)[field])


def _ordered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=str.casefold))
