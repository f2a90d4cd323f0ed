"""Passages are made of whole sentences, their offsets are exact, and together they cover the text."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chunking import MAX_LENGTH, TARGET_LENGTH, chunk
from bot.loading import fingerprint, read_bytes
from bot.records import Document, Heading, Metadata

PIECES = st.sampled_from(
    [
        ". ",
        "? ",
        "\n",
        "\n\n",
        "\u3000",
        "\u2028",
        "“",
        "” ",
        '"',
        "U.S. ",
        "1. ",
        "- ",
        "😀",
        "𝒜",
        "e\u0301",
        "שלום. ",
        "x" * 90,
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=15)), max_size=120).map("".join)


def document(text, headings=(), title="Title"):
    return Document("doc", text, fingerprint(text), Metadata(title), tuple(headings))


def markdown(text):
    return read_bytes(text.encode(), "doc.md")


def sentences(text):
    return [text[span.start : span.end] for passage in chunk(document(text)) for span in passage.sentences]


@st.composite
def documents(draw):
    """Arbitrary text, any of whose lines may be headings."""
    text = draw(TEXTS)
    headings, start = [], 0
    for line in text.split("\n"):
        if line.strip() and draw(st.booleans()):
            headings.append(Heading(start, start + len(line), draw(st.integers(1, 6)), line))
        start += len(line) + 1
    return document(text, headings)


def heading_at(source, span):
    """The heading that a sentence lies in, None for a sentence of the text."""
    return next((heading for heading in source.headings if heading.start <= span.start < heading.end), None)


@settings(deadline=None)
@given(documents())
def test_offsets_are_exact_ordered_and_disjoint_on_any_text(source):
    passages = chunk(source)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert passage.document == "doc"
        assert passage.text == source.text[passage.start : passage.end]
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
    spans = [span for passage in passages for span in passage.sentences]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for span in spans:
        words = source.text[span.start : span.end]
        assert words
        assert words == words.strip()
        assert "\n" not in words


@settings(deadline=None)
@given(documents())
def test_every_character_that_is_no_whitespace_is_in_one_sentence(source):
    spans = [span for passage in chunk(source) for span in passage.sentences]
    covered = [offset for span in spans for offset in range(span.start, span.end)]
    assert len(covered) == len(set(covered))
    assert {at for at, char in enumerate(source.text) if not char.isspace()} <= set(covered)


@settings(deadline=None)
@given(documents())
def test_passages_are_bounded_and_lie_in_one_section(source):
    passages = chunk(source)
    assert all(passage.end - passage.start <= MAX_LENGTH for passage in passages)
    for passage in passages:
        opening = [heading_at(source, span) for span in passage.sentences]
        body = [heading is None for heading in opening]
        assert body == sorted(body), "headings come first"
        levels = [heading.level for heading in dict.fromkeys(filter(None, opening))]
        assert all(outer < inner for outer, inner in pairwise(levels))


@settings(deadline=None)
@given(documents())
def test_chunking_again_gives_the_same(source):
    assert chunk(source) == chunk(source)


def test_a_text_without_words_has_no_passages():
    assert chunk(document("")) == ()
    assert chunk(document(" \n\n \u3000")) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S. government said so on Dec. 8 in St. Charles.",
        "Mr. Mattis and Gen. Dunford met Sen. Graham at 10 a.m. EST on Nov. 29.",
        "It is in para. 5 of res. 2375 (2017), adopted on Sept. 11.",
        "At the U.N. Canada spoke first, i.e. before Japan.",
        "He said “We will act. We will not wait. It is time.” and left.",
        'The minister said "We will act. We will not wait. It is time."',
        "“Is it over? Never.”",
        "It costs 3.5 million, approx. 5 percent more.",
    ],
)
def test_abbreviations_and_quotations_end_no_sentence(sentence):
    assert sentences(f"Before it. {sentence} After it.") == ["Before it.", sentence, "After it."]


@pytest.mark.parametrize("space", ["\u00a0", "\u2028", "\u3000", "\t"])
def test_odd_spaces_part_no_sentence_and_break_nothing(space):
    assert sentences(f"Plan B{space}. It is done.") == [f"Plan B{space}.", "It is done."]


def test_a_straight_quotation_mark_left_open_does_not_swallow_the_rest():
    assert sentences('A 5" gun fired. He said "Yes. Now." Then it ended.') == [
        'A 5" gun fired.',
        'He said "Yes. Now."',
        "Then it ended.",
    ]


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_split_by_sentence():
    assert sentences("“We are united. We are firm.\n\n“We will act.”") == [
        "“We are united.",
        "We are firm.",
        "“We will act.”",
    ]


def test_lines_with_hard_breaks_are_sentences_of_their_own():
    assert sentences("Ada Example\nAda Example is a Fellow of the institute.") == [
        "Ada Example",
        "Ada Example is a Fellow of the institute.",
    ]


@pytest.mark.parametrize("marker", ["1.", "12)", "(a)", "-", "•", "b."])
def test_a_list_marker_belongs_to_its_first_sentence(marker):
    assert sentences(f"{marker} Canada will host. It is good.") == [f"{marker} Canada will host.", "It is good."]


def test_offsets_count_code_points():
    text = "😀 Über öl. 𝒜 end here! e\u0301t."
    assert sentences(text) == ["😀 Über öl.", "𝒜 end here!", "e\u0301t."]


def test_the_language_of_the_document_decides_what_an_abbreviation_is():
    text = "Es gilt ca. 5 Jahre, d.h. lange. Das ist alles."
    german = replace(document(text), metadata=Metadata("Title", language="de"))
    assert [text[span.start : span.end] for span in chunk(german)[0].sentences] == [
        "Es gilt ca. 5 Jahre, d.h. lange.",
        "Das ist alles.",
    ]


def test_headings_open_their_passage_and_make_its_path():
    passages = chunk(markdown("# Title\n\nIntro.\n\n## Part\n\n### Detail\n\nText one.\n\n## Other\n\nText two."))
    assert [(passage.text, passage.heading) for passage in passages] == [
        ("Title\n\nIntro.", None),
        ("Part\n\nDetail\n\nText one.", "Part › Detail"),
        ("Other\n\nText two.", "Other"),
    ]
    assert [len(passage.sentences) for passage in passages] == [2, 3, 2]


def test_a_main_heading_that_is_not_the_title_stays_in_the_path():
    passages = chunk(markdown("# Title\n\nText.\n\n# Annex\n\n## List\n\nItems."))
    assert [passage.heading for passage in passages] == [None, "Annex › List"]


def test_a_heading_is_one_sentence_whatever_its_punctuation():
    passages = chunk(markdown("## What now? What next?\n\nText."))
    assert passages[0].text[: passages[0].sentences[0].end] == "What now? What next?"


def paragraph(count, length=100):
    """A paragraph of sentences of the given length."""
    return " ".join("W" + "o" * (length - 2) + "." for _ in range(count))


def lengths(*paragraphs):
    return [passage.end - passage.start for passage in chunk(document("\n\n".join(paragraphs)))]


def test_short_paragraphs_share_a_passage_up_to_the_target():
    assert lengths(*[paragraph(3)] * 4) == [606, 606]
    assert max(lengths(*[paragraph(1)] * 50)[:-1]) <= TARGET_LENGTH


def test_a_passage_ends_with_a_paragraph_where_it_can():
    assert lengths(paragraph(5), paragraph(5)) == [504, 504]


def test_a_paragraph_that_fits_a_passage_stays_whole():
    assert len(lengths(paragraph(4), paragraph(9), paragraph(4))) == 3


def test_a_long_paragraph_is_split_between_sentences():
    source = document(paragraph(20))
    assert all(passage.text.endswith(".") for passage in chunk(source))
    assert len(chunk(source)) == 3


def test_a_tiny_remainder_joins_its_predecessor():
    assert len(lengths(paragraph(7), paragraph(1))) == 1
    assert len(lengths(paragraph(9), paragraph(2))) == 2


@pytest.mark.parametrize("separator", [" ", ""])
def test_a_sentence_that_is_too_long_is_cut_at_spaces_where_there_are_some(separator):
    text = separator.join(["word"] * 1000)
    pieces = sentences(text)
    assert all(len(piece) <= MAX_LENGTH for piece in pieces)
    assert separator.join(pieces) == text
    assert len(pieces) <= 2 * len(text) // MAX_LENGTH
    if separator:
        assert all(piece.startswith("word") and piece.endswith("word") for piece in pieces)


def test_a_long_quotation_is_cut_where_its_sentences_end():
    pieces = sentences("“" + "It is a sentence that somebody said aloud. " * 60 + "It is over.”")
    assert len(pieces) > 2
    assert all(piece.endswith((".", "”")) for piece in pieces)


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. said “no. Never.” on Dec. 8. " * 8_000,
        "word " * 60_000,
        "x" * 300_000,
        "“" * 300_000,
        "a. " + "\u3000" * 300_000 + "b",
        "A line.\n" * 30_000,
        "Some words here, and so on.\n\n" * 10_000,
    ],
    ids=["prose", "no punctuation", "one word", "open quotations", "spaces", "lines", "paragraphs"],
)
def test_time_grows_with_the_length_only(text):
    started = time.perf_counter()
    chunk(document(text))
    assert time.perf_counter() - started < 5
