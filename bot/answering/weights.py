"""The fitted weights: a small data file, and the logistic function over it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from bot.answering.signals import ANSWERABLE_SIGNALS, SENTENCE_SIGNALS
from bot.embedding import Vectors

FILE = "weights.json"


@dataclass(frozen=True)
class Logistic:
    """A logistic model over signals as they are: chance = 1 / (1 + exp(-(intercept + weights . signals)))."""

    weights: Vectors
    intercept: float

    def chances(self, signals: Vectors) -> Vectors:
        """Return the chance, 0 to 1, of each row of signals."""
        score = np.asarray(signals) @ self.weights + self.intercept
        chances: Vectors = (1.0 / (1.0 + np.exp(-score))).astype(np.float32)
        return chances


@dataclass(frozen=True)
class Weights:
    """The two models, and the least confidence with which a question is answered."""

    sentence: Logistic
    answerable: Logistic
    threshold: float


@cache
def shipped_data() -> dict[str, Any]:
    """Return the content of the data file that comes with the bot; it tells what it was fitted on, and how."""
    data: dict[str, Any] = json.loads(files("bot.answering").joinpath(FILE).read_text("utf-8"))
    return data


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with the bot."""
    return read_weights(shipped_data())


def read_weights(data: dict[str, Any]) -> Weights:
    """Return the weights of a data file's content."""
    return Weights(
        read_logistic(data["sentence"], SENTENCE_SIGNALS),
        read_logistic(data["answerable"], ANSWERABLE_SIGNALS),
        float(data["threshold"]),
    )


def read_logistic(data: dict[str, Any], names: Sequence[str]) -> Logistic:
    """Return the model of a part of a data file, its weights in the order of their names."""
    weights = np.array([data["weights"][name] for name in names], dtype=np.float32)
    return Logistic(weights, float(data["intercept"]))
