"""How positions and a timeline look in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli import rendering
from bot.cli.rendering import ASIDE, MARKER, WARNING
from bot.records import Answer, Citation, Sentence, Side

if TYPE_CHECKING:
    from bot.positions import Positions
    from bot.timeline import Entry, Timeline

NARROWEST = 36
"""Columns that a side needs to stand beside another; in less the sides stand one below the other."""


def answer(given: Answer) -> Iterator[RenderableType]:
    """The sides of a question that compares with the confidence; where all are silent, the nearest passages, too."""
    yield from _sides(given.sides)
    if given.declined:
        yield Text()
        yield from rendering.answer(given)
    else:
        yield Text(f"Confidence: {given.confidence:.0%}", style=ASIDE)


def positions(found: Positions) -> Iterator[RenderableType]:
    """The sides with markers, what they share, and the references that the markers point to."""
    yield from _sides(found.sides, found.shared)


def timeline(found: Timeline) -> Iterator[RenderableType]:
    """A line for each entry: its date, who speaks, what is said, and where it stands."""
    if not found.entries:
        yield Text("The sources have no dated statement that fits.", style=WARNING)
        return
    table = Table("date", "speaker", "statement", box=None, pad_edge=False, header_style="bold")
    table.columns[0].no_wrap = True
    table.columns[1].max_width = 24
    for entry in found.entries:
        table.add_row(Text(entry.date, MARKER), Text(entry.speaker or ""), _statement(entry))
    yield table
    if found.left_out:
        more = rendering.counted(found.left_out, "later statement")
        yield Text(f"\n{more} left out: give a topic, a filter, or --since and --until.", style=WARNING)


@dataclass(frozen=True)
class SideBySide:
    """Draws its parts beside each other where a terminal is wide enough, else one below the other."""

    parts: Sequence[RenderableType]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Choose by the width; what is no terminal gets whole lines."""
        if not options.is_terminal or options.max_width < NARROWEST * len(self.parts):
            for number, part in enumerate(self.parts):
                yield from (Text(), part) if number else (part,)
            return
        table = Table.grid(padding=(0, 3, 0, 0), expand=True)
        for _ in self.parts:
            table.add_column(ratio=1)
        table.add_row(*self.parts)
        yield table


def _sides(sides: Sequence[Side], shared: Sequence[str] = ()) -> Iterator[RenderableType]:
    cited = [citation for side in sides for sentence in side.sentences for citation in sentence.citations]
    yield SideBySide([_side(side, cited) for side in sides])
    if shared:
        yield Text.assemble(("\nShared words: ", ASIDE), ", ".join(shared))
    if cited:
        yield Text()
    for number, citation in enumerate(cited, 1):
        yield _reference(f"[{number}]", citation)


def _side(side: Side, cited: Sequence[Citation]) -> Group:
    name = side.speaker or side.country or ""
    country = f" · {side.country}" if side.speaker and side.country else ""
    parts: list[RenderableType] = [Text.assemble((name, "bold"), (country, ASIDE))]
    if side.reason:
        parts.append(Text(side.reason, style=WARNING))
    parts += [_said(sentence, name, cited) for sentence in side.sentences]
    if side.own:
        parts.append(Text.assemble(("Words of its own: ", ASIDE), ", ".join(side.own)))
    return Group(*parts)


def _said(sentence: Sentence, name: str, cited: Sequence[Citation]) -> Text:
    """A sentence after its date, and after who says it where that is not the side itself."""
    (citation,) = sentence.citations
    who = f"{citation.speaker}: " if citation.speaker and citation.speaker != name else ""
    marker = f" [{cited.index(citation) + 1}]"
    return Text.assemble((f"{citation.date or 'undated'}  ", ASIDE), (who, "bold"), sentence.text, (marker, MARKER))


def _statement(entry: Entry) -> Text:
    (citation,) = entry.sentence.citations
    place = f"  {citation.document}, characters {citation.start}–{citation.end}"
    return Text.assemble(entry.sentence.text, (place, ASIDE))


def _reference(marker: str, citation: Citation) -> RenderableType:
    line = Text.assemble((marker, MARKER), " ", citation.reference)
    place = Text(f"{citation.document}, characters {citation.start}–{citation.end}", style=ASIDE)
    return Group(line, Padding(place, (0, 0, 0, len(marker) + 1), expand=False))
