"""Which sentences of the evidence may stand in an answer."""

import pytest
from documents import front_matter, written
from evidence import evidence_of, sentences_of

from bot.answering.sentences import candidates

TEXT = """# A test statement

## Measures on shipping and trade

### Ships at sea today

The ministry inspects every ship. He agreed. It was so decided.

| 10 | 20 | 30 | [a](b) | {c} |

## What came next year

This year brings new rules: the ministry trains 40 inspectors.
"""


@pytest.fixture
def found():
    return candidates(evidence_of(front_matter(TEXT), "note.md"))


def test_prose_is_a_candidate_and_headings_title_and_markup_are_not(found):
    assert sorted(candidate.text for candidate in found) == [
        "It was so decided.",
        "The ministry inspects every ship.",
        "This year brings new rules: the ministry trains 40 inspectors.",
    ]


def test_two_words_are_too_few_to_answer_but_may_be_taken_along():
    before, hanging = sentences_of("Trump spoke. He praised the rice farmers.")
    assert (before.text, before.is_prose, before.is_text) == ("Trump spoke.", False, True)
    assert hanging.is_prose


def test_neither_headings_nor_markup_may_be_taken_along():
    shown = [each.text for each in sentences_of(front_matter(TEXT), "note.md") if each.is_text]
    assert shown == [
        "The ministry inspects every ship.",
        "He agreed.",
        "It was so decided.",
        "This year brings new rules: the ministry trains 40 inspectors.",
    ]


def test_the_title_line_of_a_bare_text_is_no_candidate():
    evidence = evidence_of("Talks on rice and wheat\n\nThe talks on rice failed.")
    assert [candidate.text for candidate in candidates(evidence)] == ["The talks on rice failed."]


@pytest.mark.parametrize(
    ("sentence", "hangs"),
    [
        ("He said so twice.", True),
        ("But they declined the offer.", True),
        ("“It was a surprise,” the envoy said.", True),
        ("At the same time, she warned of war.", True),
        ("Its main partners are China and Russia.", True),
        ("This was the last of the talks.", True),
        ("This year the talks will go on.", False),
        ("Hermann said so twice.", False),
        ("The envoy said he was tired.", False),
        ("However, the envoy was tired.", False),
    ],
)
def test_a_sentence_that_opens_with_a_pronoun_hangs(sentence, hangs):
    found = candidates(evidence_of(f"A note on talks\n\n{sentence}"))
    assert [(candidate.text, candidate.hangs) for candidate in found] == [(sentence, hangs)]


def test_a_candidate_cites_exactly_itself(found):
    text = written(front_matter(TEXT), "note.md").text
    for candidate in found:
        citation = candidate.citation()
        assert citation.quote == candidate.text == text[citation.start : citation.end]
        assert citation.title == "A test statement"


def test_no_evidence_has_no_candidates():
    assert candidates([]) == []
