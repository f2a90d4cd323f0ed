"""HTML, as a tree, becomes the text that a reader of the rendered page would see, with headings and page marks."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from lxml import etree, html

from bot.errors import UnreadableDocument
from bot.loading.blocks import Blocks
from bot.loading.normalisation import one_line
from bot.records import Mark

HEADINGS = {f"h{level}": level for level in range(1, 7)}

_HIDDEN = frozenset(
    "script style template noscript head title nav iframe object embed svg canvas audio video button select input "
    "textarea datalist dialog".split()
)
BLOCKS = HEADINGS.keys() | frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "header hr html legend li main menu ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_LISTS = frozenset({"ul", "ol", "dl", "menu"})
_CELLS = frozenset({"td", "th"})
# A table with one of these in it, or with so many paragraphs in a cell, only places things on a page.
_PLACED = frozenset({"table", "hr", "article", "section", *HEADINGS})
_PARAGRAPHS_OF_A_CELL = 3

_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SIGN = re.compile(r"[\W\d_]*[a-z]?[\W\d_]*|\W*[ivxlc]{1,6}\W*", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[\[(^*†‡§¶↑↩←][\w\W]*")
_OF_NOTES = re.compile(r"foot|note|cite|fn|_ref|_edn", re.IGNORECASE)
_LONGEST_SIGN = 8
_NUMBER = re.compile(r"\d{1,5}")
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def tree(source: str, name: str) -> html.HtmlElement:
    """The tree of an HTML source, mended where it is broken; `name` is for errors.

    Raises:
        UnreadableDocument: it is nested too deeply, so that the parser would leave the rest out.
    """
    # Without `huge_tree` a line of 10 MB or 256 open elements would end the text; with it, 2,048 open elements do.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = html.document_fromstring(source.encode("utf-8", "ignore") or b"<p>", parser=parser, ensure_head_body=True)
    if any(error.level == etree.ErrorLevels.FATAL for error in parser.error_log):
        raise UnreadableDocument(f"{name} is nested too deeply to be read.", "Save its text as plain text.")
    return root


def add(blocks: Blocks, root: etree._Element, leave_out: Collection[etree._Element] = ()) -> None:
    """Append the text of a tree to `blocks`, without some of its elements; the tree is not changed."""
    walk = _Walk(blocks)
    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            skipped += 1 if skipped or element in leave_out or walk.passes(element) else 0
            if not skipped:
                walk.open(element)
        elif skipped:
            skipped -= 1
        else:
            walk.close(element)
        if event == "end" and not skipped and element is not root:
            walk.write(element.tail)
    walk.flush()


def is_hidden(element: etree._Element) -> bool:
    """Whether a page does not show an element, or shows it for other reasons than its text."""
    tag, get = element.tag, element.get
    if not isinstance(tag, str) or tag in _HIDDEN or get("hidden") is not None or get("aria-hidden") == "true":
        return True
    return bool(_INVISIBLE_STYLE.search(get("style", ""))) or (tag in {"a", "sup"} and _leads_to_note(element))


def _leads_to_note(element: etree._Element) -> bool:
    """Whether a link, which may stand in a `sup`, is only the sign that leads to a note or back from it."""
    if {"doc-noteref", "noteref", "doc-backlink", "backlink"} & _roles(element):
        return True
    link = element if element.tag == "a" else next(iter(element), None)
    text = "".join(element.itertext())
    if link is None or "#" not in link.get("href", "") or len(text) > _LONGEST_SIGN or not _SIGN.fullmatch(text):
        return False
    parent = element.getparent()
    raised = element.tag == "sup" or (parent is not None and parent.tag == "sup")
    return bool(raised or _BRACKETED.fullmatch(text) or _OF_NOTES.search(f"{link.get('href')} {link.get('class')}"))


def _roles(element: etree._Element) -> set[str]:
    return set(f"{element.get('role', '')} {element.get(_EPUB_TYPE, '')} {element.get('epub:type', '')}".split())


def _page(element: etree._Element) -> int | None:
    """The page that begins at an element, None where none does."""
    if not {"doc-pagebreak", "pagebreak"} & _roles(element):
        return None
    named = [element.get(name, "") for name in ("aria-label", "title")]
    found = (_NUMBER.search(name) for name in (*named, element.text or "", element.get("id", "")))
    return next((int(match.group()) for match in found if match), None)


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places things on a page, instead of showing data in rows and columns."""
    if table.get("role") in {"presentation", "none"}:
        return True
    widest = 0
    for element in table.iterdescendants():
        if element.tag in _PLACED:
            return True
        if element.tag in _CELLS and sum(child.tag == "p" for child in element) > _PARAGRAPHS_OF_A_CELL:
            return True
        if element.tag == "tr":
            widest = max(widest, sum(child.tag in _CELLS for child in element))
    return widest < 2


