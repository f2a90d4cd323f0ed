"""How results look in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.records import Answer, Citation, Sentence, Source, Verification

LONGEST_QUOTE = 400
"""Characters of a passage that are shown; what lies beyond is an ellipsis."""

MARKER, ASIDE, WARNING = "bold cyan", "dim", "yellow"

Drawn = Text | Padding


def answer(given: Answer) -> Iterator[Drawn]:
    """The sentences with their markers and the references that these point to, or why there are none."""
    yield from _declined(given) if given.declined else _answered(given)


def sources(documents: Sequence[Source]) -> Table:
    """A table of what is in the library; the last column is what `remove` takes."""
    table = Table("title", "kind", "date", "speaker", "text", box=None, pad_edge=False, header_style="bold")
    table.add_column("passages", justify="right")
    table.add_column("id", overflow="fold")
    for source in documents:
        data, text = source.metadata, "original" if source.original else "brief"
        cells = (data.title, data.kind, data.date, data.speaker, text, str(source.passages), source.id)
        table.add_row(*(Text(cell or "") for cell in cells))
    return table


def verification(found: Verification) -> Text:
    """Whether the library is sound, and what is not."""
    size = f"{counted(found.documents, 'document')}, {counted(found.passages, 'passage')}"
    if found.sound:
        return Text.assemble((f"The library is sound: {size}.", "green"))
    told = [f"\n- {each}" for each in found.problems]
    mended = {each.partition(":")[0] for each in found.problems} <= {"vectors", "words"}
    hint = "Run `bot rebuild`: it makes vectors and words anew." if mended else "Restore it from the last backup."
    return Text.assemble((f"The library is not sound: {size}.", "red"), *told, f"\n{hint}")


def counted(number: int, noun: str) -> str:
    """The number with its noun: 1 document, 2 documents."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _answered(given: Answer) -> Iterator[Drawn]:
    cited = list(dict.fromkeys(citation for sentence in given.sentences for citation in sentence.citations))
    yield Text(" ").join(_marked(sentence, cited) for sentence in given.sentences)
    yield Text()
    said = {sentence.text for sentence in given.sentences}
    for number, citation in enumerate(cited, 1):
        yield from _reference(number, citation, "" if citation.quote in said else citation.quote)
    yield from _withheld(given)
    if given.notice:
        yield Text(given.notice, style=WARNING)
    by = f" Written by {given.written_by}, checked sentence by sentence." if given.written_by else ""
    yield Text(f"Confidence: {given.confidence:.0%}.{by}", style=ASIDE)


def _withheld(given: Answer) -> Iterator[Drawn]:
    """How many sentences are not shown, and what they are, since a terminal has nothing to open."""
    if given.withheld:
        yield Text(f"{counted(given.withheld, 'sentence')} withheld: not supported by the sources.", style=WARNING)
    for each in given.unsupported:
        yield Text(f"- Not supported: {each.text} ({each.reason})", style=ASIDE)


def _declined(given: Answer) -> Iterator[Drawn]:
    yield Text(" ".join(part for part in (given.text, given.reason) if part), style=WARNING)
    if given.nearest:
        yield Text("\nThe nearest passages:\n")
    for number, citation in enumerate(given.nearest, 1):
        yield from _reference(number, citation, citation.quote)


def _marked(sentence: Sentence, cited: Sequence[Citation]) -> Text:
    markers = "".join(f"[{cited.index(citation) + 1}]" for citation in sentence.citations)
    return Text.assemble(sentence.text, " " if markers else "", (markers, MARKER))


def _reference(number: int, citation: Citation, quote: str) -> Iterator[Drawn]:
    marker = f"[{number}]"
    yield Text.assemble((marker, MARKER), " ", citation.reference)
    indent = (0, 0, 0, len(marker) + 1)
    yield Padding(Text(_place(citation), style=ASIDE), indent, expand=False)
    if quote:
        yield Padding(Text(f"“{textwrap.shorten(quote, LONGEST_QUOTE, placeholder=' …')}”"), indent, expand=False)


def _place(citation: Citation) -> str:
    heading = f"under “{citation.heading}”" if citation.heading else ""
    page = f"page {citation.page_label or citation.page}" if citation.page else citation.time or ""
    place = f"characters {citation.start}–{citation.end}"
    return ", ".join(part for part in (citation.document, page, heading, place) if part)


def report(figures: Mapping[str, Mapping[str, Any]]) -> Table:
    """The figures of a report card, a line each."""
    table = Table("set", "task", "figure", box=None, pad_edge=False, header_style="bold")
    for name, tasks in figures.items():
        for task, found in tasks.items():
            for place, value in _leaves(found, ()):
                table.add_row(name, " ".join((task, *place[:-1])), " ".join((*place[-1:], str(value))))
    return table


def _leaves(found: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The single figures of a task, with the keys that lead to them; a count of right ones is one figure."""
    if not isinstance(found, Mapping):
        yield place, found
    elif found.keys() == {"right", "of"}:
        yield place, f"{found['right']}/{found['of']}"
    else:
        for key, value in found.items():
            yield from _leaves(value, (*place, key))
