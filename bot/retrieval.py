"""A query becomes ranked evidence: dense and lexical candidates, fused by a convex combination of their scores."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.library import Condition, Filters, Library, StoredPassage
from bot.records import Passage, Source
from bot.terms import STOPWORDS, content_terms

CANDIDATES = 100
"""How many passages each of the two searches proposes."""

DENSE_WEIGHT = 0.5
"""The share of the dense score in the fused one: of 0.3 to 0.7, best or near it on SciFact, ObliQA and MTRAG-UN."""

SAME = 0.9
"""Two passages say the same where they share this part of the words of the longer."""

TOP_K = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage kept for a question, with its fused score (0 to 1), its cosine similarity and its BM25 score.

    A passage that only one of the searches proposed has the lowest of the other's scores.
    """

    stored: StoredPassage
    score: float
    dense: float
    lexical: float

    @property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.stored.passage

    @property
    def source(self) -> Source:
        """The document that the passage is from."""
        return self.stored.source


class Retriever:
    """Finds the passages of a library that a query is about."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def retrieve(self, query: str, filters: Filters | None = None, top_k: int = TOP_K) -> list[Evidence]:
        """Return up to `top_k` passages, best first; such as say the same thing are there once.

        Raises:
            QuestionError: a filter has a value that nothing in the library has.
        """
        return self.retrieve_within(query, self._library.condition(filters or Filters()), top_k)

    def retrieve_within(self, query: str, condition: Condition, top_k: int = TOP_K) -> list[Evidence]:
        """Do the same under a condition in the library's own values."""
        vector = self._library.embedder.embed_query(query)
        dense = dict(self._library.search_vectors(vector, CANDIDATES, condition))
        lexical = dict(self._library.search_words(sorted(set(content_terms(query))), CANDIDATES, condition))
        ranked = fuse(dense, lexical)
        return self._evidence(ranked, dense, lexical, top_k)

    def _evidence(
        self, ranked: Sequence[tuple[int, float]], dense: dict[int, float], lexical: dict[int, float], top_k: int
    ) -> list[Evidence]:
        low_dense, low_lexical = min(dense.values(), default=0.0), min(lexical.values(), default=0.0)
        found = (
            Evidence(stored, score, dense.get(stored.key, low_dense), lexical.get(stored.key, low_lexical))
            for stored, score in self._stored(ranked, max(3 * top_k, 1))
        )
        return distinct(found, top_k)

    def _stored(self, ranked: Sequence[tuple[int, float]], page: int) -> Iterator[tuple[StoredPassage, float]]:
        """The passages of ranked keys, read a page at a time, since seldom more than the first is needed."""
        for at in range(0, len(ranked), page):
            stored = self._library.passages([key for key, _ in ranked[at : at + page]])
            yield from ((stored[key], score) for key, score in ranked[at : at + page] if key in stored)


def fuse(dense: dict[int, float], lexical: dict[int, float], weight: float = DENSE_WEIGHT) -> list[tuple[int, float]]:
    """Return keys with `weight` x dense + (1 - `weight`) x lexical, each scaled to 0 to 1, best first.

    Bruch, Gai and Ingber, “An Analysis of Fusion Functions for Hybrid Retrieval” (2023), find this better than
    reciprocal ranks, and so did we on each of three collections.
    """
    scaled_dense, scaled_lexical = _scaled(dense), _scaled(lexical)
    keys = dict.fromkeys([*dense, *lexical])
    scores = {key: weight * scaled_dense.get(key, 0.0) + (1 - weight) * scaled_lexical.get(key, 0.0) for key in keys}
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def distinct(found: Iterable[Evidence], top_k: int) -> list[Evidence]:
    """Return the first `top_k` pieces of evidence, leaving out those that say what a better one says."""
    return list(islice(_distinct(found), top_k))


def _distinct(found: Iterable[Evidence]) -> Iterator[Evidence]:
    kept: list[_Gist] = []
    for evidence in found:
        gist = _gist(evidence.passage.text)
        if not any(_same(gist, other) for other in kept):
            kept.append(gist)
            yield evidence


_Gist = tuple[frozenset[str], frozenset[str]]
"""The stems of a passage, and its names and numbers."""

_NAME_OR_NUMBER = re.compile(r"\b(?:[A-Z]\w*|\w*\d\w*)")


def _gist(text: str) -> _Gist:
    marks = (mark for mark in _NAME_OR_NUMBER.findall(text) if mark.lower() not in STOPWORDS)
    return frozenset(content_terms(text)), frozenset(marks)


def _same(gist: _Gist, other: _Gist) -> bool:
    """Whether two passages share nearly all words, and all names and numbers: else they speak of different things."""
    (words, marks), (other_words, other_marks) = gist, other
    shared, longer = len(words & other_words), max(len(words), len(other_words))
    return shared > 0 and shared >= SAME * longer and marks == other_marks


def _scaled(scores: dict[int, float]) -> dict[int, float]:
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}
