"""A query becomes ranked evidence: several searches propose passages, and their scores are fused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from bot.embedding import Vectors
from bot.library import Condition, Filters, Library, StoredPassage
from bot.ranking import Ranking, Scores, fuse, scaled
from bot.records import Passage, Source
from bot.repeats import Repeats
from bot.terms import STOPWORDS, content_stems, content_terms

CANDIDATES = 100
"""How many passages each search proposes."""

FEEDBACK = 3
"""How many of the first results the query is moved towards (Rocchio, 1971)."""

RERANKED = 50
"""How many of the best passages are compared sentence by sentence."""

SAME = 0.9
"""Two passages say the same where they share this part of the words of the longer."""

TOP_K = 8

RANKING = Ranking()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage kept for a question, with its fused score (0 to 1), its cosine similarity and its BM25 score.

    A passage that a search did not propose has the lowest of that search's scores. `repeated` are the places of
    sentences that an earlier document of almost the same text has, too.
    """

    stored: StoredPassage
    score: float
    dense: float
    lexical: float
    repeated: frozenset[int] = frozenset()

    @property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.stored.passage

    @property
    def source(self) -> Source:
        """The document that the passage is from."""
        return self.stored.source

    @property
    def own_text(self) -> str:
        """What it says, without what it repeats."""
        if not self.repeated:
            return self.passage.text
        said = enumerate(self.passage.sentences)
        return " ".join(self.passage.quote(span) for at, span in said if at not in self.repeated)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, and the text that it is read in, with how much that counts beside it, 0 to 1."""

    text: str
    context: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class _Found:
    """A text's vector, and what the two searches propose for it."""

    vector: Vectors
    dense: Scores
    lexical: Scores


Observe = Callable[[str], Callable[[Sequence[Evidence]], object]]
"""Is called with a query; what it returns is called with the evidence."""

observer: ContextVar[Observe | None] = ContextVar("observer", default=None)
"""Who is told of each search of this context, such as a tracer."""


