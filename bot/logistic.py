"""Fits logistic models on signals as they are, and writes them down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answering.weights import Logistic
from bot.embedding import Vectors

Labels = NDArray[np.bool_]
Rows = tuple[Vectors, Labels]


def fitted(sets: Iterable[Rows | None], penalty: float) -> Logistic:
    """Fit on standardised signals, each set and each label within it weighing alike; return it for raw signals.

    `penalty` is the inverse strength of the ridge penalty.
    """
    from sklearn.linear_model import LogisticRegression

    present = [rows for rows in sets if rows is not None]
    signals = np.concatenate([rows for rows, _ in present])
    labels = np.concatenate([labels for _, labels in present])
    weights = np.concatenate([np.full(len(labels), 1.0 / labels.sum()) for _, labels in present])
    mean, scale = signals.mean(axis=0), signals.std(axis=0) + 1e-9
    model = LogisticRegression(C=penalty, max_iter=5_000)
    model.fit((signals - mean) / scale, labels, sample_weight=weights / weights.mean())
    raw = (model.coef_[0] / scale).astype(np.float32)
    return Logistic(raw, float(model.intercept_[0] - mean @ raw))


def written(model: Logistic, names: Sequence[str]) -> dict[str, Any]:
    """Return a model as a part of the data file."""
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.weights, strict=True)}
    return {"intercept": round(model.intercept, 4), "weights": weights}
