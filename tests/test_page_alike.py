"""Documents of almost the same text lead to each other, in the library's tab and in the source pane."""

from dataclasses import replace

from page_parts import DOCUMENT, EN, HOSTILE, Page, metadata

from bot.page.views import library, pane
from bot.page.words import words_of
from bot.records import Source

FIRST = Source(
    "first", "0", replace(metadata(), title="The first print"), 3, original=True, near_duplicates=("canada",)
)
LATER = Source("canada", "1", metadata(), 3, True, duplicate_of="first", near_duplicates=("first",))
ALONE = Source("alone", "2", metadata(), 3, original=True)


def test_the_table_names_what_a_document_is_almost_the_same_as_and_which_is_cited():
    page = Page(library.render(EN, [FIRST, LATER, ALONE], read_only=False))
    assert page.texts("p", "alike") == [
        f"Almost the same text as {LATER.metadata.title}.",
        "Almost the same text as The first print. What both say is cited from “The first print”.",
    ]


def test_the_pane_leads_to_the_others():
    page = Page(pane.render(EN, DOCUMENT, sources=[FIRST, LATER, ALONE]))
    assert page.texts("p", "alike")[0].startswith("Almost the same text as The first print.")
    assert ["button", {"type": "button", "data-document": "first"}, "The first print"] in page.elements


def test_a_document_like_no_other_says_nothing_of_it():
    assert Page(pane.render(EN, DOCUMENT, sources=[ALONE])).texts("p", "alike") == []
    assert Page(library.render(EN, [ALONE], read_only=True)).texts("p", "alike") == []


def test_it_is_said_in_french_and_a_title_is_never_markup():
    hostile = replace(FIRST, metadata=replace(metadata(), title=HOSTILE))
    page = Page(library.render(words_of("fr"), [hostile, LATER], read_only=True))
    assert page.texts("p", "alike")[1].startswith(f"Presque le même texte que {HOSTILE}")
    assert page.texts("img") == page.texts("script") == []