class Retriever:
    """Finds the passages of a library that a query is about."""

    def __init__(self, library: Library, ranking: Ranking = RANKING) -> None:
        self._library = library
        self._ranking = ranking
        self._repeats = Repeats(library)

    def retrieve(self, query: str, filters: Filters | None = None, top_k: int = TOP_K) -> list[Evidence]:
        """Return up to `top_k` passages, best first; such as say the same thing are there once.

        Raises:
            QuestionError: a filter has a value that nothing in the library has.
        """
        return self.retrieve_within(query, self._library.condition(filters or Filters()), top_k)

    def retrieve_within(self, query: str | Query, condition: Condition, top_k: int = TOP_K) -> list[Evidence]:
        """Do the same under a condition in the library's own values."""
        observe = observer.get()
        told = observe(query.text if isinstance(query, Query) else query) if observe else None
        found = distinct(self._repeats.once(self._ranked(query, condition), condition), top_k)
        if told:
            told(found)
        return found

    def ranked(self, query: str | Query, condition: Condition, top_k: int) -> list[Evidence]:
        """Return the first `top_k` passages as they rank, such as say the same thing included."""
        return list(islice(self._ranked(query, condition), top_k))

    def _ranked(self, query: str | Query, condition: Condition) -> Iterator[Evidence]:
        asked = query if isinstance(query, Query) else Query(query)
        found = self._found(asked.text, condition)
        low_dense, low_lexical = min(found.dense.values(), default=0.0), min(found.lexical.values(), default=0.0)
        read = self._within(found, asked, condition) if asked.context and asked.weight else found
        # What a passage has in common with the query is told of the query alone, which confidence is fitted on.
        dense, lexical = found.dense, found.lexical
        for stored, score in self._scored(self._fused(read, condition), read.vector):
            yield Evidence(stored, score, dense.get(stored.key, low_dense), lexical.get(stored.key, low_lexical))

    def _found(self, text: str, condition: Condition) -> _Found:
        vector = np.asarray(self._library.embedder.embed_query(text), dtype=np.float32)
        lexical = dict(self._library.search_words(content_terms(text), CANDIDATES, condition))
        return _Found(vector, self._near(vector, condition), lexical)

    def _within(self, found: _Found, query: Query, condition: Condition) -> _Found:
        """What a query finds when it is moved towards its context, whose words count, too."""
        context = np.asarray(self._library.embedder.embed_query(query.context), dtype=np.float32)
        moved = found.vector + query.weight * context
        vector = np.asarray(moved / max(float(np.linalg.norm(moved)), 1e-9), dtype=np.float32)
        beside = dict(self._library.search_words(content_terms(query.context), CANDIDATES, condition))
        lexical = dict(fuse([(1.0, found.lexical), (query.weight, beside)]))
        return _Found(vector, self._near(vector, condition), lexical)

    def _near(self, vector: Vectors, condition: Condition) -> Scores:
        return dict(self._library.search_vectors(vector.tolist(), CANDIDATES, condition))

    def _fused(self, found: _Found, condition: Condition) -> list[tuple[int, float]]:
        """The keys of all candidates with the sum of their parts but the sentences'."""
        weights, vector, dense, lexical = self._ranking, found.vector, found.dense, found.lexical
        first = fuse([(weights.dense + weights.feedback, dense), (weights.lexical, lexical)])
        if not weights.feedback or not first:
            return first
        towards = self._library.vectors_of([key for key, _ in first[:FEEDBACK]])
        feedback = self._near(vector + towards.mean(axis=0) if len(towards) else vector, condition)
        return fuse([(weights.dense, dense), (weights.lexical, lexical), (weights.feedback, feedback)])

    def _scored(self, fused: Sequence[tuple[int, float]], vector: Vectors) -> Iterator[tuple[StoredPassage, float]]:
        """The passages of all candidates, best first: the best ones by their sentences, too."""
        weights = self._ranking
        if not weights.sentence:
            yield from ((stored, score / weights.total) for stored, score in self._stored(fused))
            return
        best = list(self._stored(fused[:RERANKED]))
        sentence = scaled({stored.key: float((stored.vectors @ vector).max()) for stored, _ in best})
        scores = [(stored, score + weights.sentence * sentence[stored.key]) for stored, score in best]
        for stored, score in sorted(scores, key=lambda each: (-each[1], each[0].key)):
            yield stored, score / weights.total
        yield from ((stored, score / weights.total) for stored, score in self._stored(fused[RERANKED:]))

    def _stored(self, ranked: Sequence[tuple[int, float]]) -> Iterator[tuple[StoredPassage, float]]:
        """The passages of ranked keys, read a page at a time, since seldom more than the first is needed."""
        for at in range(0, len(ranked), RERANKED):
            stored = self._library.passages([key for key, _ in ranked[at : at + RERANKED]])
            yield from ((stored[key], score) for key, score in ranked[at : at + RERANKED] if key in stored)


def distinct(found: Iterable[Evidence], top_k: int) -> list[Evidence]:
    """Return the first `top_k` pieces of evidence, leaving out those that say what a better one says."""
    return list(islice(_distinct(found), top_k))


def _distinct(found: Iterable[Evidence]) -> Iterator[Evidence]:
    kept: list[str] = []
    for evidence in found:
        text = evidence.own_text
        if not any(_same(text, other) for other in kept):
            kept.append(text)
            yield evidence


MARKS_KEPT = 1_024
"""Passages whose names and numbers are kept."""

_NAME_OR_NUMBER = re.compile(r"\b(?:[A-Z]\w*|\w*\d\w*)")


@lru_cache(MARKS_KEPT)
def _marks(text: str) -> frozenset[str]:
    return frozenset(mark for mark in _NAME_OR_NUMBER.findall(text) if mark.lower() not in STOPWORDS)


def _same(text: str, other: str) -> bool:
    """Whether two passages share nearly all words, and all names and numbers: else they speak of different things."""
    # Most differ in names or numbers, which are known in a tenth of the time that the stems of all words take.
    if _marks(text) != _marks(other):
        return False
    words, other_words = content_stems(text), content_stems(other)
    shared, longer = len(words & other_words), max(len(words), len(other_words))
    return shared > 0 and shared >= SAME * longer