@dataclass(slots=True)
class _Walk:
    """The text since the last block, and where in lists and tables the walk stands."""

    blocks: Blocks
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    level: int | None = None
    verbatim: int = 0
    close_by: bool = False
    lead: str = ""
    lists: list[int | None] = field(default_factory=list)
    tables: list[bool] = field(default_factory=list)
    row: list[str] | None = None
    in_cell: bool = False

    def passes(self, element: etree._Element) -> bool:
        """Whether to leave an element out; one that begins a page leaves its mark."""
        page = _page(element)
        if page is not None:
            self.marks.append(Mark(self.length, page=page))
        return page is not None or is_hidden(element)

    def open(self, element: etree._Element) -> None:
        """Step into an element."""
        tag = str(element.tag)
        if tag in BLOCKS:
            self.flush()
        if tag in HEADINGS:
            self.level = HEADINGS[tag]
        elif tag in _LISTS:
            start = element.get("start", "1")
            self.lists.append(int(start) if tag == "ol" and start.isdecimal() else None)
        elif tag == "li":
            self.lead = self._marker(element)
        elif tag == "table":
            self.tables.append(not _is_layout(element))
        elif tag == "tr" and self.tables and self.tables[-1]:
            self.row = []
        elif tag in _CELLS and self.row is not None:
            self.in_cell, self.pieces, self.length = True, [], 0
        elif tag == "pre":
            self.verbatim += 1
        elif tag in {"br", "q"}:
            self._append("\n" if tag == "br" else "“")
        self.write(element.text)

    def close(self, element: etree._Element) -> None:
        """Step out of an element."""
        tag = str(element.tag)
        if tag in _CELLS and self.row is not None:
            self.row.append(one_line("".join(self.pieces)))
            self.in_cell, self.pieces, self.length = False, [], 0
        elif tag == "q":
            self._append("”")
        elif tag in BLOCKS:
            self.flush()
        if tag == "tr" and self.row is not None:
            self._emit(" | ".join(self.row).strip(" |") and " | ".join(self.row))
            self.row = None
        elif tag == "pre":
            self.verbatim -= 1
        elif tag == "li":
            self.lead = ""
        elif tag in _LISTS or tag == "table":
            (self.lists if tag in _LISTS else self.tables).pop()
            self.close_by = self.is_nested

    @property
    def is_nested(self) -> bool:
        """Whether the walk is inside of a list or of a table of data, whose parts follow closely."""
        return bool(self.lists) or any(self.tables)

    def write(self, text: str | None) -> None:
        """Append text of the source, in which only `pre` keeps line ends."""
        if text:
            self._append(text if self.verbatim else _SPACE.sub(" ", text))

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def _marker(self, item: etree._Element) -> str:
        number = self.lists[-1] if self.lists else None
        if number is None:
            return "- "
        value = item.get("value", "")
        number = int(value) if value.isdecimal() else number
        self.lists[-1] = number + 1
        return f"{number}. "

    def flush(self) -> None:
        """End the block that has been written so far; within a cell there is only a space between two."""
        if self.in_cell:
            self._append(" ")
            return
        raw, self.pieces, self.length = "".join(self.pieces), [], 0
        self._emit(raw)

    def _emit(self, raw: str) -> None:
        marks, self.marks = self.marks, []
        if raw.strip():
            lead = "" if self.level else self.lead
            self.blocks.add(raw, self.level, close=self.close_by, marks=marks, lead=lead)
            self.lead, self.level, self.close_by = "", None, self.is_nested
        else:
            self.marks = [Mark(0, mark.page, mark.second) for mark in marks]
            self.level = None
