"""OpenDocument texts (ODT): the text with tracked changes accepted, with headings, lists, tables, notes and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bot.errors import UnreadableDocument
from bot.loading.blocks import Blocks
from bot.loading.containers import open_container, part
from bot.loading.described import describe, iso_date, language_code
from bot.loading.lists import Counters
from bot.loading.normalisation import one_line
from bot.loading.open_document_styles import NAMESPACES, Styles, named, qn
from bot.loading.paging import trusted
from bot.loading.parsed import Parsed
from bot.loading.safe_xml import parse_xml
from bot.records import Mark, Metadata

_HEADING, _PARAGRAPH, _LIST, _NOTE = map(qn, ("text:h", "text:p", "text:list", "text:note"))
_TABLE, _ROW, _CELL = map(qn, ("table:table", "table:table-row", "table:table-cell"))
_ITEMS = frozenset(map(qn, ("text:list-item", "text:list-header")))
_SOFT_BREAK, _BOX, _SPACES = map(qn, ("text:soft-page-break", "draw:text-box", "text:s"))
_WRAPPERS = frozenset(map(qn, ("text:section", "table:table-header-rows", "table:table-rows", "table:table-row-group")))
# Deleted text, comments, lists of contents and of other things, and what is not shown.
_LEFT_OUT = frozenset(
    map(
        qn,
        (
            "text:tracked-changes office:annotation office:forms text:table-of-content text:alphabetical-index "
            "text:illustration-index text:table-index text:bibliography text:hidden-text text:ruby-text svg:title "
            "svg:desc text:note-citation text:sequence-decls text:variable-decls"
        ).split(),
    )
)
_CHARACTERS = {qn("text:tab"): "\t", qn("text:line-break"): "\n"}
_FRONT = frozenset({"title", "author", "date"})
_PARAGRAPHS_OF_A_CELL = 3
_MOST_SPACES = 100


def read(data: bytes, name: str) -> Parsed:
    """The text of an OpenDocument text; page marks only where the file tells all of its pages.

    Raises:
        UnreadableDocument: it is no sound ODT file, or is protected by a password.
    """
    with open_container(data, name) as archive:
        parts = set(archive.namelist())
        if "META-INF/manifest.xml" in parts and b"encryption-data" in part(archive, "META-INF/manifest.xml", name):
            raise UnreadableDocument(f"{name} is protected by a password.", "Save it without one.")
        content = parse_xml(part(archive, "content.xml", name), name, what="content.xml")
        styles, meta = (
            parse_xml(part(archive, path, name), name, what=path) if path in parts else None
            for path in ("styles.xml", "meta.xml")
        )
    body = content.find("office:body/office:text", NAMESPACES)
    if body is None:
        raise UnreadableDocument(f"{name} holds no text: it is no text document.", "Save it as ODT or DOCX.")
    walk = _Walk(Styles.of(content, styles))
    walk.add_blocks(body)
    walk.add_notes()
    return trusted(walk.blocks.parsed(_metadata(meta, walk.front)), _page_count(meta))


def _metadata(meta: etree._Element | None, front: dict[str, str]) -> Metadata | None:
    """What the file says of itself; when it was made is not when its words were published, so that is no date."""
    texts = {} if meta is None else {each.tag: one_line(each.text or "") for each in meta.iter() if each.text}
    author = front.get("author") or texts.get(qn("meta:initial-creator")) or texts.get(qn("dc:creator")) or ""
    return describe(
        title=front.get("title") or texts.get(qn("dc:title")),
        authors=[author],
        date=iso_date(front.get("date")),
        language=language_code(texts.get(qn("dc:language"))),
    )


def _page_count(meta: etree._Element | None) -> int | None:
    statistic = None if meta is None else meta.find(".//meta:document-statistic", NAMESPACES)
    count = "" if statistic is None else statistic.get(qn("meta:page-count"), "")
    return int(count) if count.isdecimal() and len(count) < 7 else None


def _tokens(parent: etree._Element, hidden: frozenset[str] = frozenset()) -> Iterator[tuple[str, etree._Element]]:
    """The pieces of a paragraph's text, in order, each with the element that it stands in or that stands for it.

    What has a style of `hidden` is left out.
    """
    skipped = 0
    for event, element in etree.iterwalk(parent, events=("start", "end")):
        if event == "start":
            is_out = skipped or element.tag in _LEFT_OUT or element.get(qn("text:style-name")) in hidden
            skipped += 1 if is_out else 0
            if not is_out:
                yield element.text or "" if element.tag not in {_NOTE, _BOX} else "", element
                skipped += element.tag in {_NOTE, _BOX}
        else:
            skipped -= 1 if skipped else 0
            if not skipped and element is not parent:
                yield element.tail or "", parent


def _shown(text: str, element: etree._Element) -> str:
    if element.tag == _SPACES:
        count = element.get(qn("text:c"), "1")
        return " " * min(int(count), _MOST_SPACES) if count.isdecimal() else " "
    return _CHARACTERS.get(element.tag, re.sub(r"[ \t\r\n]+", " ", text))


def _plain(element: etree._Element) -> str:
    return one_line("".join(_shown(text, each) for text, each in _tokens(element)))


@dataclass(slots=True)
class _Walk:
    """The blocks so far, the page that the walk is on, and the notes that it has passed, each with its page."""

    styles: Styles
    blocks: Blocks = field(default_factory=Blocks)
    page: int = 1
    lists: list[str] = field(default_factory=list)
    marker: str = ""
    close: bool = False
    counters: Counters = field(default_factory=Counters)
    front: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, int]] = field(default_factory=list)

    def add_blocks(self, parent: etree._Element) -> None:
        """Append the paragraphs, lists and tables of a body, a section, a list's item, a cell or a box."""
        for child in parent:
            if child.tag in {_HEADING, _PARAGRAPH}:
                self._add_paragraph(child)
            elif child.tag == _LIST:
                self._add_list(child)
            elif child.tag == _TABLE:
                self._add_table(child)
            elif child.tag in _WRAPPERS:
                self.add_blocks(child)
            elif child.tag == _SOFT_BREAK:
                self.page += 1
            elif child.tag == qn("draw:frame"):
                for box in child.iter(_BOX):
                    self.add_blocks(box)

    def add_notes(self) -> None:
        """Append the notes, each with its number and the page of its sign."""
        for number, (text, page) in enumerate(self.notes, 1):
            self.blocks.add(text, close=number > 1, lead=f"{number}. ", marks=[Mark(0, page=page)])

    def _add_paragraph(self, paragraph: etree._Element) -> None:
        style = named(paragraph)
        self.page += self.styles.breaks_before(style)
        first = Mark(0, page=self.page)
        raw, marks, boxes = self._inline(paragraph)
        kinds = self.styles.names(style) & _FRONT
        for kind in kinds if raw.strip() else ():
            self.front.setdefault(kind, one_line(raw))
        level = 1 if "title" in kinds else _level(paragraph)
        lead, self.marker = ("", self.marker) if level or not raw.strip() else (self.marker, "")
        self.blocks.add(raw, level, lead=lead, close=self.close, marks=[first, *marks])
        self.close = bool(self.lists) if raw.strip() else self.close
        for box in boxes:
            self.add_blocks(box)

    def _inline(self, paragraph: etree._Element) -> tuple[str, list[Mark], list[etree._Element]]:
        """A paragraph's text, the pages that begin in it, and the text boxes that hang on it."""
        raw, marks, boxes = "", list[Mark](), list[etree._Element]()
        for text, element in _tokens(paragraph, self.styles.hidden):
            raw += _shown(text, element)
            if element.tag == _SOFT_BREAK:
                self.page += 1
                marks.append(Mark(len(raw), page=self.page))
            elif element.tag == _NOTE:
                body = element.find("text:note-body", NAMESPACES)
                self.notes.append(("" if body is None else " ".join(map(_plain, body)), self.page))
            elif element.tag == _BOX:
                boxes.append(element)
        return raw, marks, boxes

    def _add_list(self, element: etree._Element) -> None:
        outer = self.lists[-1] if self.lists else ""
        style = element.get(qn("text:style-name")) or outer
        depth = len(self.lists)
        goes_on = element.get(qn("text:continue-numbering")) == "true" or element.get(qn("text:continue-list"))
        self.lists.append(style)
        for number, item in enumerate(each for each in element if each.tag in _ITEMS):
            form, start = self.styles.numbering(style, depth + 1)
            start = int(value) if (value := item.get(qn("text:start-value"), "")).isdecimal() else start
            restart = bool(value) or (number == 0 and not goes_on)
            self.marker = self.counters.marker(style, depth, form, start, restart=restart)
            self.add_blocks(item)
        self.lists.pop()
        self.marker, self.close = "", bool(self.lists)

    def _add_table(self, table: etree._Element) -> None:
        rows = [[cell for cell in row if cell.tag == _CELL] for row in table.iter(_ROW)]
        if _is_layout(table, rows):
            for cell in (cell for row in rows for cell in row):
                self.add_blocks(cell)
            return
        for element in table.iter(_ROW, _SOFT_BREAK):
            if element.tag == _SOFT_BREAK:
                self.page += 1
                continue
            cells = [one_line(" ".join(map(_plain, cell))) for cell in element if cell.tag == _CELL]
            start = Mark(0, page=self.page)
            self.blocks.add(" | ".join(cells) if any(cells) else "", close=self.close, marks=[start])
            self.close = True
        self.close = bool(self.lists)


def _level(paragraph: etree._Element) -> int | None:
    if paragraph.tag != _HEADING:
        return None
    level = paragraph.get(qn("text:outline-level"), "1")
    return max(int(level), 1) if level.isdecimal() else 1


def _is_layout(table: etree._Element, rows: list[list[etree._Element]]) -> bool:
    """Whether a table only places text, instead of showing data in rows and columns."""
    if max(map(len, rows), default=0) < 2 or next(table.iterdescendants(_TABLE), None) is not None:
        return True
    return any(sum(bool(_plain(each)) for each in cell) > _PARAGRAPHS_OF_A_CELL for row in rows for cell in row)
