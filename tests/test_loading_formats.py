"""Files that real producers made are read as a reader of them would: text in order, headings, metadata, pages.

The truth is in `fixtures/pieces.py`, from which `fixtures/make.py` had the files made.
"""

from importlib import import_module
from pathlib import Path

import pytest
from fixtures import pages
from fixtures.pieces import PIECES, Piece
from rapidfuzz.distance import LCSseq

from bot.loading.normalisation import normalise

FIXTURES = Path(__file__).parent / "fixtures"
FILES = {"html": "webpage"}
PIECE = {piece.name: piece for piece in PIECES} | {
    "short": Piece("short", pages.SHORT_TITLE, "", "2020-05-14", "en", (), plain=pages.SHORT_TEXT)
}
WITH_BYLINE = {"harbour.html", "pont.html"}
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
    truth = piece.truth(byline=made.partition("/")[2] in WITH_BYLINE)
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
