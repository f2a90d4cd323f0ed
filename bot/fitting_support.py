"""Fits which sentences support a claim, on claims with the sentences that annotators chose; part of `bot fit`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.answering.support import SUPPORT_SIGNALS, Assessed, assess, chosen
from bot.answering.weights import Logistic
from bot.embedding import Embedder
from bot.evaluation.metrics import index_overlap, mean_figures
from bot.evaluation.sets import CLAIMS, EvaluationSet, Row
from bot.logistic import Rows, fitted, written

FOLDS = 5

Labelled = tuple[Sequence[Sequence[int]], Assessed]


def fit_support(folder: Path, embedder: Embedder) -> dict[str, Any] | None:
    """Fit on the claims of every set of a folder; return the data file's part, or None where there are no claims.

    The figures in it are of claims that the weights were not fitted on: a fifth of them at a time.
    """
    claims = [row for path in sorted(folder.glob(f"*/{CLAIMS}")) for row in EvaluationSet(path.parent).claims]
    cases = [_case(row, embedder) for row in claims if any(row["gold_sets"])]
    if len(cases) < FOLDS:
        return None
    left_out = [score for fold in range(FOLDS) for score in _left_out(cases, fold)]
    provenance = {"claims": len(cases), "fitted_on_the_other_claims": mean_figures(left_out)}
    return {"provenance": provenance, **written(_fit(cases), SUPPORT_SIGNALS)}


def _case(row: Row, embedder: Embedder) -> Labelled:
    return [gold for gold in row["gold_sets"] if gold], assess(row["claim"], row["sentences"], embedder)


def _left_out(cases: Sequence[Labelled], fold: int) -> list[tuple[float, float, float]]:
    model = _fit([case for at, case in enumerate(cases) if at % FOLDS != fold])
    return [_score(case, model) for case in cases[fold::FOLDS]]


def _score(case: Labelled, model: Logistic) -> tuple[float, float, float]:
    golds, assessed = case
    found = chosen(assessed, model)
    return max((index_overlap(found, gold) for gold in golds), key=lambda score: score[2])


def _fit(cases: Sequence[Labelled]) -> Logistic:
    return fitted([_rows(cases)], penalty=1.0)


def _rows(cases: Sequence[Labelled]) -> Rows:
    labels = [[any(at in gold for gold in golds) for at in assessed.shortlist] for golds, assessed in cases]
    return np.concatenate([assessed.signals for _, assessed in cases]), np.concatenate(labels)
