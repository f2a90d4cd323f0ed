"""How likely sources say all of a claim: a fitted model over what the claim has that they lack.

The weights are in `bot/answering/weights.json`, with what they were fitted on: the claims of WiCE's development split
(Kamoi et al., 2023), which annotators called supported, partially supported or not supported by their sources.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from bot.answering.weights import Logistic, read_logistic, shipped_data
from bot.embedding import Vectors
from bot.support.particulars import read
from bot.terms import content_terms

WHOLE_SIGNALS = (
    "aligned",  # mean of each word's highest cosine with a word of the sentences chosen for the claim
    "complete",  # 1 where the sources have every name, number and date of it, else 0
    "clause",  # the least share of a clause's stems that the sources have
    "covered",  # share of all its stems that the sources have
    "length",  # natural logarithm of the number of its different stems
)

FEWEST = 2
"""Stems of a clause that is looked at by itself."""

_BETWEEN = re.compile(r"[,;(]| and | which | who | that | but ")


def whole_signals(claim: str, sources: Sequence[str], aligned: float) -> Vectors:
    """Return the signals of a claim beside all sentences of its sources, of shape (WHOLE_SIGNALS,)."""
    read_sources = [read(source) for source in sources]
    there = frozenset[str]().union(*(each.terms for each in read_sources))
    there |= {each.key for one in read_sources for each in one.particulars}
    wanted = set(content_terms(claim))
    complete = all(each.key in there for each in read(claim).particulars if each.kind != "unit")
    clauses = [len(clause & there) / len(clause) for clause in _clauses(claim)]
    covered = len(wanted & there) / len(wanted) if wanted else 0.0
    signals = (aligned, float(complete), min(clauses, default=covered), covered, math.log(max(1, len(wanted))))
    return np.array(signals, dtype=np.float32)


def is_whole(signals: Vectors) -> bool:
    """Tell whether the chance is that at which the sources are taken to say all of a claim, or higher."""
    return bool(_model().chances(signals) >= shipped_data()["whole"]["threshold"])


@cache
def _model() -> Logistic:
    return read_logistic(shipped_data()["whole"], WHOLE_SIGNALS)


def _clauses(claim: str) -> Iterator[set[str]]:
    for part in _BETWEEN.split(claim):
        stems = set(content_terms(part))
        if len(stems) >= FEWEST:
            yield stems
