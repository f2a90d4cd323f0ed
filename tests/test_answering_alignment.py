"""How well a sentence has a question's words, in other words too."""

import pytest

from bot.answering.alignment import aligned_coverage
from bot.answering.question import analyse

QUESTION = "Which talks does Norway refuse to take part in?"


@pytest.fixture
def aligned(embedder):
    def coverage(text, sentence, frequency=lambda term: 1):
        return aligned_coverage(analyse(text, frequency, 50), sentence, embedder)

    return coverage


def test_other_words_for_the_same_thing_align_better_than_other_things(aligned):
    paraphrase = aligned(QUESTION, "Norway declines to participate in the negotiations.")
    unrelated = aligned(QUESTION, "The farmers sold their wheat at the market.")
    assert paraphrase > unrelated + 0.1


def test_the_same_words_align_best(aligned):
    same = aligned(QUESTION, "Norway refuses to take part in talks.")
    assert 1.0 + 1e-5 >= same > aligned(QUESTION, "Norway declines to participate in the negotiations.")


def test_a_rare_word_weighs_more_than_a_common_one(aligned):
    def wheat_is_common(term):
        return 45 if term == "wheat" else 1

    def salmon_is_common(term):
        return 45 if term == "salmon" else 1

    sentence = "Salmon swim north."
    assert aligned("wheat salmon", sentence, wheat_is_common) > aligned("wheat salmon", sentence, salmon_is_common)


@pytest.mark.parametrize(
    ("question", "sentence"), [("?", "Norway exports salmon."), ("Which salmon?", "… !"), ("the", "the")]
)
def test_nothing_aligns_where_there_are_no_words(aligned, question, sentence):
    assert aligned(question, sentence) == 0.0
