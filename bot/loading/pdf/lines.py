"""Segments become lines, and those beside each other become the cells of a table's row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from bot.loading.pdf.glyphs import Box, Segment

CELL = " | "
CELL_LINE = "\n"
"""What stands between the lines of one cell."""

MOST = 1_500
"""A page with more segments is no page of text, and comparing each with each would take long."""

_MARKER = re.compile(r"(?:[•‣▪◦●○■□–—*·-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,4})[.)]?)$")
# A line whose words are spread out to fill it has gaps this wide at most, in parts of its size.
_SPREAD = 2.5
_ALIKE = 1.5
_CELL_LINES = 6


@dataclass(slots=True)
class Line:
    """A line of text, or a row of a table; `start` is where its text begins, after the marker of a list."""

    text: str
    box: Box
    size: float
    is_bold: bool
    page: int
    cells: int = 1
    start: float = 0.0
    limit: float | None = None
    is_note: bool = False

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.cells > 1


@dataclass(slots=True)
class _Row:
    """Cells beside each other, each of one or more segments below each other."""

    cells: list[list[Segment]] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Where the row stands."""
        return _around(segment for cell in self.cells for segment in cell)


def lines(segments: Sequence[Segment]) -> list[Line]:
    """The lines of a page, in the order of its segments."""
    rows = _rows(_with_markers(segments))
    found: list[Line] = []
    for at, row in enumerate(rows):
        beside = [rows[other] for other in (at - 1, at + 1) if 0 <= other < len(rows)]
        found.extend(_lines_of(row, in_table=any(_is_aligned(row, other) for other in beside)))
    return found


def _rows(segments: Sequence[Segment]) -> list[_Row]:
    """The segments grouped into rows: one that stands to the right, at the height of the row, is its next cell."""
    rows: list[_Row] = []
    for segment in segments:
        row = rows[-1] if rows else _Row()
        if row.cells and _is_beside(segment, row):
            row.cells.append([segment])
        elif len(row.cells) > 1 and _is_below(segment, row.cells[-1], row):
            row.cells[-1].append(segment)
        elif cell := _first_cell(segment, _single(rows)):
            rows[-len(cell) :] = [_Row([cell, [segment]])]
        else:
            rows.append(_Row([[segment]]))
    return rows


def _single(rows: Sequence[_Row]) -> list[Segment]:
    """The last lines that are beside nothing, as many as a cell may have."""
    last = takewhile(lambda row: len(row.cells) == 1, reversed(rows[-_CELL_LINES:]))
    return [row.cells[0][0] for row in last][::-1]


def _is_beside(segment: Segment, row: _Row) -> bool:
    middle = (segment.box.top + segment.box.bottom) / 2
    right = max(each.box.right for each in row.cells[-1])
    box = row.box
    return segment.box.left >= right - 1 and box.bottom <= middle <= box.top


def _first_cell(segment: Segment, above: Sequence[Segment]) -> list[Segment]:
    """The lines that are the first cell of a row whose second one is `segment`, of those above; it may be none."""
    middle = (segment.box.top + segment.box.bottom) / 2
    found: list[Segment] = []
    level: list[Segment] = []
    for line in reversed(above):
        if found and not _is_tight(line, found[0]):
            break
        found = [line, *found]
        box = _around(found)
        if segment.box.left < box.right - 1:
            break
        if len(found) > 1 and abs((box.top + box.bottom) / 2 - middle) < 0.2 * segment.size:
            return found
        if len(found) > 1 and line.box.shares_line(segment.box):
            level = found
    return level


def _is_tight(line: Segment, below: Segment) -> bool:
    gap = line.box.bottom - below.box.top
    overlaps = line.box.left < below.box.right and below.box.left < line.box.right
    return line.size == below.size and overlaps and -0.3 * line.size < gap < 0.5 * line.size


def _with_markers(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, each marker of a list before what it marks; some programs write them last."""
    found = list(segments)
    if len(found) > MOST:
        return found
    for marker in [each for each in segments if _MARKER.match(each.text)]:
        marked = next((each for each in found if _is_marked(each, marker)), None)
        if marked:
            found.remove(marker)
            found.insert(found.index(marked), marker)
    return found


def _is_marked(segment: Segment, marker: Segment) -> bool:
    gap = segment.box.left - marker.box.right
    return segment is not marker and marker.box.shares_line(segment.box) and -1 < gap < _SPREAD * marker.size


def _is_below(segment: Segment, cell: Sequence[Segment], row: _Row) -> bool:
    """Whether a segment is the next line of a cell that is not the row's first one."""
    if _marks_item(row):
        return False
    last = cell[-1]
    gap = last.box.bottom - segment.box.top
    near = -0.3 * last.box.height < gap < 0.5 * last.box.height
    left = max(each.box.right for each in row.cells[-2])
    return near and segment.box.left >= left - 1 and len(cell) < _CELL_LINES and segment.size == last.size


def _lines_of(row: _Row, *, in_table: bool) -> Iterator[Line]:
    cells = [CELL_LINE.join(segment.text for segment in cell) for cell in row.cells]
    first, box = row.cells[0][0], row.box
    start = row.cells[1][0].box.left if _marks_item(row) else box.left
    if start > box.left or (len(cells) > 1 and not in_table and _is_spread(row)):
        cells = [" ".join(cells)]
    longest = max((segment for cell in row.cells for segment in cell), key=lambda each: len(each.text))
    yield Line(CELL.join(cells), box, longest.size, longest.is_bold, first.page, len(cells), start)


def _marks_item(row: _Row) -> bool:
    """Whether the first of two cells is the marker of a list."""
    return len(row.cells) == 2 and len(row.cells[0]) == 1 and bool(_MARKER.match(row.cells[0][0].text))


def _is_aligned(row: _Row, other: _Row) -> bool:
    """Whether two rows have cells below each other; that they begin or end together tells nothing, lines do."""
    mine, others = ([_around(cell) for cell in each.cells] for each in (row, other))
    lefts = any(abs(one.left - two.left) < _ALIKE for one in mine[1:] for two in others[1:])
    return lefts or any(abs(one.right - two.right) < _ALIKE for one in mine[:-1] for two in others[:-1])


def _is_spread(row: _Row) -> bool:
    """Whether the gaps in a row are but wide spaces between words."""
    boxes = [segment.box for cell in row.cells for segment in cell]
    gaps = [after.left - before.right for before, after in pairwise(boxes)]
    return all(len(cell) == 1 for cell in row.cells) and max(gaps) < _SPREAD * row.cells[0][0].size


def _around(segments: Iterable[Segment]) -> Box:
    boxes = [segment.box for segment in segments]
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.over(box)
    return whole
