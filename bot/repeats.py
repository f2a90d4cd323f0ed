"""What two documents of almost the same text both say is said once, by the one that came first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.embedding import embedded_model
from bot.library import Condition, Library, StoredPassage
from bot.library.rows import KEY_BITS, key_of
from bot.terms import words

if TYPE_CHECKING:
    from bot.retrieval import Evidence

PAGE = 500
"""Passages that are read at once."""

DOCUMENTS_KEPT, PASSAGES_KEPT = 64, 4096
"""What was found of so many is kept; a number, and a key, always mean the same text."""

NEAR = 75.0
"""Sentences that may be the same but for misread letters are at least so similar, of 100."""


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of a document by their words, with the keys of their passages, and by how many words they have."""

    keys: Mapping[str, int]
    by_length: Mapping[int, tuple[str, ...]]

    def find(self, sentence: str) -> int | None:
        """Return the key of the passage that holds a sentence, be it misread; None where there is none."""
        if sentence in self.keys:
            return self.keys[sentence]
        # What compares words letter by letter takes a tenth of a second to import, which a question does not need.
        from rapidfuzz import fuzz, process

        from bot.misreadings import is_misread

        own = sentence.split()
        near = process.extract(sentence, self.by_length.get(len(own), ()), scorer=fuzz.ratio, score_cutoff=NEAR)
        known = embedded_model().knows
        return next((self.keys[other] for other, *_ in near if is_misread(own, other.split(), known)), None)


class Repeats:
    """Puts the passage of the first document that says something in the place of those that say it again."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._said_in = lru_cache(DOCUMENTS_KEPT)(self._read)
        self._places_in = lru_cache(PASSAGES_KEPT)(self._places)

    def once(self, found: Iterable[Evidence], condition: Condition) -> Iterator[Evidence]:
        """Yield the evidence, what a document repeats of an earlier one that meets the condition only from that one.

        A passage that also says something of its own stays for that; its other sentences are `repeated`.
        """
        if not self._library.repeats:
            yield from found
            return
        seen: set[int] = set()
        for piece in found:
            for each in self._first(piece, condition):
                if each.stored.key not in seen:
                    seen.add(each.stored.key)
                    yield each

    def _first(self, piece: Evidence, condition: Condition) -> Iterator[Evidence]:
        """The passages that said first what a passage says, most of it first, and that passage for what is its own."""
        places = self._places_in(piece.stored.key, self._earlier(piece.stored.key >> KEY_BITS, condition))
        there = self._library.passages(list(set(places.values())))
        admitted = {key: each for key, each in there.items() if _admits(condition, each)}
        for key, _ in Counter(places.values()).most_common():
            if key in admitted:
                yield replace(piece, stored=admitted[key])
        repeated = frozenset(at for at, key in places.items() if key in admitted)
        if len(repeated) < len(piece.passage.sentences):
            yield replace(piece, repeated=repeated)

    def _earlier(self, number: int, condition: Condition) -> tuple[int, ...]:
        """The documents that a document repeats and that meet a condition, the earliest first."""
        sources = self._library.sources
        earlier = (each for each in self._library.repeats.get(number, ()) if each in sources)
        return tuple(each for each in earlier if condition.admits(each, sources[each]))

    def _places(self, key: int, earlier: tuple[int, ...]) -> Mapping[int, int]:
        """The places of the sentences of a passage that earlier documents have, each with the key of its passage."""
        stored = self._library.passages([key] if earlier else []).get(key)
        found: dict[int, int] = {}
        for at, sentence in enumerate(_sentences(stored) if stored else ()):
            there = (self._said_in(number).find(sentence) for number in earlier)
            first = next((each for each in there if each is not None), None)
            if first is not None:
                found[at] = first
        return found

    def _read(self, number: int) -> Said:
        source = self._library.sources.get(number)
        keys: dict[str, int] = {}
        for start in range(0, source.passages if source else 0, PAGE):
            page = [key_of(number, ordinal) for ordinal in range(start, start + PAGE)]
            for key, stored in sorted(self._library.passages(page).items()):
                for sentence in _sentences(stored):
                    keys.setdefault(sentence, key)
        lengths: dict[int, list[str]] = {}
        for sentence in keys:
            lengths.setdefault(len(sentence.split()), []).append(sentence)
        return Said(keys, {length: tuple(sentences) for length, sentences in lengths.items()})


def _sentences(stored: StoredPassage) -> list[str]:
    """The words of each sentence of a passage."""
    return [" ".join(words(stored.passage.quote(span))) for span in stored.passage.sentences]


def _admits(condition: Condition, stored: StoredPassage) -> bool:
    return condition.admits_passage(stored.source.metadata, stored.passage.voices)
