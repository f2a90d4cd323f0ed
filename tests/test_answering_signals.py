"""The numbers that speak for a sentence as an answer, and for a question as answered."""

from contextlib import closing

import numpy as np
import pytest
from documents import front_matter, written
from evidence import evidence_of

from bot.answering.question import analyse
from bot.answering.sentences import candidates
from bot.answering.signals import (
    ANSWERABLE_SIGNALS,
    SENTENCE_SIGNALS,
    answerable_signals,
    context_stems,
    offers,
    sentence_signals,
)
from bot.library import open_library
from bot.retrieval import Retriever
from bot.terms import stem

NOTE = front_matter(
    "# The wheat harvest\n\nThe ministry bought forty tonnes of northern wheat on 3 May 2017. "
    "Ministers then met envoys from Norway because prices rose. Rain fell all day.\n\n"
    "## Fish and ships\n\nShips unload salmon at the harbour every morning, and the harbour is three miles from town."
)


@pytest.fixture(scope="module")
def library(tmp_path_factory, embedder):
    with closing(open_library(tmp_path_factory.mktemp("signals") / "library", embedder)) as opened:
        opened.add([written(NOTE, "note.md")])
        yield opened


@pytest.fixture
def signals_of(library):
    """A function from a question to its candidates' signals, by their first words, and the signals of the whole."""

    def signals(text):
        question = analyse(text, library.frequency, library.passage_count)
        evidence = Retriever(library).retrieve(text)
        found = candidates(evidence)
        rows = sentence_signals(question, library.embedder.embed_query(text), found)
        chances = rows[:, SENTENCE_SIGNALS.index("coverage")]
        whole = answerable_signals(question, found, rows, chances, evidence, aligned=0.25)
        each = [dict(zip(SENTENCE_SIGNALS, row, strict=True)) for row in rows]
        first_words = [candidate.text.split()[0] for candidate in found]
        return dict(zip(first_words, each, strict=True)), dict(zip(ANSWERABLE_SIGNALS, whole, strict=True))

    return signals


def test_each_sentence_has_every_signal_as_a_finite_number(signals_of):
    named, whole = signals_of("How many tonnes of northern wheat did the ministry buy?")
    assert set(named) == {"The", "Ministers", "Rain", "Ships"}
    assert all(np.isfinite(list(row.values())).all() for row in named.values())
    assert np.isfinite(list(whole.values())).all()


def test_the_sentence_that_answers_has_the_best_signals(signals_of):
    named, _ = signals_of("How many tonnes of northern wheat did the ministry buy?")
    best, other = named["The"], named["Rain"]
    assert best["similarity_to_best"] == 0 > other["similarity_to_best"]
    assert best["similarity"] > other["similarity"]
    assert best["coverage"] > other["coverage"] == 0
    assert best["pairs"] > other["pairs"] == 0
    assert (best["wanted"], other["wanted"]) == (1, 0)
    assert best["length"] > other["length"]


def test_the_passage_that_fits_best_has_a_difference_of_0(signals_of):
    named, _ = signals_of("Where do ships unload salmon?")
    assert named["Ships"]["passage"] == 0 > named["Rain"]["passage"]


def test_the_title_and_the_headings_cover_words_that_the_sentence_lacks(signals_of):
    named, _ = signals_of("Which fish is unloaded at the harbour?")
    assert named["Ships"]["coverage_with_title"] > named["Ships"]["coverage"]


def test_the_signals_of_a_question_that_is_answered_exceed_those_of_one_that_is_not(signals_of):
    _, answered = signals_of("How many tonnes of northern wheat did the ministry buy?")
    _, other = signals_of("How many warheads does the Norwegian navy hide?")
    for name in ("similarity", "passage_similarity", "coverage", "passage_coverage"):
        assert answered[name] > other[name], name
    assert answered["aligned"] == other["aligned"] == 0.25


def test_a_date_that_no_good_sentence_has_is_lacking(signals_of):
    _, dated = signals_of("When did the ministry buy northern wheat?")
    _, undated = signals_of("When did envoys unload salmon at the harbour in town?")
    assert (dated["lacks_wanted"], undated["lacks_wanted"]) == (0, 1)


def test_a_role_that_no_sentence_has_near_its_country_is_lacking(signals_of):
    _, whole = signals_of("Who is the president of Norway?")
    assert whole["lacks_wanted"] == 1


def test_names_are_the_share_found_in_the_best_sentences(signals_of):
    _, whole = signals_of("Did ministers meet envoys from Norway?")
    assert whole["names"] == 1
    _, without = signals_of("Did ministers meet envoys from Peru?")
    assert without["names"] == 0
    _, nameless = signals_of("Did ministers meet envoys?")
    assert nameless["names"] == 1


@pytest.mark.parametrize(
    ("question", "sentence", "offered"),
    [
        ("How many ships are there?", "There are twelve ships at sea.", 1.0),
        ("How many ships are there?", "There are 12 ships at sea.", 1.0),
        ("How many ships are there?", "There are ships at sea.", 0.0),
        ("How many ships are there?", "Ships left on 3 May 2017 for the north.", 0.0),
        ("How many launches were there?", "The Hwasong 15 launch was condemned.", 0.0),
        ("How far is the harbour?", "The harbour is three miles from town.", 1.0),
        ("How far is the harbour?", "The harbour has three gates to town.", 0.0),
        ("How old is the envoy?", "The envoy is 60 years old now.", 1.0),
        ("How long did the talks last?", "The talks lasted two days in all.", 1.0),
        ("When did the ships leave?", "Ships left in May for the north.", 1.0),
        ("When did the ships leave?", "Ships may leave for the north.", 0.0),
        ("Why did the ships leave?", "Ships left because of the storm.", 1.0),
        ("Why did the ships leave?", "Ships left the harbour at dawn.", 0.0),
        ("Who left the harbour?", "Envoy Ada Example left the harbour.", 1.0),
        ("Who left the harbour?", "They all left the harbour early.", 0.0),
        ("Where did the ships go?", "Ships left for Norway at dawn.", 1.0),
        ("Tell me about the ships.", "Ships left the harbour at dawn.", 0.5),
    ],
)
def test_a_sentence_offers_the_kind_of_thing_that_is_asked_for(question, sentence, offered):
    (candidate,) = candidates(evidence_of(f"A note\n\n{sentence}"))
    assert offers(analyse(question, lambda term: 1, 10), candidate) == offered


def test_the_context_of_a_passage_is_its_text_title_headings_and_speaker():
    (fish,) = (each for each in evidence_of(NOTE, "note.md") if "salmon" in each.passage.text)
    stems = context_stems(fish)
    assert {stem(word) for word in ("salmon", "fish", "statement", "ada", "harvest")} <= stems
    assert stem("tonnes") not in stems
