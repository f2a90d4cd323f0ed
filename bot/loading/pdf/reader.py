"""A PDF file becomes text with headings and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial, reduce

import pypdfium2

from bot.errors import UnreadableDocument
from bot.loading.blocks import Blocks
from bot.loading.normalisation import one_line
from bot.loading.parsed import Parsed, titled
from bot.loading.pdf.about import about, said
from bot.loading.pdf.columns import leading, set_limits
from bot.loading.pdf.furniture import without_furniture
from bot.loading.pdf.glyphs import Segment, segments
from bot.loading.pdf.headings import levels
from bot.loading.pdf.hyphens import Mender
from bot.loading.pdf.lines import CELL, CELL_LINE, Line, lines
from bot.loading.pdf.notes import Notes, plain
from bot.loading.pdf.opening import open_pdf
from bot.loading.pdf.paragraphs import Block, Paragraphs, sized
from bot.records import Mark

_UNTELLING = 0.2
"""The share of characters without a meaning beyond which a text layer is of no use."""

_LONGEST_LABEL = 20
_BULLETS = dict.fromkeys(map(ord, "•‣▪◦●○■□·"), "-")


def read(data: bytes, name: str) -> Parsed:
    """The text layer of a PDF file, with its headings, pages and what it says of itself.

    Raises:
        UnreadableDocument: it is encrypted, broken, without a text layer, or its fonts do not tell the letters.
    """
    with closing(open_pdf(data, name)) as document:
        pages = [_segments(document, number, name) for number in range(len(document))]
        _refuse_silent(pages, name)
        marks = [_mark(document, number) for number in range(len(document))]
        metadata = about(document)
        return titled(replace(_parsed(without_furniture(pages), marks, metadata.authors), metadata=metadata))


def _segments(document: pypdfium2.PdfDocument, number: int, name: str) -> list[Segment]:
    try:
        with closing(document[number]) as page:
            return segments(page, number)
    except pypdfium2.PdfiumError as error:
        problem = f"{name} is damaged: its page {number + 1} cannot be read."
        raise UnreadableDocument(problem, "Open it in a PDF viewer, and print it to a new file.") from error


def _mark(document: pypdfium2.PdfDocument, number: int) -> Mark:
    """The page that a file counts as `number`, from 0, with what is printed on it where that differs."""
    label = one_line(said(partial(document.get_page_label, number)))[:_LONGEST_LABEL]
    return Mark(0, number + 1, label=label if label not in {"", str(number + 1)} else None)


def _refuse_silent(pages: Sequence[Sequence[Segment]], name: str) -> None:
    text = "".join(segment.text for page in pages for segment in page)
    untold = sum("\ue000" <= char <= "\uf8ff" or char == "\ufffd" for char in text)
    if untold > _UNTELLING * len(text):
        raise UnreadableDocument(f"{name} does not tell which letters it shows.", "Run text recognition on it.")
    if not any(char.isalnum() for char in text):
        raise UnreadableDocument(
            f"{name} has no text: its pages are images, such as of a scan.", "Run text recognition on it, and add that."
        )


def _parsed(pages: Sequence[Sequence[Segment]], marks: Sequence[Mark], names: Sequence[str]) -> Parsed:
    laid = [lines(page) for page in pages]
    body = sized(line for page in laid for line in page)
    notes = Notes(body)
    for page in laid:
        set_limits(page)
        known = notes.mark(page)
        for line in page:
            line.text = plain(line, known)
    every = [line for page in laid for line in page]
    headings = levels([line for line in every if line.text not in names], body)
    paragraphs = Paragraphs(headings, leading(every))
    for page in laid:
        paragraphs.add(page)
    return _written(paragraphs.finish(), Mender([line.text for line in every]), marks)


def _written(found: Iterable[Block], mender: Mender, marks: Sequence[Mark]) -> Parsed:
    blocks = Blocks()
    last: Block | None = None
    for block in found:
        if block.is_table:
            for at, row in enumerate(block.lines):
                cells = (reduce(mender.joined, cell.split(CELL_LINE)) for cell in row.text.split(CELL))
                blocks.add(CELL.join(cells), close=at > 0, marks=[marks[row.page]])
        else:
            raw, moved = _joined(block.lines, mender, marks)
            blocks.add(raw, block.level, close=bool(last and last.is_item and block.is_item), marks=moved)
        last = block
    return blocks.parsed()


def _joined(lines: Sequence[Line], mender: Mender, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """The lines of a block as one text, with the pages that begin in it."""
    text, page = "", None
    moved: list[Mark] = []
    for line in _bulleted(lines):
        joined = mender.joined(text, line.text) if text else line.text
        if line.page != page:
            page = line.page
            moved.append(replace(marks[page], start=len(joined) - len(line.text)))
        text = joined
    return normalise_hyphens(text), moved


def normalise_hyphens(text: str) -> str:
    """The text with plain hyphens for those that pdfium marks; of the same length."""
    return text.replace("\x02", "-")


def _bulleted(lines: Sequence[Line]) -> Iterator[Line]:
    for at, line in enumerate(lines):
        yield replace(line, text=line.text[:1].translate(_BULLETS) + line.text[1:]) if at == 0 else line
