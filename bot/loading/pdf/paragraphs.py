"""Lines become blocks: paragraphs over columns and pages, headings, items of lists, rows of tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.loading.pdf.columns import edges
from bot.loading.pdf.lines import Line
from bot.loading.pdf.notes import opens_note

_ITEM = re.compile(r"(?:[•‣▪◦●○■□–—*·]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'’”»)\]]*$")
_FURTHER = 1.2
_INDENT = 0.6
_SAME_SIZE = 0.08


@dataclass(slots=True)
class Block:
    """Lines that belong together; `level` is that of a heading."""

    lines: list[Line] = field(default_factory=list)
    level: int | None = None

    @property
    def is_table(self) -> bool:
        """Whether its lines are the rows of a table."""
        return self.lines[0].is_row

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return _is_item(self.lines[0])


class Paragraphs:
    """Puts the lines of a document together, a page at a time."""

    def __init__(self, levels: Mapping[int, int], steps: Mapping[float, float]) -> None:
        self._levels = levels
        self._steps = steps
        self._notes: list[Block] = []
        self._note: Block | None = None
        self._open: Block | None = None
        self._full = False
        self.blocks: list[Block] = []

    def add(self, page: Sequence[Line]) -> None:
        """Put the lines of a page to what there is."""
        text = [line for line in page if not line.is_note]
        for at, line in enumerate(text):
            if self._open and self._belongs(self._open, line, text, at):
                self._open.lines.append(line)
            else:
                self._close()
                self._open = Block([line], self._levels.get(id(line)))
            self._full = at + 1 < len(text) and _is_full(text, at, text[at + 1])
            if at + 1 == len(text):
                self._full = _reaches_edge(text, at)
        for line in page:
            if line.is_note:
                self._add_note(line)

    def finish(self) -> list[Block]:
        """All blocks."""
        self._close()
        return self.blocks + self._notes

    def _close(self) -> None:
        """Put the block that is open to the others, and after it the notes of its pages."""
        if self._open:
            self.blocks.append(self._open)
            self.blocks += self._notes
            self._open, self._notes = None, []

    def _add_note(self, line: Line) -> None:
        """Put a line to the note that it begins, or to the last one, which may have begun on the page before."""
        if self._note and not opens_note(line):
            self._note.lines.append(line)
        else:
            self._note = Block([line])
            self._notes.append(self._note)

    def _belongs(self, block: Block, line: Line, page: Sequence[Line], at: int) -> bool:
        """Whether a line goes on with the block that is open."""
        last = block.lines[-1]
        if block.is_table or line.is_row:
            return block.is_table and line.is_row and last.page == line.page
        if block.level or id(line) in self._levels:
            return self._levels.get(id(line)) == block.level and self._is_next(last, line)
        if abs(last.size - line.size) > _SAME_SIZE * last.size or _is_item(line):
            return False
        if last.page != line.page or not self._is_next(last, line):
            return self._flows(block, line, page, at)
        if line.text[:1].islower() and not _SENTENCE_END.search(last.text):
            return True
        return self._full and not self._is_indented(block, line, page, at)

    def _is_next(self, last: Line, line: Line) -> bool:
        """Whether a line stands directly below another."""
        step = last.box.bottom - line.box.bottom
        usual = self._steps.get(last.size, 1.35 * last.size)
        return last.page == line.page and 0 < step <= _FURTHER * usual

    def _flows(self, block: Block, line: Line, page: Sequence[Line], at: int) -> bool:
        """Whether a paragraph goes on in the next column or on the next page."""
        last = block.lines[-1]
        if last.page == line.page and line.box.bottom <= last.box.bottom:
            return False
        unfinished = not _SENTENCE_END.search(last.text)
        if unfinished and line.text[:1].islower():
            return True
        return self._full and unfinished and not self._is_indented(block, line, page, at)

    def _is_indented(self, block: Block, line: Line, page: Sequence[Line], at: int) -> bool:
        """Whether a line begins further in than its column, as the first one of a paragraph may."""
        left, _ = edges(page, at)
        if block.is_item:
            return line.box.left < (block.lines[1].box.left if len(block.lines) > 1 else block.lines[0].start) - 1
        return line.box.left > left + _INDENT * line.size and block.lines[-1].box.left < line.box.left - 1


def _is_full(page: Sequence[Line], at: int, following: Line) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    line = page[at]
    _, right = edges(page, at)
    word = following.text.split(" ", 1)[0]
    width = (following.box.right - following.box.left) * (len(word) + 1) / max(len(following.text), 1)
    return line.box.right + width > right


def _reaches_edge(page: Sequence[Line], at: int) -> bool:
    return page[at].box.right > edges(page, at)[1] - 3 * page[at].size


def _is_item(line: Line) -> bool:
    return line.start > line.box.left or bool(_ITEM.match(line.text))


def sized(lines: Iterable[Line]) -> float:
    """The size of most of the text, in points."""
    counts: dict[float, int] = {}
    for line in lines:
        counts[line.size] = counts.get(line.size, 0) + len(line.text)
    return max(counts, key=counts.__getitem__, default=0.0)
