"""Marks: where in the original of a document a stretch of its text stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in the original a text stands from `start` on: on which page, or at which second of a recording.

    `page` counts the file's pages from 1; `label` is what is printed on the page, where that differs: xii, A-3.
    """

    start: int
    page: int | None = None
    second: int | None = None
    label: str | None = None

    @property
    def time(self) -> str | None:
        """The hours, minutes and seconds into the recording: 0:12:05."""
        if self.second is None:
            return None
        minutes, seconds = divmod(self.second, 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"

    @property
    def written(self) -> str | None:
        """The place as a reference has it: p. 12, or 0:12:05."""
        page = self.label or self.page
        return ", ".join(part for part in (f"p. {page}" if page else None, self.time) if part) or None


def mark_at(marks: Sequence[Mark], offset: int) -> Mark | None:
    """The mark that an offset of the text stands under, of marks in the order of their starts."""
    found = bisect_right(marks, offset, key=lambda mark: mark.start)
    return marks[found - 1] if found else None


def marks_within(marks: Sequence[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks that a stretch of the text stands under, in order."""
    first = bisect_right(marks, start, key=lambda mark: mark.start)
    last = bisect_right(marks, end - 1, key=lambda mark: mark.start)
    return tuple(marks[max(first - 1, 0) : last])
