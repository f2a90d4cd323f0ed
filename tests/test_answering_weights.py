"""The fitted weights: a data file that tells where it comes from, and the logistic function."""

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.signals import ANSWERABLE_SIGNALS, SENTENCE_SIGNALS
from bot.answering.weights import FILE, Logistic, read_weights, shipped_weights


@pytest.fixture
def data():
    return json.loads(files("bot.answering").joinpath(FILE).read_text("utf-8"))


def test_the_file_tells_what_the_weights_were_fitted_on_and_how(data):
    provenance = data["provenance"]
    assert provenance["command"] == "python -m bot fit FOLDER"
    assert provenance["embedding"] == "minilm"
    assert set(provenance["questions"]) == set(provenance["auc_fitted_on_the_other_sets"])
    assert all(count > 0 for count in provenance["questions"].values())
    assert all(0.5 < auc <= 1 for auc in provenance["auc_fitted_on_the_other_sets"].values())


def test_the_file_has_every_signal_and_no_other(data):
    assert set(data["sentence"]["weights"]) == set(SENTENCE_SIGNALS)
    assert set(data["answerable"]["weights"]) == set(ANSWERABLE_SIGNALS)


def test_the_threshold_is_a_probability():
    assert 0 < shipped_weights().threshold < 1


def test_weights_are_read_in_the_order_of_the_signals(data):
    weights = read_weights(data)
    assert weights.sentence.weights.tolist() == pytest.approx(
        [data["sentence"]["weights"][name] for name in SENTENCE_SIGNALS]
    )
    data["answerable"]["weights"] = dict(reversed(data["answerable"]["weights"].items()))
    assert read_weights(data).answerable.weights.tolist() == weights.answerable.weights.tolist()


def test_a_file_without_a_signal_is_an_error(data):
    del data["sentence"]["weights"]["coverage"]
    with pytest.raises(KeyError, match="coverage"):
        read_weights(data)


def test_the_logistic_function_gives_the_odds():
    model = Logistic(np.array([2.0, -1.0], np.float32), 0.5)
    chances = model.chances(np.array([[0.0, 0.5], [1.0, 0.0]], np.float32))
    assert chances.tolist() == pytest.approx([0.5, 1 / (1 + np.exp(-2.5))])


@given(st.lists(st.floats(-20, 20, width=32), min_size=3, max_size=3))
def test_chances_lie_between_0_and_1(signals):
    model = Logistic(np.array([1.0, -1.0, 0.5], np.float32), -1.0)
    assert 0 <= float(model.chances(np.array(signals, np.float32))) <= 1
