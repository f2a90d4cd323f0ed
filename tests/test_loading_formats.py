"""Files that real producers made are read as a reader of them would: text in order, headings, metadata, pages.

The truth is in `fixtures/pieces.py`, from which `fixtures/make.py` had the files made.
"""

from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from fixtures import pages
from fixtures.pieces import PIECES, Piece, written
from rapidfuzz.distance import LCSseq

from bot.loading.normalisation import normalise

FIXTURES = Path(__file__).parent / "fixtures"
FILES = {"html": "webpage", "docx": "word", "odt": "open_document"}
PIECE = {piece.name: piece for piece in PIECES} | {
    "short": Piece("short", pages.SHORT_TITLE, "", "2020-05-14", "en", (), plain=pages.SHORT_TEXT)
}
WITHOUT_BYLINE = {"water.html", "ecole.html", "grid.html", "short.html", "water.docx", "water.odt"}
LIKENESS = 0.99


def made(*formats):
    """The files of some formats, each as its folder and name."""
    return [f"{each}/{path.name}" for each in formats or FILES for path in sorted((FIXTURES / each).iterdir())]


def read(made):
    folder, name = made.split("/")
    parsed = import_module(f"bot.loading.{FILES[folder]}").read((FIXTURES / made).read_bytes(), name)
    return parsed, PIECE[name.partition(".")[0].partition("-")[0]]


@pytest.mark.parametrize("made", made())
def test_the_text_is_the_truth_in_order_with_its_headings(made):
    parsed, piece = read(made)
    truth = piece.truth(byline=made.partition("/")[2] not in WITHOUT_BYLINE)
    assert LCSseq.similarity(parsed.text, truth) >= LIKENESS * max(len(parsed.text), len(truth))
    assert [(heading.level, heading.text) for heading in parsed.headings] == piece.headings


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
