"""Which sentences of a source support a claim: the likeliest one, and those that add to what it bears out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.answering.question import name_stems, rarity
from bot.answering.weights import Logistic, read_logistic, shipped_data
from bot.embedding import Embedder, MiniLM, Vectors, embedded_model
from bot.terms import content_terms

SUPPORT_SIGNALS = (
    "similarity",  # cosine of claim and sentence
    "similarity_to_best",  # the same, less the highest of all sentences
    "lexical",  # BM25 within the source, 1 for the highest
    "coverage",  # share of the claim's words in the sentence, weighted by rarity in the source
    "coverage_to_best",  # the same, less the highest
    "aligned",  # share of the claim's words that the sentence has, in other words too
    "aligned_to_best",  # the same, less the highest
    "names",  # share of the claim's names and numbers
    "numbers",  # share of its numbers
    "pairs",  # share of its word pairs
    "density",  # share of the sentence's words that the claim has
    "similarity_beside",  # the higher cosine of the sentences beside it
    "coverage_beside",  # the higher coverage of the sentences beside it
    "length",  # in characters, 1 from 300 on
)

SHORTLIST = 20
"""Sentences that are looked at word by word."""

MOST = 4
"""Sentences that support one claim."""

NEXT_TO_BEST = 0.4
"""A further sentence has at least this share of the best one's chance."""

GAIN = 0.02
"""A further sentence makes the aligned share of the claim's words grow by at least this much."""

_K1, _B = 1.2, 0.75
_Of = Callable[[Sequence[str]], float]
_Part = TypeVar("_Part")


@dataclass(frozen=True)
class Assessed:
    """The sentences of the shortlist, as indices, with their signals, and each claim word's cosine in each of them.

    `signals` has the shape (shortlist, SUPPORT_SIGNALS), `aligned` (claim words, shortlist). The `weights` of the
    claim's words add up to 1.
    """

    shortlist: tuple[int, ...]
    signals: Vectors
    aligned: Vectors
    weights: Vectors


def supporting(claim: str, sentences: Sequence[str], embedder: Embedder) -> tuple[int, ...]:
    """Return the indices, in order, of up to four sentences that support a claim best; none where there is none.

    Whether they bear it out is another matter: these are the ones to look at.
    """
    if not sentences or not content_terms(claim):
        return ()
    return chosen(assess(claim, sentences, embedder), read_logistic(shipped_data()["support"], SUPPORT_SIGNALS))


def chosen(assessed: Assessed, model: Logistic) -> tuple[int, ...]:
    """Return the likeliest sentence and those likely ones that bear out what the ones before them do not."""
    chances = model.chances(assessed.signals)
    order = np.argsort(-chances, kind="stable")
    kept = [int(order[0])]
    borne = assessed.aligned[:, kept[0]]
    for at in map(int, order[1:]):
        more = np.maximum(borne, assessed.aligned[:, at])
        likely = chances[at] >= NEXT_TO_BEST * chances[order[0]]
        if likely and len(kept) < MOST and assessed.weights @ (more - borne) >= GAIN:
            kept.append(at)
            borne = more
    return tuple(sorted(assessed.shortlist[at] for at in kept))


def assess(claim: str, sentences: Sequence[str], embedder: Embedder) -> Assessed:
    """Return the signals of the sentences nearest to a claim; there is at least one, and the claim has content."""
    source = _Source(claim, sentences, embedder)
    shortlist = np.sort(np.argsort(-(source.similarity + source.coverage), kind="stable")[:SHORTLIST])
    aligned, weights = _alignment(claim, [sentences[at] for at in shortlist], source.rarities, embedded_model())
    shares = weights @ aligned
    columns = source.columns(shortlist)
    columns |= {"aligned": shares, "aligned_to_best": shares - shares.max()}
    signals = np.stack([columns[name] for name in SUPPORT_SIGNALS], axis=1).astype(np.float32)
    return Assessed(tuple(map(int, shortlist)), signals, aligned, weights)


