"""Rich text (RTF): striprtf tells the text; signs that are put into the source first tell it where structure is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from striprtf.striprtf import rtf_to_text

from bot.errors import UnreadableDocument
from bot.loading.blocks import Blocks
from bot.loading.described import describe
from bot.loading.normalisation import one_line
from bot.loading.paging import trusted
from bot.loading.parsed import Parsed, titled
from bot.loading.plain import headings_of as title_headings
from bot.loading.rich_text_source import CELL, HEADING, NOTE, PAGE, ROW, ROW_START, group_of, signed
from bot.records import Mark, Metadata

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_PAGES = re.compile(r"\\nofpages(\d{1,6})")
_ITEM = re.compile(r"\s*(?:([•·▪◦‣–-])|((?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]))\t\s*", re.IGNORECASE)
_HEADING_SIGNS = frozenset(chr(ord(HEADING) + at) for at in range(9))
_SIGNS = dict.fromkeys(map(ord, (*_HEADING_SIGNS, CELL, ROW, ROW_START, PAGE, NOTE)))


def read(data: bytes, name: str) -> Parsed:
    r"""The text of an RTF file; page marks only where the file tells all of its pages.

    Raises:
        UnreadableDocument: it is no RTF, or broken.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableDocument(f"{name} is no RTF file.", "Save it as RTF, DOCX or plain text.")
    source = _decoded(data)
    try:
        text = _text(signed(source))
        metadata = _metadata(source)
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise UnreadableDocument(f"{name} is damaged: it cannot be read as RTF.", "Save it anew.") from error
    pages = _PAGES.search(source)
    return trusted(_titled(_blocks(text).parsed(metadata)), int(pages[1]) if pages else None)


def _titled(parsed: Parsed) -> Parsed:
    """The same with its title as a heading, be it only the first line: RTF has no style for it of its own."""
    found = titled(parsed)
    if any(heading.level == 1 for heading in found.headings):
        return found
    return replace(found, headings=(*title_headings(found.text), *found.headings))


def _decoded(data: bytes) -> str:
    """The source; bytes beyond ASCII, which the format does not have but some programs write, by its code page."""
    page = _CODE_PAGE.search(data)
    try:
        return data.decode(f"cp{page[1].decode()}" if page else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _text(source: str) -> str:
    """What striprtf makes of a source, with characters that RTF writes as two halves put together."""
    text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    return str(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _metadata(source: str) -> Metadata | None:
    """What the file says of itself; when it was made is not when its words were published, so that is no date."""
    start = source.find("{\\info")
    info = source[start : group_of(source, start)] if start >= 0 else ""
    found = {key: _field(source, info, key) for key in ("title", "author")}
    return describe(title=found["title"], authors=[found["author"]])


def _field(source: str, info: str, key: str) -> str:
    start = info.find(f"{{\\{key} ")
    if start < 0:
        return ""
    text = info[start + len(key) + 2 : group_of(info, start) - 1]
    page = re.search(r"\\ansicpg\d+", source)
    return one_line(_text(f"{{\\rtf1\\ansi{page[0] if page else ''} {text}}}"))


def _blocks(text: str) -> Blocks:
    """The text with signs as blocks: a paragraph a line, and a row of a table each."""
    body, *notes = text.split(NOTE)
    blocks = Blocks()
    page, listing, in_table = 1, False, False
    for part in _parts(body):
        first = Mark(0, page=page)
        marks, page = _pages(part, page)
        if part.startswith(ROW_START) and CELL in part:
            _add_row(blocks, part, in_table, first)
            in_table, listing = True, False
        else:
            level = next((ord(sign) - ord(HEADING) + 1 for sign in part if sign in _HEADING_SIGNS), None)
            item = None if level else _ITEM.match(part.translate(_SIGNS))
            _add_paragraph(blocks, part, level, item, close=listing and item is not None, marks=[first, *marks])
            if part.translate(_SIGNS).strip():
                in_table, listing = False, item is not None
    for number, note in enumerate(notes, 1):
        blocks.add(note.translate(_SIGNS).replace("\n", " "), close=number > 1, lead=f"{number}. ")
    return blocks


def _parts(body: str) -> Iterator[str]:
    """The rows of tables, each with the sign that begins it, and the lines between them."""
    *rows, rest = body.split(ROW)
    for before_row in rows:
        before, start, row = before_row.partition(ROW_START)
        yield from before.split("\n")
        yield start + row
    yield from rest.split("\n")


def _pages(part: str, page: int) -> tuple[list[Mark], int]:
    """The pages that begin in a part of the text, and the one that it ends on."""
    marks = []
    for found in re.finditer(PAGE, part):
        page += 1
        marks.append(Mark(len(part[: found.start()].translate(_SIGNS)), page=page))
    return marks, page


def _add_row(blocks: Blocks, row: str, in_table: bool, mark: Mark) -> None:  # noqa: FBT001
    *cells, rest = [one_line(cell.translate(_SIGNS)) for cell in row.split(CELL)]
    cells += [rest] if rest else []
    blocks.add(" | ".join(cells) if any(cells) else "", close=in_table, marks=[mark])


def _add_paragraph(
    blocks: Blocks, part: str, level: int | None, item: re.Match[str] | None, *, close: bool, marks: list[Mark]
) -> None:
    raw = part.translate(_SIGNS)
    if item:
        lead = "- " if item[1] else f"{item[2]} "
        cut = item.end()
        moved = [Mark(max(0, mark.start - cut), mark.page) for mark in marks]
        blocks.add(raw[cut:], close=close, marks=moved, lead=lead)
    else:
        blocks.add(raw, level, marks=marks)
