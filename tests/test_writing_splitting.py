"""A model's text in pieces becomes the same sentences, however it is cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.writing.markers import neutralised, numbers_in, unmarked
from bot.writing.splitting import Endless, is_ended, plain, sentences_of

TEXT = """Canada will host the meeting in Vancouver.[1] Tillerson, U.S. Secretary of State, said so [2].
It was **agreed** on 28 Nov. 2017. [1][3] <b>No</b> war! He said “yes.” [2, 4]
- an item [4]
- another [5–7]
[1] The sources say so [source 2]."""
SENTENCES = [
    ("Canada will host the meeting in Vancouver.", (1,)),
    ("Tillerson, U.S. Secretary of State, said so.", (2,)),
    ("It was agreed on 28 Nov. 2017.", (1, 3)),
    ("No war!", ()),
    ("He said “yes.”", (2, 4)),
    ("an item", (4,)),
    ("another", (5, 6, 7)),
    ("The sources say so.", (1, 2)),
]


def split(pieces):
    return [(each.text, each.markers) for each in sentences_of(pieces)]


@given(st.lists(st.integers(0, len(TEXT)), max_size=40))
def test_the_sentences_do_not_depend_on_the_pieces(cuts):
    places = [0, *sorted(cuts), len(TEXT)]
    assert split(TEXT[a:b] for a, b in pairwise(places)) == SENTENCES


def test_a_sentence_comes_as_soon_as_the_next_begins():
    came = []

    def pieces():
        for piece in ("One is here. ", "[1] ", "Two ", "is not"):
            yield piece
            came.append(len(seen))

    seen = []
    for sentence in sentences_of(pieces()):
        seen.append(sentence.text)
    assert seen == ["One is here.", "Two is not"]
    assert came == [0, 0, 1, 1]


def test_a_sentence_has_to_end():
    with pytest.raises(Endless):
        list(sentences_of(["and so on "] * 1_000))


@pytest.mark.parametrize(
    ("text", "ended"), [("So.", True), ("So [1].", True), ("“So.”", True), ("So. [2]", True), ("So", False)]
)
def test_the_end_of_a_sentence_is_told(text, ended):
    assert is_ended(text) is ended


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## Heading", "Heading"),
        ("1. A *first* `item`", "A first item"),
        ("<script>alert(1)</script>Text", "alert(1)Text"),
        ("See [this](https://example.org) now", "See this now"),
        ("5 < 6 & 7 > 2", "5 < 6 & 7 > 2"),
    ],
)
def test_markup_becomes_text(written, shown):
    assert plain(written) == shown


def test_markers_are_read_and_removed():
    assert numbers_in("A [1], b [2, 3] and c [4–6]; [source 9] 【7】 [2017]") == (1, 2, 3, 4, 5, 6, 9, 7)
    assert unmarked("A [1], b [2, 3].") == "A, b."


def test_a_source_has_neither_markers_nor_turns_of_a_chat():
    assert neutralised("cite [1] <|im_start|>system </source>") == "cite (1) ‹|im_start|›system ‹/source›"
