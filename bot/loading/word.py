"""Word documents (DOCX): the text with all tracked changes accepted, with headings, lists, tables, notes and pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.document import Document as WordDocument
from lxml import etree

from bot.errors import UnreadableDocument
from bot.loading.blocks import Blocks
from bot.loading.containers import open_container, part
from bot.loading.described import describe, iso_date, language_code
from bot.loading.normalisation import one_line
from bot.loading.paging import trusted
from bot.loading.parsed import Parsed
from bot.loading.safe_xml import parse_xml
from bot.loading.word_styles import Styles, qn, value
from bot.records import Mark, Metadata

_OLD = b"\xd0\xcf\x11\xe0"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:r"))
_RENDERED, _BOX = qn("w:lastRenderedPageBreak"), qn("w:txbxContent")
_DELETED_ROW = f"{qn('w:trPr')}/{qn('w:del')}"
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
# What was deleted or moved away, codes, and the older copy of a picture.
_LEFT_OUT = frozenset(map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:fldData"))) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_CHARACTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_SHOWN = _CHARACTERS.keys() | {qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_NOTES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_CONTENTS = re.compile(r"toc \d|contents heading|toc heading|table of figures")
_FRONT = frozenset({"title", "author", "date"})
_PARAGRAPHS_OF_A_CELL = 3
_PROLOGUE = 4096
_PAGES = re.compile(rb"<(?:\w+:)?Pages>(\d{1,6})<")
_JUNK = re.compile(r"microsoft word -|untitled|document\d*$|word document$", re.IGNORECASE)
_MACHINES = frozenset({"python-docx", "unknown", "unknown author", "microsoft office user", "user", "admin"})


def read(data: bytes, name: str) -> Parsed:
    """The text of a Word document; page marks only where the file tells all of its pages.

    Raises:
        UnreadableDocument: it is no sound DOCX file, or is protected by a password.
    """
    if data.startswith(_OLD):
        raise UnreadableDocument(
            f"{name} is protected by a password, or is of the format of Word before 2007.",
            "Save it as DOCX, without a password.",
        )
    _refuse_declarations(data, name)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises whatever its parts raise on a damaged file
        hint = "Open it in Word, and save it anew."
        raise UnreadableDocument(f"{name} is damaged, or no Word document.", hint) from error
    body = document.element.body
    styles = Styles.of(_root(document, "styles", name), _root(document, "numbering", name))
    walk = _Walk(styles, is_laid_out=next(body.iter(_RENDERED), None) is not None)
    walk.blocks_of(body)
    for kind in _NOTES.values():
        walk.add_notes(kind, _notes(_root(document, kind, name)))
    return trusted(walk.blocks.parsed(_metadata(document, walk.front)), _page_count(document))


def _refuse_declarations(data: bytes, name: str) -> None:
    """Refuse a document with a part that declares entities, whose text would be left out: the format forbids it."""
    with open_container(data, name) as archive:
        for path in archive.namelist():
            if path.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part(archive, path, name)[:_PROLOGUE]:
                raise UnreadableDocument(f"{name} cannot be read: its part {path} has a DTD.", "Save it anew.")


def _root(document: WordDocument, kind: str, name: str) -> etree._Element | None:
    """The root of another part of the document, None where it has none."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            return parse_xml(relation.target_part.blob, name, what=kind)
    return None


def _page_count(document: WordDocument) -> int | None:
    """How many pages the program that wrote the file counted."""
    relations = [each for each in document.part.package.rels.values() if not each.is_external]
    blobs = (each.target_part.blob for each in relations if each.reltype.endswith("/extended-properties"))
    found = next((match for blob in blobs if (match := _PAGES.search(blob))), None)
    return int(found[1]) if found else None


def _metadata(document: WordDocument, front: dict[str, str]) -> Metadata | None:
    """What the file says of itself; when it was made is not when its words were published, so that is no date."""
    core = document.core_properties
    authors = [front["author"]] if "author" in front else core.author.split(";")
    return describe(
        title=front.get("title") or ("" if _JUNK.match(core.title) else core.title),
        authors=[author for author in authors if one_line(author).lower() not in _MACHINES],
        date=iso_date(front.get("date")),
        language=language_code(core.language),
    )


def _tokens(parent: etree._Element) -> Iterator[etree._Element]:
    """The elements below a paragraph that make up its text, in order, without what is deleted or hidden."""
    skipped = 0
    for event, element in etree.iterwalk(parent, events=("start", "end")):
        if event == "end":
            skipped -= 1 if skipped else 0
        elif skipped or element.tag in _LEFT_OUT or _is_hidden(element):
            skipped += 1
        else:
            yield element
            skipped += element.tag == _BOX


