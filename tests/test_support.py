"""The check of a sentence against the sentences that it cites."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from support_cases import cases

from bot.answering.sentences import candidates
from bot.answering.weights import shipped_data
from bot.evaluation.corpora import Corpus
from bot.evaluation.libraries import library_of
from bot.evaluation.sets import EvaluationSet
from bot.retrieval import Retriever
from bot.support.check import NOT_SAID, SupportCheck
from bot.support.faithfulness import unfaithful
from bot.support.known import Known
from bot.support.particulars import read

SOURCE = (
    "On 28 November 2017 Ada Lind said that Norway may land 1,250 tonnes of herring, and Sweden four million barrels."
)
TOLD = ["A statement on fish", "Ada Lind, minister", "3 May 2018"]
COUNTRIES = {"norway", "sweden", "japan"}


def fault(sentence, *sources):
    return unfaithful(sentence, sources or [SOURCE], TOLD, COUNTRIES.__contains__)


@pytest.mark.parametrize(
    ("text", "particulars"),
    [
        ("four million barrels", [("number", "4000000"), ("unit", "barrel")]),
        ("4,000,000 barrels", [("number", "4000000"), ("unit", "barrel")]),
        ("twenty-nine days", [("number", "29"), ("unit", "day")]),
        ("$3.5 billion", [("unit", "$"), ("number", "3500000000")]),
        ("15 per cent", [("number", "15"), ("unit", "%")]),
        ("the third time", [("number", "3")]),
        ("in 2017", [("date", "2017")]),
        ("one of them in May", [("date", "may")]),
        ("they may march", []),
    ],
)
def test_particulars_are_read_however_they_are_written(text, particulars):
    assert [(each.kind, each.key) for each in read(text).particulars] == particulars


def test_days_are_read_in_both_orders():
    for text in ("on 28 November", "on November 28", "on 28 and 29 November"):
        assert ("date", "28 november") in [(each.kind, each.key) for each in read(text).particulars]


@pytest.mark.parametrize(
    "sentence",
    [
        SOURCE,
        "Norway may land 1,250 tonnes of herring, Ada Lind said.",
        "Sweden has 4 million barrels.",
        "On November 28, 2017, Lind spoke of herring.",
        "In May 2018 the minister spoke of Norway's herring.",
    ],
)
def test_what_the_sources_say_is_faithful_however_it_is_put(sentence):
    assert fault(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Norway may land 1,350 tonnes of herring.", "The sources it cites do not have “1,350”."),
        ("Norway may land 1,250 barrels of herring.", "The sources say “barrels” of something else."),
        ("Norway may land 1,250 kilometres of herring.", "The sources it cites do not have “kilometres”."),
        ("Japan may land 1,250 tonnes of herring.", "The sources it cites do not have “Japan”."),
        ("Norway may land herring from Peru.", "The sources it cites do not have “Peru”."),
        ("On 28 December 2017 Ada Lind spoke.", "The sources it cites do not have “28 December” and “December”."),
        ("On 3 November 2017 Ada Lind spoke.", "The sources it cites do not have “3 November”."),
        ("Norway may not land 1,250 tonnes of herring.", "The sources it cites do not say “not” of this."),
    ],
)
def test_what_is_changed_is_told(sentence, reason):
    assert fault(sentence) == reason


def test_a_negation_of_the_source_must_not_vanish():
    source = "The committee did not accept the proposal to close the harbour."
    assert fault("The committee did accept the proposal to close the harbour.", source).endswith("which it leaves out.")
    assert fault("The committee refused to accept the proposal to close the harbour.", source) is None


@pytest.fixture(scope="module")
def check(bot, embedder):
    return SupportCheck(embedder, Known(bot._library))


@pytest.fixture(scope="module")
def cited(bot):
    return candidates(Retriever(bot._library).retrieve("What did Lavrov say of the Vancouver meeting?"))


@pytest.mark.parametrize(
    ("sentence", "is_supported"),
    [
        ("Lavrov called the Vancouver meeting “destructive”.", True),
        ("Lavrov called the meeting in Vancouver “destructive”.", True),
        ("Lavrov called the Vancouver meeting “a disaster”.", False),
        ("Freeland called the Vancouver meeting “destructive”.", False),
        ("Fish is a healthy food.", False),
        ("It is so.", False),
    ],
)
def test_a_sentence_is_judged_by_what_it_cites(check, cited, sentence, is_supported):
    judged = check.judge(sentence, cited)
    assert bool(judged.support) is is_supported
    assert (judged.reason is None) is is_supported


def test_without_citations_nothing_is_supported(check):
    assert check.judge("Lavrov called the Vancouver meeting “destructive”.", []).reason == NOT_SAID


def caught(library, embedder, seed, share=lambda _: True, most=100_000):
    """How many cases of each kind there are, and how many are judged rightly."""
    check, right, of = SupportCheck(embedder, Known(library)), Counter(), Counter()
    for _, case in zip(range(most), cases(library, seed, share), strict=False):
        of[case.kind] += 1
        right[case.kind] += (check.judge(case.text, case.cited).reason is None) is case.holds
    return right, of


def assert_told_apart(right, of):
    changed = [kind for kind in of if kind not in ("untouched", "rephrased", "word")]
    assert sum(of[kind] for kind in changed) >= 170
    assert sum(right[kind] for kind in changed) >= 0.95 * sum(of[kind] for kind in changed)
    assert right["untouched"] + right["rephrased"] >= 0.9 * (of["untouched"] + of["rephrased"])
    assert right["rephrased"] >= 0.9 * of["rephrased"]
    # Any other word in the place of one: not a particular, so only the score and the word vectors can tell.
    assert right["word"] >= 0.8 * of["word"]


@pytest.mark.slow
def test_minimal_changes_to_a_supported_sentence_are_caught_and_rephrasing_is_not(bot, embedder):
    """The rules were made on the documents with even numbers; the odd ones were looked at as figures only."""
    for part in (0, 1):
        assert_told_apart(*caught(bot._library, embedder, seed=7, share=lambda number, part=part: number % 2 == part))


@pytest.mark.slow
def test_the_same_holds_on_texts_of_other_people(tmp_path, embedder):
    folder = os.environ.get("BOT_EVAL_DATA")
    if not folder or not (Path(folder) / "eval/xquad").is_dir():
        pytest.skip("needs third-party texts: set BOT_EVAL_DATA to the folder with the evaluation data")
    corpus = Corpus(EvaluationSet(Path(folder) / "eval/xquad").corpus[:60])
    with library_of(corpus, tmp_path, embedder) as library:
        assert_told_apart(*caught(library, embedder, seed=7, most=700))


def test_the_score_says_what_it_was_fitted_on():
    told = shipped_data()["whole"]["provenance"]
    assert told["fitted_on_the_other_claims"]["f1"] > told["words_alone"]["f1"]
    assert json.dumps(told)
