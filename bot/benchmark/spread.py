"""Figures with their spread: the median of several rounds, and between which values most of them lie."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

MOST = (5.0, 95.0)
"""The percentiles between which a spread reaches."""


def seconds(work: Callable[..., object], *arguments: object) -> float:
    """Return how long a function takes."""
    began = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - began


def median(values: Iterable[float]) -> float:
    """Return the median."""
    return percentile(values, 50.0)


def percentile(values: Iterable[float], share: float) -> float:
    """Return a percentile, 0 to 100, between neighbours where it falls between them."""
    return float(np.percentile(np.fromiter(values, dtype=np.float64), share))


def summary(rounds: Mapping[str, Sequence[float]], digits: int = 3) -> dict[str, Any]:
    """Return the median of each figure over the rounds, and under `spread` its 5th and 95th percentiles."""
    medians = {name: round(median(values), digits) for name, values in rounds.items()}
    spread = {name: [round(percentile(values, share), digits) for share in MOST] for name, values in rounds.items()}
    return {**medians, "spread": spread}


def percentiles_ms(rounds: Iterable[Sequence[float]]) -> dict[str, Any]:
    """Return the median over rounds of each round's p50 and p95, in milliseconds, with their spread."""
    measured = [[1000 * each for each in taken] for taken in rounds]
    return summary({f"p{share}": [percentile(taken, share) for taken in measured] for share in (50, 95)}, digits=2)
