"""The source pane: a document with the places that a result cites."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_parts import DOCUMENT, EN, LAUNCH, RECKLESS, TEXT, Page, cite, place

from bot.errors import UnknownDocument
from bot.page.places import Place, places
from bot.page.views import pane
from bot.records import Document, Heading, Mark, Metadata

# The pane


def test_the_pane_shows_the_whole_text_with_its_headings_and_paragraphs():
    page = Page(pane.render(EN, DOCUMENT))
    start = next(at for at, (_, attrs, _) in enumerate(page.elements) if attrs.get("class") == "text")
    body = [(tag, inside) for tag, _, inside in page.elements[start + 1 :]]
    assert body == [
        ("h3", "The launch"),
        ("p", "Canada condemned the launch. It called it reckless."),
        ("h3", "The way"),
        ("p", "The way forward is talks.\n- with Japan\n- with South Korea"),
    ]
    assert page.texts("h2") == ["Statement by Canada"]


@settings(deadline=None)
@given(st.lists(st.integers(1, 9)))
def test_no_level_of_heading_is_left_out_whatever_levels_the_document_has(levels):
    headings = tuple(Heading(at * 2, at * 2 + 1, level, "x") for at, level in enumerate(levels))
    document = replace(DOCUMENT, text="x\n" * len(levels) + "The end.", headings=headings)
    ranks = [
        int(tag[1]) for tag, _, _ in Page(pane.render(EN, document)).elements if tag[0] == "h" and tag[1:].isdigit()
    ]
    assert ranks[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(ranks))
    assert len(ranks) == 1 + len(levels)


def test_the_exact_words_are_marked_and_the_other_citations_more_lightly():
    page = Page(pane.render(EN, DOCUMENT, [place(LAUNCH), place(RECKLESS)]))
    assert page.texts("mark", "cited") == [LAUNCH.quote]
    assert page.texts("mark", "also") == [RECKLESS.quote]


def test_the_cited_words_win_where_citations_overlap():
    page = Page(
        pane.render(
            EN, DOCUMENT, [place(cite("Canada condemned the launch. It called it reckless.")), place(RECKLESS)], 1
        )
    )
    assert page.texts("mark", "cited") == [RECKLESS.quote]
    assert page.texts("mark", "also") == [LAUNCH.quote + " "]


def test_words_over_several_paragraphs_are_marked_in_each():
    page = Page(pane.render(EN, DOCUMENT, [place(cite("reckless.\n\nThe way\n  \nThe way forward"))]))
    assert page.texts("mark", "cited") == ["reckless.", "The way", "The way forward"]


def test_the_title_in_the_text_is_shown_when_it_is_what_is_cited():
    page = Page(pane.render(EN, DOCUMENT, [place(cite("Statement by Canada"))]))
    assert page.texts("mark", "cited") == ["Statement by Canada"]


def test_the_pane_names_the_reference_and_where_the_original_is():
    assert Page(pane.render(EN, DOCUMENT, [place(LAUNCH)])).texts("p", "reference") == [LAUNCH.reference]
    assert "Original: canada.ca" in Page(pane.render(EN, DOCUMENT)).texts("p", "reference")[0]
    original = Page(pane.render(EN, replace(DOCUMENT, original=True)))
    assert original.texts("p", "reference") == [
        "Chrystia Freeland, “Statement by Canada”, statement, Ottawa, 28 November 2017."
    ]
    assert original.texts("p", "origin") == ["Source: canada.ca"]
    fetched = replace(DOCUMENT, original=True, metadata=replace(DOCUMENT.metadata, retrieved="2026-11-28"))
    told = Page(pane.render(EN, fetched)).texts("p", "origin")
    assert told == ["Source: canada.ca, retrieved 28 November 2026"]


def test_words_that_a_changed_document_no_longer_holds_are_not_marked():
    page = Page(pane.render(EN, replace(DOCUMENT, text="Another " + TEXT, headings=()), [place(LAUNCH)]))
    assert page.texts("mark") == []
    assert "has changed" in page.texts("p", "note")[0]


def test_a_document_that_is_gone_says_so():
    page = Page(pane.failure(EN, UnknownDocument("It was removed.", "Look at the sources.")))
    assert page.texts("div", "problem") == ["It was removed. Look at the sources."]


@settings(deadline=None)
@given(st.text(alphabet="ab \n", max_size=60), st.data())
def test_every_visible_character_is_shown_once_and_the_marks_hold_the_quote(words, data):
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    document = Document("x", words, "0", Metadata("T"))
    citation = replace(LAUNCH, document="x", start=start, end=end, quote=words[start:end])
    page = Page(pane.render(EN, document, [place(citation)]))
    assert "".join(page.texts("div", "text")[0].split()) == "".join(words.split())
    assert "".join("".join(page.texts("mark", "cited")).split()) == "".join(words[start:end].split())


def test_every_place_can_be_walked_to_and_the_one_that_is_read_is_counted():
    page = Page(pane.render(EN, DOCUMENT, [place(LAUNCH), place(RECKLESS)], 1))
    assert page.attributes("data-step") == ["-1", "1"]
    seen = [inside for _, attrs, inside in page.elements if "data-of" in attrs and "hidden" not in attrs]
    assert seen == [RECKLESS.reference, "Cited place 2 of 2"]


def test_a_place_of_a_link_has_no_words_to_compare_and_the_reference_of_its_document():
    page = Page(pane.render(EN, DOCUMENT, places([{"start": str(LAUNCH.start), "end": str(LAUNCH.end)}])))
    assert page.texts("mark", "cited") == [LAUNCH.quote]
    assert "Original: canada.ca" in page.texts("p", "reference")[0]


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (0, 10_000)])
def test_a_place_outside_the_document_is_not_marked(start, end):
    page = Page(pane.render(EN, DOCUMENT, [Place(start, end)]))
    assert page.texts("mark") == []
    assert "has changed" in page.texts("p", "note")[0]


def paged(text, *marks):
    return Page(pane.render(EN, Document("x", text, "0", Metadata("T"), marks=marks)))


def told(page):
    """The text with its pages and times where they are told, a block or a place an item."""
    return [
        attrs.get("data-place") or inside
        for tag, attrs, inside in page.elements
        if attrs.get("class") == "place" or (tag == "p" and "class" not in attrs)
    ]


def test_a_page_is_told_where_it_begins_and_is_no_part_of_the_text():
    page = paged("One.\n\nTwo goes on. Three.", Mark(0, page=1), Mark(6, page=1), Mark(19, page=2, label="A-2"))
    assert told(page) == ["p. 1", "One.", "Two goes on. Three.", "p. A-2"]
    assert page.attributes("role").count("separator") == 2
    assert page.attributes("aria-label").count("Page A-2") == 1


def test_a_page_that_begins_between_two_paragraphs_is_told_before_the_second_without_those_that_are_empty():
    page = paged("One.\n\nTwo.", Mark(0, page=1), Mark(4, page=2), Mark(5, page=3))
    assert told(page) == ["p. 1", "One.", "p. 3", "Two."]


def test_a_page_begins_within_cited_words_which_stay_marked():
    document = Document("x", "One two three.", "0", Metadata("T"), marks=(Mark(0, page=1), Mark(4, page=2)))
    page = Page(pane.render(EN, document, [Place(0, 7)]))
    assert page.texts("mark", "cited") == ["One ", "two"]
    classes = [attrs.get("class") for _, attrs, _ in page.elements]
    assert [each for each in classes if each in ("place", "cited")] == ["place", "cited", "place", "cited"]


def test_times_are_told_half_a_minute_apart_and_not_read_out():
    page = paged("a b c d", Mark(0, second=0), Mark(2, second=10), Mark(4, second=31), Mark(6, second=3700))
    assert told(page) == ["0:00:00", "a b c d", "0:00:31", "1:01:40"]
    assert "separator" not in page.attributes("role")
    assert page.attributes("aria-hidden").count("true") >= 3


@settings(deadline=None)
@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 4))), st.data())
def test_pages_change_no_character_of_the_text_and_none_is_told_twice_in_a_row(words, starts, data):
    pages = sorted(page for _, page in starts)
    marks = tuple(Mark(start, page=page) for (start, _), page in zip(sorted(starts), pages, strict=True))
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    document = Document("x", words, "0", Metadata("T"), marks=marks)
    page = Page(pane.render(EN, document, [Place(start, end)]))
    assert "".join(page.texts("div", "text")[0].split()) == "".join(words.split())
    assert "".join("".join(page.texts("mark", "cited")).split()) == "".join(words[start:end].split())
    assert all(before != after for before, after in pairwise(page.attributes("data-place")))
