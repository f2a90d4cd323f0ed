"""Blocks become one normalised text, with headings and marks at the right places in it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.loading.blocks import Blocks
from bot.loading.normalisation import normalise
from bot.records import Mark

BLOCK = st.tuples(
    st.text(max_size=20), st.sampled_from([None, 1, 2]), st.booleans(), st.integers(0, 20), st.sampled_from(["", "- "])
)


def test_blocks_are_apart_by_a_blank_line_and_close_ones_by_a_line_end():
    blocks = Blocks()
    blocks.add("A  title\nof two lines", 1)
    blocks.add("first", lead="- ")
    blocks.add("second", close=True, lead="- ")
    blocks.add("  \n ")
    blocks.add("last\nline")
    parsed = blocks.parsed()
    assert parsed.text == "A title of two lines\n\n- first\n- second\n\nlast\nline"
    assert [(parsed.text[h.start : h.end], h.text, h.level) for h in parsed.headings] == [
        ("A title of two lines", "A title of two lines", 1)
    ]


def test_a_mark_within_a_block_stands_where_its_words_stand_in_the_text():
    blocks = Blocks()
    blocks.add("one", marks=[Mark(0, page=1)])
    blocks.add("two   three  four", marks=[Mark(6, page=2), Mark(13, page=3)], lead="- ")
    parsed = blocks.parsed()
    assert [(mark.page, parsed.text[mark.start :].split()[0]) for mark in parsed.marks] == [
        (1, "one"),
        (2, "three"),
        (3, "four"),
    ]


def test_a_mark_of_a_block_without_words_is_that_of_the_next_one():
    blocks = Blocks()
    blocks.add("one", marks=[Mark(0, page=1)])
    blocks.add(" ", marks=[Mark(0, page=2)])
    blocks.add("two")
    parsed = blocks.parsed()
    assert [(mark.page, parsed.text[mark.start :].split()[0]) for mark in parsed.marks] == [(1, "one"), (2, "two")]


@given(st.lists(BLOCK, max_size=8))
def test_text_is_normalised_and_headings_and_marks_are_in_order_and_inside(raw):
    blocks = Blocks()
    for number, (text, level, close, at, lead) in enumerate(raw):
        blocks.add(text, level, close=close, marks=[Mark(min(at, len(text)), page=number)], lead=lead)
    parsed = blocks.parsed()
    assert parsed.text == normalise(parsed.text)
    assert all(parsed.text[heading.start : heading.end] == heading.text for heading in parsed.headings)
    starts = [mark.start for mark in parsed.marks]
    assert starts == sorted(set(starts))
    assert all(0 <= start <= len(parsed.text) for start in starts)
