"""Plain text: paragraphs that a page's width broke are whole again, and a title is found."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.loading.plain import readable, title_heading, unwrap
from bot.records import Heading

PROSE = (
    "The ministers agreed to meet again in the spring and asked their officials to prepare a list of measures that "
    "all of them could put in place without a new resolution of the Security Council."
)
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=20, max_size=80)


@pytest.mark.parametrize("width", [50, 72, 100, 120])
def test_wrapped_paragraphs_become_one_line_each(width):
    wrapped = textwrap.fill(PROSE, width)
    assert unwrap(f"{wrapped}\n\n{wrapped}") == f"{PROSE}\n\n{PROSE}"


@settings(deadline=None)
@given(WORDS, st.integers(50, 110))
def test_whatever_is_wrapped_is_unwrapped(words, width):
    prose = " ".join(words)
    wrapped = textwrap.fill(prose, width)
    if max(map(len, wrapped.split("\n"))) >= 40:
        assert unwrap(wrapped) == prose


@pytest.mark.parametrize(
    "text",
    [
        "Ada Example\nAda Example is a Fellow at an institute whose long description goes well beyond the width of "
        "any page that anybody would wrap by hand.",
        "Ada Example\nDirector of Studies\nOttawa",
        "The three measures that were agreed today are the following:\n- inspections at sea\n- fewer visas",
        "The first line of this block ends early\nand\nthe last is the longest line that there is in the block",
    ],
    ids=["long line", "narrow block", "list", "room left"],
)
def test_line_ends_that_were_meant_stay(text):
    assert unwrap(text) == text


def test_a_short_first_line_of_its_own_is_the_title():
    assert title_heading("A Title of Some Words\n\nText.") == Heading(0, 21, 1, "A Title of Some Words")
    assert title_heading("Only a title") == Heading(0, 12, 1, "Only a title")


@pytest.mark.parametrize(
    "text", ["", "A sentence.\n\nText.", "He said “no.”\n\nText.", "Two\nlines\n\nText.", "x" * 201 + "\n\nText."]
)
def test_a_first_line_that_is_no_title_is_none(text):
    assert title_heading(text) is None


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("statement-by-canada_2017-12-08", "Statement by canada 2017-12-08"),
        ("UN_resolution", "UN resolution"),
        ("2017-12-08", "2017-12-08"),
    ],
)
def test_a_file_name_becomes_readable(stem, title):
    assert readable(stem) == title
