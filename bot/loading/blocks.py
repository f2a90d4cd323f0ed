"""Blocks of text, one after the other, become a document's normalised text with its headings and marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.loading.normalisation import normalise, one_line
from bot.loading.parsed import Parsed
from bot.records import Heading, Mark, Metadata


@dataclass(slots=True)
class Blocks:
    """Text that grows by blocks, with a blank line between two unless they are parts of one list, table or note."""

    parts: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    end: int = 0

    def add(
        self, raw: str, level: int | None = None, *, close: bool = False, marks: Iterable[Mark] = (), lead: str = ""
    ) -> None:
        """Append a block, unless it has no words; a heading, which has a level, is one line.

        `close` puts it on the line after its predecessor, `lead` comes before it, such as a list's marker, and
        `marks` count in `raw`, from where they are moved to where the same words stand in the text.
        """
        text = one_line(raw) if level else normalise(raw)
        moved = [(mark, _moved(raw, mark.start, text)) for mark in marks]
        if not text:
            self._mark((mark, self.end) for mark, _ in moved)
            return
        gap = "" if not self.parts else "\n" if close else "\n\n"
        start = self.end + len(gap)
        self.parts.append(gap + lead + text)
        self.end = start + len(lead) + len(text)
        if level:
            self.headings.append(Heading(start, self.end, level, lead + text))
        self._mark((mark, start + (len(lead) + at if at else 0)) for mark, at in moved)

    def _mark(self, moved: Iterable[tuple[Mark, int]]) -> None:
        """Keep marks that tell something new; of several at one place the last one counts."""
        for mark, start in moved:
            if self.marks and self.marks[-1].start >= start:
                self.marks.pop()
            placed = replace(mark, start=start)
            if not self.marks or placed != replace(self.marks[-1], start=start):
                self.marks.append(placed)

    def parsed(self, metadata: Metadata | None = None) -> Parsed:
        """All blocks as what a reader returns."""
        return Parsed("".join(self.parts), tuple(self.headings), tuple(self.marks), metadata)


def _moved(raw: str, at: int, text: str) -> int:
    """Where in the normalised text the words begin that stand at a place of the raw one."""
    place = len(normalise(raw[:at]))
    return place + 1 if text[place : place + 1].isspace() else place
