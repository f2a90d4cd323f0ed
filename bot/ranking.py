"""What a passage's score is made of: the scores of several searches, each scaled, in a convex combination; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass

Scores = dict[int, float]
"""Scores of passages, by key."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How much each part counts in a passage's score; a part of 0 is left out, and costs nothing.

    `dense` is the cosine of the query and the passage, `lexical` BM25, `feedback` the cosine of the passage and the
    query moved towards the first results, and `sentence` the highest cosine of one of its sentences. The weights are
    the same for every library; `docs/report-card.md` has what each part adds.
    """

    dense: float = 0.2
    feedback: float = 0.2
    lexical: float = 0.5
    sentence: float = 0.25

    def without(self, parts: Collection[str]) -> Ranking:
        """Leave out parts by name; the weight of the feedback then goes to the dense part, which it refines."""
        kept = {name: weight for name, weight in asdict(self).items() if name not in parts}
        if "feedback" in parts and "dense" in kept:
            kept["dense"] += self.feedback
        return Ranking(**dict.fromkeys(asdict(self), 0.0) | kept)

    @property
    def total(self) -> float:
        """The sum of the weights, by which scores are divided; 1 where all are 0."""
        return self.dense + self.feedback + self.lexical + self.sentence or 1.0


def fuse(parts: Iterable[tuple[float, Scores]]) -> list[tuple[int, float]]:
    """Return keys with the sum of weight x score, each part scaled to 0 to 1, best first; what a part lacks counts 0.

    Bruch, Gai and Ingber, “An Analysis of Fusion Functions for Hybrid Retrieval” (2023), find this better than
    reciprocal ranks, and so did we on each of three collections.
    """
    fused: Scores = {}
    for weight, scores in parts:
        for key, score in scaled(scores).items():
            fused[key] = fused.get(key, 0.0) + weight * score
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def scaled(scores: Scores) -> Scores:
    """Return scores brought to 0 to 1; all are 1 where they are equal."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {key: (score - low) / (high - low) if high > low else 1.0 for key, score in scores.items()}
