"""Which sentences support a claim."""

import pytest

from bot.answering.support import MOST, supporting

NOISE = ["Rain fell all week in the valley.", "Coffee was served at noon.", "The mayor opened a bridge in spring."]


def test_the_sentence_that_says_it_supports_a_claim(embedder):
    sentences = [*NOISE, "Canada will host the foreign ministers in Vancouver."]
    assert supporting("The foreign ministers meet in Vancouver.", sentences, embedder) == (3,)


def test_two_sentences_that_each_bear_out_a_half_are_both_found_in_order(embedder):
    sentences = ["Freeland visited Ottawa on Monday.", *NOISE, "Tillerson called the launch a threat to peace."]
    claim = "Freeland visited Ottawa and Tillerson called the launch a threat."
    assert supporting(claim, sentences, embedder) == (0, 4)


def test_a_sentence_that_adds_nothing_is_left_out(embedder):
    said = "The missile flew for 53 minutes."
    assert len(supporting("The missile flew for 53 minutes.", [said, said, *NOISE], embedder)) == 1


def test_no_more_than_a_few_sentences_are_named(embedder):
    parts = ["wheat from Peru", "rice from Japan", "cod from Norway", "oats from Ireland", "tea from India", "jam"]
    claim = f"The port takes {', '.join(parts)}."
    assert len(supporting(claim, [f"The port takes {part}." for part in parts], embedder)) <= MOST


@pytest.mark.parametrize(("claim", "sentences"), [("The launch failed.", []), ("?!", NOISE), ("", NOISE)])
def test_without_a_claim_or_a_source_there_is_no_support(claim, sentences, embedder):
    assert supporting(claim, sentences, embedder) == ()


def test_a_source_without_any_word_is_no_error(embedder):
    assert supporting("The launch failed.", ["…", "—"], embedder) in {(0,), (1,), (0, 1)}
