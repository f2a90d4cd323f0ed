"""How far sentences of the sources bear out a claim: fully, in part, or not at all.

The weights were fitted on the 349 claims of WiCE's development split (Kamoi et al., 2023; annotations ODC-BY), whose
annotators called each claim supported, partially supported or not supported by its source, and on the same claims
beside the source of another one, which are not supported. On claims left out of the fit, a fifth at a time, the macro
F1 of the three verdicts is .54, with the claims beside another source .72; 1 % of those get any support. A claim that
differs from its sentences in a number, a date, a name or a negation has support in part only: with that, of the claims
called supported 68 % are so by their label, without it 56 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.answering.question import name_stems
from bot.answering.sentences import Candidate
from bot.answering.weights import Logistic
from bot.embedding import Embedder, MiniLM, Vectors, embedded_model
from bot.terms import content_terms

Support = Literal["supported", "partly", "not found"]

SIGNALS = (
    "similarity",  # the highest cosine of the claim and a sentence
    "coverage",  # share of the claim's stems that the chosen sentences have together
    "aligned",  # the same, in other words too: mean of each word's highest cosine with a word of theirs
    "names",  # share of its names, 1 where it has none
    "numbers",  # share of its numbers, 1 where it has none
)

MOST = 3
"""Sentences that bear out one claim."""

GAIN = 0.1
"""A further sentence has at least this share of the claim's stems that the ones before it lack."""

NEXT_TO_BEST = 0.5
"""A further sentence has at least this share of the best one's cosine."""

BORNE_IN_PART = Logistic(np.array([6.104, 2.801, 4.44, 0.361, 0.063], dtype=np.float32), -6.183)
BORNE_IN_FULL = Logistic(np.array([1.774, 1.57, 4.343, 0.15, 0.3], dtype=np.float32), -4.72)
IN_PART, IN_FULL = 0.5, 0.7
"""The least chances of the two with which a claim is called so; they give the figures above."""


@dataclass(frozen=True)
class Borne:
    """The sentences chosen for a claim, as indices in order, and the signals of all of them together.

    `words` are the claim's words of content, each with its highest cosine with a word of theirs.
    """

    chosen: tuple[int, ...]
    signals: Vectors
    words: tuple[tuple[str, float], ...] = ()


def verdict_of(signals: Vectors) -> Support:
    """Return what the signals of the chosen sentences amount to."""
    if BORNE_IN_PART.chances(signals) < IN_PART:
        return "not found"
    return "supported" if BORNE_IN_FULL.chances(signals) >= IN_FULL else "partly"


def borne_by(claim: str, found: Sequence[Candidate], embedder: Embedder, most: int) -> tuple[list[Candidate], Borne]:
    """Choose among the `most` candidates nearest to a claim, one at least; return them with what they amount to."""
    query = np.asarray(embedder.embed_query(claim), dtype=np.float32)
    cosines: Vectors = np.stack([each.evidence.stored.vectors[each.position] for each in found]) @ query
    likely = np.sort(np.argsort(-cosines, kind="stable")[:most])
    borne = borne_out(claim, [found[at].text for at in likely], cosines[likely], embedded_model())
    return [found[likely[at]] for at in borne.chosen], borne


def borne_out(claim: str, sentences: Sequence[str], similarity: Vectors, model: MiniLM) -> Borne:
    """Choose the sentences that together say most of a claim; `similarity` is the cosine of each, one at least."""
    wanted = set(content_terms(claim))
    stems = [set(content_terms(sentence)) & wanted for sentence in sentences]
    chosen = _chosen(stems, similarity, len(wanted))
    there: set[str] = set().union(*(stems[at] for at in chosen))
    words = _aligned(claim, [sentences[at] for at in chosen], model)
    signals = [
        float(similarity[chosen].max()),
        _share(wanted, there),
        float(np.mean([cosine for _, cosine in words])) if words else 0.0,
        _share(set(name_stems(claim)) & wanted, there),
        _share({stem for stem in wanted if any(map(str.isdigit, stem))}, there),
    ]
    return Borne(tuple(sorted(chosen)), np.array(signals, dtype=np.float32), words)


def _chosen(stems: Sequence[set[str]], similarity: Vectors, wanted: int) -> list[int]:
    """The best sentence, and those that add most to what it says."""
    shares = np.array([len(each) for each in stems]) / max(1, wanted)
    chosen = [int((similarity + shares).argmax())]
    while len(chosen) < min(MOST, len(stems)):
        there = set().union(*(stems[at] for at in chosen))
        gains = np.array([len(each - there) for each in stems]) / max(1, wanted)
        value = np.where(gains > 0, gains + similarity, -1.0)
        best = int(value.argmax())
        if gains[best] < GAIN or similarity[best] < NEXT_TO_BEST * similarity[chosen[0]]:
            break
        chosen.append(best)
    return chosen


def _aligned(claim: str, sentences: Sequence[str], model: MiniLM) -> tuple[tuple[str, float], ...]:
    """The words of content of a claim, each with the highest cosine of a word of the sentences."""
    asked, spans = model.word_vectors(claim)
    kept = [at for at, (start, end) in enumerate(spans) if content_terms(claim[start:end])]
    said = np.concatenate([model.word_vectors(sentence)[0] for sentence in sentences])
    if not kept or not len(said):
        return ()
    nearest = (asked[kept] @ said.T).max(axis=1)
    return tuple((claim[slice(*spans[at])], float(cosine)) for at, cosine in zip(kept, nearest, strict=True))


def _share(wanted: set[str], there: set[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 1.0
