"""Markdown becomes the text of the rendered page."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.loading.markdown import render
from bot.loading.normalisation import normalise

MARKDOWN = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(["# ", "\n", "\n\n", "- ", "1. ", "> ", "|a|\n|-|\n", "`", "  "])),
    max_size=30,
).map("".join)


def text_of(source):
    return render(source)[0]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one\ntwo", "one two"),
        ("one  \ntwo", "one\ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("*one* __two__ `three`", "one two three"),
        ("see [the page](https://example.org) now", "see the page now"),
        ("![a missile in *flight*](x.png)", "a missile in flight"),
        ("- a\n- b\n  - c\n\nd", "- a\n- b\n- c\n\nd"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n  b\n\n- c", "- a\nb\n- c"),
        ("> quoted\n> words", "quoted words"),
        ("```\nx = 1\ny = 2\n```", "x = 1\ny = 2"),
        ("| a | b |\n|---|---|\n| c | d |", "a | b\nc | d"),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("-\n\npara", "para"),
        ("caf&eacute;&nbsp;x &amp; y", "café x & y"),
    ],
)
def test_syntax_is_dropped_and_words_stay(source, text):
    assert text_of(source) == text


@pytest.mark.parametrize("html", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "a <b>bold</b> word"])
def test_raw_html_stays_as_literal_text(html):
    assert text_of(html) == html


def test_headings_are_lines_of_their_own_with_exact_offsets_and_levels():
    text, headings = render("# One *é*\n\ntext 😀\n\n## Two\nmore\n\nThree\n===\n")
    assert text == "One é\n\ntext 😀\n\nTwo\n\nmore\n\nThree"
    assert [(text[h.start : h.end], h.level) for h in headings] == [("One é", 1), ("Two", 2), ("Three", 1)]


def test_a_heading_is_one_line_even_if_its_source_has_several():
    text, headings = render("One\ntwo  \nthree\n===\n\n- # four")
    assert [h.text for h in headings] == ["One two three", "four"]
    assert text == "One two three\n\nfour"


def test_an_empty_heading_marks_nothing():
    assert render("#\n\ntext") == ("text", ())


def test_deeply_nested_lists_lose_nothing():
    source = "".join("  " * depth + f"- item{depth}\n" for depth in range(40))
    assert text_of(source) == "\n".join(f"- item{depth}" for depth in range(40))


@settings(deadline=None)
@given(MARKDOWN)
def test_rendered_text_is_normalised_and_headings_point_at_their_words(source):
    text, headings = render(source)
    assert normalise(text) == text
    for heading in headings:
        assert text[heading.start : heading.end] == heading.text
        assert "\n" not in heading.text
        assert heading.start == 0 or text[heading.start - 1] == "\n"
        assert heading.end == len(text) or text[heading.end] == "\n"
