"""Quotation marks: what stands between them, however they are written."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.attribution.marks import is_pulled, is_title, quotations, quoted_stretches, straightened
from bot.records import Span


def found(text):
    return [text[span.start : span.end] for span in quotations(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“We won,” she said.", ["We won,"]),
        ('"We won," she said, "and how."', ["We won,", "and how."]),
        ("'We won,' she said.", ["We won,"]),
        ("‘We won,’ she said.", ["We won,"]),
        ("« On a gagné », dit-elle.", ["On a gagné"]),
        ("„Wir haben gewonnen“, sagte sie.", ["Wir haben gewonnen"]),
        ("»Wir haben gewonnen«, sagte sie.", ["Wir haben gewonnen"]),
        ('" We won , " she said .', ["We won ,"]),
        ("It was the dogs' dinner, the '90s and rock 'n' roll; nobody's fault.", []),
        ("‘The ministers’ plan is dead,’ he said.", ["The ministers’ plan is dead,"]),
        ("He said “no", []),
        ("A 6'2\" man said “no” to it.", ["no"]),
    ],
)
def test_the_words_between_marks_are_found_and_an_apostrophe_is_none(text, quoted):
    assert found(text) == quoted


def test_a_quotation_in_a_quotation_is_found_as_well():
    text = "“He told me, ‘Go home,’ and I went,” she said."
    stretches = [(text[each.span.start : each.span.end], each.depth) for each in quoted_stretches(text)]
    assert stretches == [("He told me, ‘Go home,’ and I went,", 0), ("Go home,", 1)]


def test_a_quotation_of_several_paragraphs_opens_each_and_closes_once():
    text = "“We won.\n\n“We will win again,” she said."
    assert [(text[each.span.start : each.span.end], each.continues) for each in quoted_stretches(text)] == [
        ("We won.", True),
        ("We will win again,", False),
    ]


def test_a_quotation_that_goes_on_in_the_next_paragraph_has_no_space_before_its_first_word():
    assert found('" We won.\n\n" We will win again," she said.') == ["We won.", "We will win again,"]


def test_treebank_marks_become_plain_ones_at_the_same_offsets():
    text = "`` We won , '' she said ."
    assert straightened(text) == "“  We won ,  ” she said ."
    assert len(straightened(text)) == len(text)
    assert straightened("the '' sign") == "the '' sign"


def test_words_that_a_magazine_repeats_in_large_print_are_no_quotation():
    text = "The gap must be closed before the summer is over.\n\n“The gap must be closed before the summer…”\n\n“No.”"
    quoted = quotations(text)
    assert [is_pulled(text, span, quoted) for span in quoted] == [True, False]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("He said on “Face the Nation” that it was over.", True),
        ("He said it on CNN’s “Late Edition.”", True),
        ("He called it “Operation Chaos”.", False),
        ("He spoke of “a great day” there.", False),
    ],
)
def test_the_name_of_a_broadcast_is_no_quotation(text, title):
    (span,) = quotations(text)
    assert is_title(text, span) is title


@pytest.mark.parametrize("piece", ["'a ", "“a” ", "s' b ", '" a ', "‘"])
def test_a_paragraph_of_nothing_but_marks_is_read_in_one_pass(piece):
    # A pass for each mark would take hours.
    assert quoted_stretches(piece * 200_000) is not None


@given(st.text(alphabet="ab .,\n“”‘’\"'«»„‚-", max_size=120))
def test_quotations_lie_within_the_text_apart_from_each_other_and_without_space_at_their_ends(text):
    spans = quotations(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(st.text(alphabet="ab .,\n“”‘’\"'«»„‚-", max_size=120))
def test_of_two_quotations_that_overlap_one_holds_the_other(text):
    spans = [each.span for each in quoted_stretches(text)]
    for one in spans:
        for other in spans:
            apart = one.end <= other.start or other.end <= one.start
            assert apart or _holds(one, other) or _holds(other, one)


def _holds(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end
