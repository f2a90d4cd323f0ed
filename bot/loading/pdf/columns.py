"""How far the column of each line reaches, which tells whether a line is full."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from bot.loading.pdf.lines import MOST, Line

_AROUND = 8


def set_limits(page: Sequence[Line]) -> None:
    """Tell each line of a page where the next column begins, if there is one to its right."""
    if len(page) > MOST:
        return
    for line in page:
        rights = [other.box.left for other in page if _is_right_of(other, line)]
        line.limit = min(rights, default=None)


def _is_right_of(other: Line, line: Line) -> bool:
    reach = 2 * line.size
    beside = other.box.bottom < line.box.top + reach and other.box.top > line.box.bottom - reach
    return beside and other.box.left >= line.box.right - 1 and other is not line


def edges(page: Sequence[Line], at: int) -> tuple[float, float]:
    """The left and the right edge of the column that a line of a page stands in."""
    line = page[at]
    near = [other for other in page[max(at - _AROUND, 0) : at + _AROUND + 1] if _same_column(other, line)]
    return min(each.box.left for each in near), max(each.box.right for each in near)


def _same_column(other: Line, line: Line) -> bool:
    if other is line:
        return True
    overlaps = other.box.left < line.box.right and line.box.left < other.box.right
    if other.is_row or not overlaps or abs(other.size - line.size) > 0.08 * line.size:
        return False
    return all(limit is None or box.right <= limit for limit, box in ((line.limit, other.box), (other.limit, line.box)))


def leading(lines: Sequence[Line]) -> dict[float, float]:
    """The usual distance from line to line for each size of the text, in points."""
    steps: dict[float, list[float]] = {}
    for before, after in pairwise(lines):
        step = before.box.bottom - after.box.bottom
        if before.size == after.size and before.page == after.page and 0 < step < 3 * before.size:
            steps.setdefault(before.size, []).append(step)
    return {size: median(found) for size, found in steps.items() if len(found) > 2}