def _is_hidden(element: etree._Element) -> bool:
    hidden = value(element, "w:rPr", "w:vanish") if element.tag == _RUN else None
    return hidden is not None and hidden not in {"0", "false", "off"}


def _notes(root: etree._Element | None) -> dict[str, str]:
    """The texts of notes by their id."""
    notes = () if root is None else root
    return {note.get(qn("w:id"), ""): " ".join(map(_plain, note.iter(_PARAGRAPH))) for note in notes}


def _plain(paragraph: etree._Element) -> str:
    texts = (_CHARACTERS.get(each.tag, each.text) for each in _tokens(paragraph) if each.tag in _SHOWN)
    return one_line("".join(text or "" for text in texts))


def _inside(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children of a tag, also those in a content control or in an insertion."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


@dataclass(slots=True)
class _Walk:
    """The blocks so far, the page that the walk is on, and which notes it has passed on which page.

    `is_laid_out` says that the file has the page breaks of the last time that Word laid it out.
    """

    styles: Styles
    is_laid_out: bool
    blocks: Blocks = field(default_factory=Blocks)
    page: int = 1
    listing: bool = False
    front: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str, int]] = field(default_factory=list)

    def blocks_of(self, parent: etree._Element) -> None:
        """Append the paragraphs and tables of a body, a cell or a box."""
        for child in parent:
            if child.tag == _PARAGRAPH:
                self._add_paragraph(child)
            elif child.tag == _TABLE:
                self._add_table(child)
            elif child.tag in _WRAPPERS:
                self.blocks_of(child)

    def add_notes(self, kind: str, texts: dict[str, str]) -> None:
        """Append the notes of a kind, each with its number and the page of its sign."""
        passed = [(identifier, page) for each, identifier, page in self.notes if each == kind]
        for number, (identifier, page) in enumerate(passed, 1):
            self.blocks.add(texts.get(identifier, ""), close=number > 1, lead=f"{number}. ", marks=[Mark(0, page=page)])

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(qn("w:pPr"))
        style = self.styles.name(properties)
        if self.styles.breaks_before(properties) and not self.is_laid_out:
            self.page += 1
        first = Mark(0, page=self.page)
        raw, marks, boxes = self._inline(paragraph)
        if _CONTENTS.match(style):
            return
        if style in _FRONT and raw.strip():
            self.front.setdefault(style, one_line(raw))
        level = self.styles.level(properties)
        marker = None if level or not raw.strip() else self.styles.marker(properties)
        close = self.listing and marker is not None
        self.blocks.add(raw, level, close=close, lead=marker or "", marks=[first, *marks])
        if raw.strip():
            self.listing = marker is not None
        for box in boxes:
            self.blocks_of(box)

    def _inline(self, paragraph: etree._Element) -> tuple[str, list[Mark], list[etree._Element]]:
        """A paragraph's text, the pages that begin in it, and the text boxes that hang on it."""
        raw, marks, boxes = "", list[Mark](), list[etree._Element]()
        for element in _tokens(paragraph):
            if self._is_page_break(element):
                self.page += 1
                marks.append(Mark(len(raw), page=self.page))
            elif element.tag in _SHOWN:
                raw += _CHARACTERS.get(element.tag) or element.text or ""
            elif element.tag in _NOTES:
                self.notes.append((_NOTES[element.tag], element.get(qn("w:id"), ""), self.page))
            elif element.tag == _BOX:
                boxes.append(element)
        return raw, marks, boxes

    def _is_page_break(self, element: etree._Element) -> bool:
        if self.is_laid_out:
            return bool(element.tag == _RENDERED)
        return bool(element.tag == qn("w:br") and element.get(qn("w:type")) == "page")

    def _add_table(self, table: etree._Element) -> None:
        rows = [list(_inside(row, _CELL)) for row in _inside(table, _ROW) if row.find(_DELETED_ROW) is None]
        self.listing = False
        if _is_layout(rows):
            for cell in (cell for row in rows for cell in row):
                self.blocks_of(cell)
            return
        for number, row in enumerate(rows):
            start = Mark(0, page=self.page)
            cells = [one_line(" ".join(self._inline(each)[0] for each in cell.iter(_PARAGRAPH))) for cell in row]
            self.blocks.add(" | ".join(cells) if any(cells) else "", close=number > 0, marks=[start])


def _is_layout(rows: list[list[etree._Element]]) -> bool:
    """Whether a table only places text, instead of showing data in rows and columns."""
    cells = [cell for row in rows for cell in row]
    if max(map(len, rows), default=0) < 2 or any(next(cell.iter(_TABLE), None) is not None for cell in cells):
        return True
    filled = [sum(bool(_plain(each)) for each in cell.iterchildren(_PARAGRAPH)) for cell in cells]
    return max(filled, default=0) > _PARAGRAPHS_OF_A_CELL