class _Source:
    """A source's sentences beside a claim; all arrays are of shape (sentences,)."""

    def __init__(self, claim: str, sentences: Sequence[str], embedder: Embedder) -> None:
        self._terms = [content_terms(sentence) for sentence in sentences]
        self._claim = content_terms(claim)
        self._names = set(name_stems(claim)) | _numbers(self._claim)
        counts = Counter(term for terms in self._terms for term in set(terms))
        self.rarities = {term: rarity(counts[term], len(sentences)) for term in dict.fromkeys(self._claim)}
        self.similarity = embedder.embed(sentences) @ np.asarray(embedder.embed_query(claim), dtype=np.float32)
        self.coverage = self._each(self._coverage)
        self._lengths = np.array([min(len(sentence), 300) / 300 for sentence in sentences], dtype=np.float32)

    def columns(self, at: NDArray[np.int64]) -> dict[str, Vectors]:
        """The signals that need no alignment, of the sentences at these places."""
        lexical = self._each(self._bm25)
        pairs = set(pairwise(self._claim))
        every = {
            "similarity": self.similarity,
            "similarity_to_best": self.similarity - self.similarity.max(),
            "lexical": lexical / (lexical.max() or 1.0),
            "coverage": self.coverage,
            "coverage_to_best": self.coverage - self.coverage.max(),
            "names": self._each(lambda terms: _share(self._names, terms)),
            "numbers": self._each(lambda terms: _share(_numbers(self._claim), terms)),
            "pairs": self._each(lambda terms: _share(pairs, pairwise(terms))),
            "density": self._each(lambda terms: _share(set(terms), self._claim)),
            "similarity_beside": _beside(self.similarity),
            "coverage_beside": _beside(self.coverage),
            "length": self._lengths,
        }
        return {name: values[at] for name, values in every.items()}

    def _each(self, of: _Of) -> Vectors:
        return np.array([of(terms) for terms in self._terms], dtype=np.float32)

    def _coverage(self, terms: Sequence[str]) -> float:
        there = self.rarities.keys() & set(terms)
        return math.fsum(self.rarities[term] for term in there) / math.fsum(self.rarities.values())

    def _bm25(self, terms: Sequence[str]) -> float:
        """BM25 with the constants that tantivy has."""
        mean = sum(map(len, self._terms)) / len(self._terms) or 1.0
        counts = Counter(terms)
        norm = _K1 * (1 - _B + _B * len(terms) / mean)
        shared = self.rarities.keys() & counts.keys()
        return sum(self.rarities[term] * counts[term] * (_K1 + 1) / (counts[term] + norm) for term in shared)


def _alignment(
    claim: str, sentences: Sequence[str], rarities: dict[str, float], model: MiniLM
) -> tuple[Vectors, Vectors]:
    """The highest cosine of each word of the claim in each sentence, and the words' weights, which add up to 1."""
    asked, spans = model.word_vectors(claim)
    words = [claim[start:end] for start, end in spans]
    weights = np.array([max((rarities.get(t, 0.0) for t in content_terms(word)), default=0.0) for word in words])
    cosines = np.zeros((len(words), len(sentences)), dtype=np.float32)
    for at, sentence in enumerate(sentences):
        said, places = model.word_vectors(sentence)
        kept = [i for i, (start, end) in enumerate(places) if sentence[start:end].isalnum()]
        if kept:
            cosines[:, at] = (asked @ said[kept].T).max(axis=1)
    return cosines, (weights / (weights.sum() or 1.0)).astype(np.float32)


def _numbers(terms: Iterable[str]) -> set[str]:
    return {term for term in terms if any(character.isdigit() for character in term)}


def _share(wanted: set[_Part], there: Iterable[_Part]) -> float:
    return len(wanted & set(there)) / len(wanted) if wanted else 0.0


def _beside(values: Vectors) -> Vectors:
    """The higher value of the neighbours, 0 beyond the ends."""
    padded = np.pad(values, 1)
    return np.maximum(padded[:-2], padded[2:])
