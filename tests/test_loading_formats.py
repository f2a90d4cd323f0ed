"""Files that real producers made are read as a reader of them would: text in order, headings, metadata, pages.

The truth is in `fixtures/pieces.py`, from which `fixtures/make.py` had the files made.
"""

from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from fixtures import captions, pages
from fixtures.pieces import PIECES, Piece, written
from rapidfuzz.distance import LCSseq

from bot.loading import subtitles
from bot.loading.normalisation import normalise

FIXTURES = Path(__file__).parent / "fixtures"
FILES = {
    "html": "webpage",
    "docx": "word",
    "odt": "open_document",
    "rtf": "rich_text",
    "epub": "book",
    "eml": "mail",
}
PIECE = {piece.name: piece for piece in PIECES} | {
    "short": Piece("short", pages.SHORT_TITLE, "", "2020-05-14", "en", (), plain=pages.SHORT_TEXT)
}
# Those that show the author and the date below the title.
WITH_BYLINE = {"html/harbour.html", "html/pont.html", "docx/harbour.docx", "docx/harbour-libreoffice.docx"}
WITH_BYLINE |= {
    "docx/pont.docx",
    "docx/ecole.docx",
    "docx/grid.docx",
    "odt/harbour.odt",
    "odt/pont.odt",
    "odt/ecole.odt",
}
WITH_BYLINE |= {"odt/grid.odt", "rtf/water.rtf", "rtf/harbour.rtf", "epub/grid.epub"}
WITH_BYLINE |= {f"rtf/{name}-libreoffice.rtf" for name in ("pont", "ecole", "grid", "harbour")}
# Plain text has no headings.
PLAIN = {"eml/harbour.eml", "eml/pont.eml", "eml/ecole.eml", "eml/water.eml"}
LIKENESS = 0.99


def made(*formats):
    """The files of some formats, each as its folder and name."""
    return [f"{each}/{path.name}" for each in formats or FILES for path in sorted((FIXTURES / each).iterdir())]


def read(made):
    folder, name = made.split("/")
    parsed = import_module(f"bot.loading.{FILES[folder]}").read((FIXTURES / made).read_bytes(), name)
    return parsed, PIECE[name.partition(".")[0].partition("-")[0]]


def without_title_page(parsed, title):
    """Text and headings of a book from the second time on that it has its title."""
    start = parsed.text.index(title, 1)
    return parsed.text[start:], [heading for heading in parsed.headings if heading.start >= start]


@pytest.mark.parametrize("made", made())
def test_the_text_is_the_truth_in_order_with_its_headings(made):
    parsed, piece = read(made)
    truth = piece.truth(byline=made in WITH_BYLINE)
    text, headings = parsed.text, list(parsed.headings)
    if made.startswith("epub/"):
        text, headings = without_title_page(parsed, piece.title)
    assert LCSseq.similarity(text, truth) >= LIKENESS * max(len(text), len(truth))
    assert [(heading.level, heading.text) for heading in headings] == ([] if made in PLAIN else piece.headings)


@pytest.mark.parametrize("made", made())
def test_the_text_is_normalised_and_headings_and_marks_point_into_it(made):
    parsed, _ = read(made)
    assert parsed.text == normalise(parsed.text)
    assert all(parsed.text[heading.start : heading.end] == heading.text for heading in parsed.headings)
    assert all(0 <= mark.start < len(parsed.text) for mark in parsed.marks)


@pytest.mark.parametrize("made", made("html"))
def test_a_page_says_its_title_author_date_and_language(made):
    parsed, piece = read(made)
    assert parsed.metadata.title == piece.title
    assert parsed.metadata.authors == ((piece.author,) if piece.author else ())
    if "LibreOffice" not in (FIXTURES / made).read_text(encoding="latin-1"):  # which writes neither of its own
        assert (parsed.metadata.date, parsed.metadata.language) == (piece.date, piece.language)


@pytest.mark.parametrize("made", ["odt/ecole.odt", "odt/grid.odt", "odt/pont.odt", "odt/water.odt"])
def test_pages_and_the_pages_of_notes_are_those_of_the_file(made):
    parsed, piece = read(made)
    after_break = [following for block, following in pairwise(piece.blocks) if block.kind == "break"]
    pages = [(mark.page, parsed.text[mark.start :].strip()) for mark in parsed.marks]
    assert pages[0] == (1, parsed.text)
    assert pages[1][0] == 2
    assert pages[1][1].startswith(written(after_break[0]))
    notes = [block.note for block in piece.blocks if block.note]
    assert [(page, text.split("\n")[0]) for page, text in pages[2:]] == [
        (1, f"{number}. {note}") for number, note in enumerate(notes[:1], 1) if made != "odt/water.odt"
    ]


@pytest.mark.parametrize("made", made("epub", "eml"))
def test_a_book_and_a_message_say_their_title_author_date_and_language(made):
    parsed, piece = read(made)
    found = parsed.metadata
    assert (found.title, found.authors, found.language) == (piece.title, (piece.author,), piece.language)
    assert found.date == piece.date


@pytest.mark.parametrize("made", made("docx", "odt", "rtf"))
def test_an_office_document_says_its_title_and_author(made):
    parsed, piece = read(made)
    if made != "rtf/harbour.rtf":  # to which pandoc gives no properties
        assert (parsed.metadata.title, parsed.metadata.authors) == (piece.title, (piece.author,))


@pytest.mark.parametrize(
    "name", ["broadcast.srt", "plain.srt", "ffmpeg.vtt", "voices.vtt", "rolling.vtt", "ffmpeg-rolling.srt"]
)
def test_subtitles_are_the_speech_with_its_speakers_and_seconds(name):
    parsed = subtitles.read((FIXTURES / "subtitles" / name).read_bytes(), name)
    truth = captions.TRUTH if "rolling" not in name else "\n\n".join(said.text for said in captions.SPEECH)
    assert LCSseq.similarity(parsed.text.casefold(), truth.casefold()) >= LIKENESS * max(len(parsed.text), len(truth))
    for said in captions.SPEECH:
        start = parsed.text.index(said.text)
        assert max(mark.second for mark in parsed.marks if mark.start <= start) == said.start
