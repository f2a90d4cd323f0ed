"""Fits how likely sources say all of a claim, on claims with the verdicts of annotators; part of `bot fit`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bot.answering.weights import Logistic
from bot.embedding import Embedder, Vectors, embedded_model
from bot.evaluation.sets import CLAIMS, EvaluationSet
from bot.logistic import Labels, fitted, written
from bot.support.bearing import SIGNALS, borne_out
from bot.support.wholeness import WHOLE_SIGNALS, whole_signals

FOLDS = 5
SUPPORTED = "supported"
SHORTLIST = 25
"""Sentences of a source that are looked at word by word."""

PENALTY = 0.3
"""Inverse strength of the ridge penalty on the standardised signals."""

COVERAGE = (SIGNALS.index("coverage"),)
"""The lexical baseline: the share of a claim's words in the sentences chosen for it, and nothing else."""


def fit_whole(folder: Path, embedder: Embedder) -> dict[str, Any] | None:
    """Fit on the labelled claims of every set of a folder; return the data file's part, or None without such claims.

    The threshold is the chance from which on calling a claim supported gives the best F1. The figures are of claims
    that weights and threshold were not fitted on, a fifth of them at a time, and the same for the words alone.
    """
    claims = [row for path in sorted(folder.glob(f"*/{CLAIMS}")) for row in EvaluationSet(path.parent).claims]
    claims = [row for row in claims if row.get("label")]
    labels = np.array([row["label"] == SUPPORTED for row in claims])
    if len(claims) < FOLDS or not 0 < labels.sum() < len(labels):
        return None
    signals = [_signals(row["claim"], row["sentences"], embedder) for row in claims]
    whole = np.stack([each for each, _ in signals])
    words = np.stack([borne[list(COVERAGE)] for _, borne in signals])
    model, threshold = _fit(whole, labels)
    provenance = {
        "claims": len(claims),
        "supported": int(labels.sum()),
        "fitted_on_the_other_claims": _left_out(whole, labels),
        "words_alone": _left_out(words, labels),
    }
    return {"provenance": provenance, **written(model, WHOLE_SIGNALS), "threshold": round(threshold, 3)}


def _signals(claim: str, sentences: Sequence[str], embedder: Embedder) -> tuple[Vectors, Vectors]:
    """The signals of a claim as a whole, and those of the sentences chosen for it."""
    cosines = embedder.embed(sentences) @ np.asarray(embedder.embed_query(claim), dtype=np.float32)
    likely = np.sort(np.argsort(-cosines, kind="stable")[:SHORTLIST])
    borne = borne_out(claim, [sentences[at] for at in likely], cosines[likely], embedded_model())
    return whole_signals(claim, sentences, float(borne.signals[SIGNALS.index("aligned")])), borne.signals


def _fit(signals: Vectors, labels: Labels) -> tuple[Logistic, float]:
    """The model, and the chance that parts the two verdicts best, midway between two claims."""
    model = fitted([(signals, labels)], penalty=PENALTY)
    chances = np.sort(model.chances(signals))
    between = (chances[1:] + chances[:-1]) / 2
    return model, float(max(between, key=lambda threshold: _f1(labels, model.chances(signals) >= threshold)))


def _f1(labels: Labels, called: Labels) -> float:
    return 2 * float((labels & called).sum()) / float(labels.sum() + called.sum() or 1)


def _left_out(signals: Vectors, labels: Labels) -> dict[str, float]:
    """Balanced accuracy, F1 and AUC, each claim by weights and threshold fitted on the others."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    chances, called = np.empty(len(labels)), np.empty(len(labels), dtype=bool)
    for fold in range(FOLDS):
        rest = np.arange(len(labels)) % FOLDS != fold
        model, threshold = _fit(signals[rest], labels[rest])
        chances[~rest] = model.chances(signals[~rest])
        called[~rest] = chances[~rest] >= threshold
    figures = {
        "balanced_accuracy": balanced_accuracy_score(labels, called),
        "f1": _f1(labels, called),
        "auc": roc_auc_score(labels, chances),
    }
    return {name: round(float(figure), 3) for name, figure in figures.items()}
