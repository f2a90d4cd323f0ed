"""RTF: text, headings, lists, tables, notes and pages, in the ways that programs write them."""

import pytest

from bot.errors import UnreadableDocument
from bot.loading.rich_text import read

STYLES = r"{\stylesheet{\s0 Normal;}{\s1\b\fs32 heading 1;}{\s3\sbasedon0 heading 3;}{\s9 Title;}}"


def parsed(body, prologue=""):
    source = rf"{{\rtf1\ansi\ansicpg1252\deff0{{\fonttbl{{\f0 Helvetica;}}}}{STYLES}{prologue}" + "\n" + body + "}"
    return read(source.encode("latin-1"), "a.rtf")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"One\par two\line three\par", "One\n\ntwo\n\nthree"),
        (r"Caf\'e9 \u8217?\u8216\'91 \endash  \{x\} \\cell", "Café ’‘ – {x} \\cell"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"{\*\generator Word;}text{\v hidden}", "texthidden"),
        (r'see {\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt the page}} now', "see the page now"),
        (r"a{\footnote \chftn  The \b note\b0 .}b\par c", "ab\n\nc\n\n1. The note."),
        (r"{\listtext\'95\tab}one\par{\listtext\'95\tab}two\par after", "- one\n- two\n\nafter"),
        (r"{\listtext 1.\tab}one\par{\listtext 2.\tab}two", "1. one\n2. two"),
        (r"before\par\trowd\cellx1\intbl A\cell B\cell\row\trowd\cellx1\intbl C\cell D\cell\row\pard after",
         "before\n\nA | B\nC | D\n\nafter"),
        (r"{\pict\pngblip 89504e47}text", "text"),
    ],
)  # fmt: skip
def test_the_text_is_what_a_word_processor_shows(body, text):
    assert parsed(body).text == text


def test_headings_are_told_by_style_and_by_outline_level():
    found = parsed(r"\pard\s9 T\par\pard\s1 One\par\pard\plain text\par\pard\outlinelevel1 Two\par\pard\s3 Three\par")
    assert [(heading.level, heading.text) for heading in found.headings] == [
        (1, "T"),
        (1, "One"),
        (2, "Two"),
        (3, "Three"),
    ]


def test_a_short_first_line_is_the_heading_of_a_text_without_any():
    assert [heading.text for heading in parsed(r"A plan\par We do this. And that.\par").headings] == ["A plan"]


def test_pages_are_told_where_they_reach_the_number_of_pages():
    body, info = r"One.\page Two.\par\pard\pagebb Three.\par", r"{\info{\title A t\'eete}{\author Ada}{\nofpages%d}}"
    found = parsed(body, info % 3)
    assert [(mark.page, found.text[mark.start :].split()[0]) for mark in found.marks] == [
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
    ]
    assert parsed(body, info % 4).marks == ()
    assert (found.metadata.title, found.metadata.authors) == ("A tîte", ("Ada",))


@pytest.mark.parametrize(
    "data",
    [b"no rtf", b"", rb"{\rtf1 \uc \u99999999999 x}", rb"{\rtf1\ansi \u1114112 ?}"],
    ids=["text", "empty", "uc", "u"],
)
def test_what_is_no_sound_rtf_is_refused_by_name(data):
    with pytest.raises(UnreadableDocument, match=r"a\.rtf"):
        read(data, "a.rtf")


@pytest.mark.parametrize("body", [r"{\b " * 100_000 + "x", "}" * 1000 + "x", r"{\footnote " * 3000 + "x", r"\'zz\'"])
def test_broken_groups_do_not_break_the_reader(body):
    assert len(parsed(body).text) < 100
