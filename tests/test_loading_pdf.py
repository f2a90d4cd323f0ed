"""PDF files by eight producers: all their text in order, each sentence on its page, and what else a file says."""

import json
from pathlib import Path

import pypdfium2
import pytest
from fixtures.make_pdf import MADE
from rapidfuzz.distance import LCSseq

from bot.chunking import chunk
from bot.citations import cite
from bot.errors import UnreadableDocument
from bot.loading import normalise, read_document
from bot.loading.pdf import opening, read
from bot.loading.pdf.hyphens import Mender
from bot.records import Source, mark_at

FOLDER = Path(__file__).parent / "fixtures" / "pdf"
PAGES = json.loads((FOLDER / "pages.json").read_text(encoding="utf-8"))
BYLINES = {"latex": "\n\n{0.author}", "groff": "\n\n{0.author}", "pandoc": "\n\n{0.author}\n\n{0.date}"}
# Chromium and wkhtmltopdf draw bullets as shapes, and print notes as a list at the end.
ENOUGH = 0.99


@pytest.fixture(scope="module")
def documents():
    return {name: read_document(FOLDER / f"{name}.pdf") for name in MADE}


def notes_of(piece):
    return [f"{number}. {note}" for number, note in enumerate((b.note for b in piece.blocks if b.note), 1)]


def without(text, notes):
    for note in notes:
        before, found, after = text.partition(note)
        assert found, note
        text = before.rstrip("\n") + "\n\n" + after.lstrip("\n")
    return text.strip()


@pytest.mark.parametrize("name", MADE)
def test_the_text_is_all_there_in_order(documents, name):
    piece = MADE[name][1]
    truth = without(piece.truth(), notes_of(piece))
    truth = truth.replace(piece.title, piece.title + BYLINES.get(name, "").format(piece), 1)
    text = without(documents[name].text, notes_of(piece))
    assert LCSseq.normalized_similarity(truth, text) >= ENOUGH
    assert normalise(documents[name].text) == documents[name].text


@pytest.mark.parametrize("name", MADE)
def test_every_sentence_is_on_its_page(documents, name):
    document = documents[name]
    squeezed, places = [], []
    for place, char in enumerate(document.text):
        if not char.isspace() and char != "-":
            squeezed.append(char)
            places.append(place)
    text, at = "".join(squeezed), 0
    for sentence, page in PAGES[name]:
        at = text.index("".join(sentence.replace("-", "").split()), at)
        assert mark_at(document.marks, places[at]).page == page, sentence


@pytest.mark.parametrize("name", MADE)
def test_every_citation_has_the_page_of_its_first_word(documents, name):
    document = documents[name]
    source = Source(document.id, document.sha256, document.metadata, 1, original=True)
    cited = [cite(source, passage, span) for passage in chunk(document) for span in passage.sentences]
    assert [each.page for each in cited] == [mark_at(document.marks, each.start).page for each in cited]
    assert {each.page for each in cited} == set(range(1, len(pypdfium2.PdfDocument(FOLDER / f"{name}.pdf")) + 1))


@pytest.mark.parametrize("name", MADE)
def test_headings_are_those_of_the_document(documents, name):
    found = [heading.text for heading in documents[name].headings]
    assert found == [text for _, text in MADE[name][1].headings]
    assert documents[name].headings[0].level == 1


@pytest.mark.parametrize("name", MADE)
def test_running_heads_and_the_numbers_of_pages_are_left_out(documents, name):
    for furniture in ("Transport Board", "Report 7 of 2024", "Conseil régional\n", "Page 1", "1/2", "1 / 2"):
        assert furniture not in documents[name].text


@pytest.mark.parametrize("name", MADE)
def test_rows_of_tables_are_lines_and_their_cells_are_parted(documents, name):
    rows = [" | ".join(row) for block in MADE[name][1].blocks for row in block.rows]
    missing = [row for row in rows if f"\n{row}\n" not in documents[name].text]
    # WeasyPrint parts a word of the head of its table, beside a cell of one line.
    assert missing == (["Crossing | Minutes | Energy | Missed"] if name == "weasyprint" else [])


def test_title_author_and_date_are_those_of_the_file(documents):
    about = documents["typst"].metadata
    assert about.title == "Une école à moins de vingt minutes : avis du conseil régional"
    assert about.authors == ("Conseil régional de l’Ardière",)
    assert about.date == "2022-06-30"


def test_printed_page_numbers_are_kept_beside_those_of_the_file(documents):
    assert [(mark.page, mark.label) for mark in documents["latex"].marks][::2] == [(1, "i"), (1, "i"), (3, "iii")]
    assert {mark.label for mark in documents["chromium"].marks} == {None}


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"no pdf at all", b"%PDF-1.7\n" + bytes(999)]
)
def test_a_broken_file_is_refused_by_name(content):
    with pytest.raises(UnreadableDocument, match=r"^a\.pdf is damaged, or no PDF file"):
        read(content, "a.pdf")


def blank(pages=1):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 200)
    return document


def saved(document, tmp_path):
    path = tmp_path / "a.pdf"
    document.save(path)
    return path.read_bytes()


def test_pages_without_text_are_told(tmp_path):
    with pytest.raises(UnreadableDocument, match=r"^a\.pdf has no text: its pages are images"):
        read(saved(blank(), tmp_path), "a.pdf")


def test_a_file_without_pages_or_with_too_many_is_refused(tmp_path, monkeypatch):
    with pytest.raises(UnreadableDocument, match=r"has no pages|damaged"):
        read(saved(blank(0), tmp_path), "a.pdf")
    monkeypatch.setattr(opening, "MOST_PAGES", 2)
    with pytest.raises(UnreadableDocument, match="has 3 pages; at most 2 are read"):
        read(saved(blank(3), tmp_path), "a.pdf")


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("the govern\x02", "ment said", "the government said"),
        ("the govern-", "ment said", "the government said"),
        ("the govern\u00ad", "ment said", "the government said"),
        ("of the Franco-", "German talks", "of the Franco-German talks"),
        ("from 2017-", "2018 on", "from 2017-2018 on"),
        ("a long\x02", "term plan", "a long-term plan"),
        ("some forty\x02", "two days", "some forty-two days"),
        ("a word", "and more", "a word and more"),
        ("an end –", "or not", "an end – or not"),
    ],
)
def test_words_that_were_parted_are_mended_and_hyphens_that_belong_are_kept(before, after, joined):
    mender = Mender(
        [before, after, "The government has a long-term aim.", "coun-", "cil", "coun-", "try", "a coun-", "ty"]
    )
    assert mender.joined(before, after) == joined


def test_where_no_word_is_parted_hyphens_at_the_ends_of_lines_are_words_own():
    assert Mender(["the coal-", "fired plant"]).joined("the coal-", "fired plant") == "the coal-fired plant"
