"""Which sentences support a claim, against the sets of sentences that annotators chose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.answering.support import supporting
from bot.embedding import Embedder
from bot.evaluation.metrics import Figures, index_overlap, mean_figures
from bot.evaluation.sets import Row


def measured_citing(claims: Sequence[Row], embedder: Embedder, step: Callable[[], object]) -> Figures:
    """Return the means over claims that are supported, of the gold set that gives the best F1."""
    scores = []
    for row in claims:
        if any(row["gold_sets"]):
            found = supporting(row["claim"], row["sentences"], embedder)
            best = (index_overlap(found, gold) for gold in row["gold_sets"] if gold)
            scores.append(max(best, key=lambda score: score[2]))
        step()
    return mean_figures(scores)
