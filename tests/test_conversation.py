"""A question as it was put becomes one that stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import LONGEST_QUESTION, checked, depends, standalone
from bot.errors import QuestionError

TILLERSON = "How does Tillerson describe diplomacy?"


def after(question, *earlier, authors=()):
    """The question after earlier ones, each of which was answered."""
    history = [turn for asked in earlier for turn in (("user", asked), ("assistant", "Mattis said so."))]
    return standalone(question, history, authors)


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "?!", "…", "“ ”", "\u200b"])
def test_a_question_without_a_letter_or_digit_is_empty(question):
    with pytest.raises(QuestionError, match="empty") as caught:
        checked(question)
    assert caught.value.hint


def test_a_question_may_have_4000_characters_and_no_more():
    assert checked("x" * LONGEST_QUESTION) == "x" * 4_000
    with pytest.raises(QuestionError, match="4,001 characters; 4,000 is the most"):
        checked("x" * 4_001)


def test_a_question_is_brought_to_one_line():
    assert checked("  What\n did\t Mattis   say? ") == "What did Mattis say?"


@given(st.text(max_size=200))
def test_a_question_is_refused_or_on_one_line(text):
    try:
        line = checked(text)
    except QuestionError:
        assert not any(character.isalnum() for character in text)
    else:
        assert line == " ".join(line.split())
        assert len(line) <= LONGEST_QUESTION


@pytest.mark.parametrize(
    "question",
    [
        "When was resolution 2375 adopted?",
        "What did Haley say about war?",
        "Is it possible that North Korea attacks?",
        "What is this article about?",
        "Which ships are inspected under these resolutions?",
        "What does the statement by Canada say about sanctions?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question):
    assert after(question, TILLERSON) == question


@pytest.mark.parametrize("question", ["Why?", "What did he say about ships?", "And what about Mattis?", "Did it fail?"])
def test_the_first_question_is_left_alone_whatever_it_is(question):
    assert standalone(question, [], ()) == question
    assert standalone(question, [("assistant", "Welcome."), ("user", "  ")], ()) == question


@pytest.mark.parametrize(
    "question",
    [
        "And what about Mattis?",
        "What about Mattis?",
        "But what about Mattis?",
        "How about Mattis?",
        "and Mattis?",
        "And Mattis",
    ],
)
def test_what_about_asks_the_earlier_question_of_another(question):
    assert after(question, TILLERSON) == "How does Mattis describe diplomacy?"


def test_what_about_keeps_the_rest_of_the_earlier_question():
    earlier = "What did the Canadian government say about sanctions?"
    assert after("And what about Jim Mattis?", earlier) == "What did Jim Mattis say about sanctions?"


def test_what_about_follows_an_earlier_question_without_a_speaker():
    assert (
        after("What about Japan?", "Which sanctions are planned?") == "Which sanctions are planned? What about Japan?"
    )


@pytest.mark.parametrize(
    "question",
    [
        "Why?",
        "And then?",
        "And in which year?",
        "And why now?",
        "When did he say so?",
        "What are their reasons?",
        "Was there an answer to that?",
        "So who else?",
    ],
)
def test_a_question_that_points_back_follows_the_earlier_one(question):
    assert depends(question)
    assert after(question, TILLERSON) == f"{TILLERSON} {question}"


def test_the_earlier_question_is_the_last_that_stood_alone_as_it_was_understood():
    assert after("Why?", "Who adopted the resolution?", TILLERSON) == f"{TILLERSON} Why?"
    assert after("Why?", "Who adopted the resolution?", TILLERSON, "And what about Mattis?") == (
        "How does Mattis describe diplomacy? Why?"
    )
    assert after("And then?", TILLERSON, "Why?") == f"{TILLERSON} And then?"


def test_the_first_question_counts_where_none_stands_alone():
    assert after("Why?", "What did he say?", "And then?") == "What did he say? Why?"


def test_what_the_bot_said_is_no_question():
    history = [("user", TILLERSON), ("assistant", "Who is the president of South Korea?")]
    assert standalone("Why?", history, ()) == f"{TILLERSON} Why?"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("When was it published?", "When was the statement by Canada published?"),
        ("What is the title of it?", "What is the title of the statement by Canada?"),
        ("and when was it published?", "When was the statement by Canada published?"),
        ("When was the article published?", "When was the article published?"),
    ],
)
def test_it_means_the_document_that_the_earlier_question_was_about(question, meant):
    assert after(question, "Who wrote the statement by Canada?") == meant


def test_the_author_is_named_where_there_is_one():
    assert standalone("Where is the author a Senior Fellow?", [], ("Ada Example",)) == (
        "Where is the author Ada Example a Senior Fellow?"
    )
    assert standalone("Where is the author a Senior Fellow?", [], ("Ada", "Bob")) == (
        "Where is the author a Senior Fellow?"
    )


@pytest.mark.parametrize(
    "question",
    [
        "What does the author think of diplomacy?",
        "What is the author's view?",
        "Is the author Ada Example a fellow?",
        "Who is the author of the resolution?",
    ],
)
def test_the_author_is_not_named_where_the_words_of_the_document_are_meant(question):
    assert standalone(question, [], ("Ada Example",)) == question


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
def test_any_question_after_any_others_stays_a_text(question, earlier):
    assert isinstance(after(question, *earlier), str)
    if not earlier:
        assert after(question) == question
