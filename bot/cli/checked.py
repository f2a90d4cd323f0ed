"""How a checked quotation and a checked draft look in a terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.cli.rendering import ASIDE, LONGEST_QUOTE, MARKER, WARNING, counted
from bot.records import Citation

if TYPE_CHECKING:
    from bot.drafts import Claim, DraftCheck, DraftQuotation
    from bot.quotations import QuotationCheck, QuotationMatch

STYLES = {
    "verbatim": "bold green",
    "supported": "bold green",
    "altered": "bold yellow",
    "partly": "bold yellow",
    "misattributed": "bold red",
    "not found": "bold red",
}
LEGEND = "[-in the source only-] {+in the quotation only+}"
_DELETED, _INSERTED = "red", "green"
_INDENT = (0, 0, 0, 4)


def quotation(found: QuotationCheck) -> Iterator[RenderableType]:
    """The verdict, what differs word by word, remarks, and every place that has the words."""
    yield Text(found.statement, style=STYLES[found.verdict])
    yield from _details(found)
    if found.matches:
        yield Text()
    for number, match in enumerate(found.matches, 1):
        yield from _place(number, match)


def draft(found: DraftCheck) -> Iterator[RenderableType]:
    """How many of each verdict, then every quotation and every claim in the order of the draft."""
    yield Text(_counts("quotation", (each.check.verdict for each in found.quotations)), style="bold")
    yield Text(_counts("claim", (each.verdict for each in found.claims)), style="bold")
    for quoted in found.quotations:
        yield from _quoted(quoted)
    for claim in found.claims:
        yield from _claim(claim)


def difference(match: QuotationMatch) -> Text:
    """The words of both, those of one side alone in marks that need no colour."""
    drawn = {
        "equal": lambda words: Text(words),
        "delete": lambda words: Text(f"[-{words}-]", style=_DELETED),
        "insert": lambda words: Text(f"{{+{words}+}}", style=_INSERTED),
    }
    return Text(" ").join(drawn[change](words) for change, words in match.diff)


def _details(found: QuotationCheck) -> Iterator[RenderableType]:
    if found.matches and found.matches[0].similarity < 1.0:
        yield Padding(difference(found.matches[0]), _INDENT, expand=False)
        yield Padding(Text(LEGEND, style=ASIDE), _INDENT, expand=False)
    for note in found.notes:
        yield Text(f"  - {note}", style=WARNING)


def _place(number: int, match: QuotationMatch) -> Iterator[RenderableType]:
    citation = match.citation
    same = "the same words" if match.similarity == 1.0 else f"similarity {match.similarity:.2f}"
    yield Text.assemble((f"[{number}]", MARKER), " ", citation.reference)
    said = f"said by {citation.speaker}, " if citation.speaker else ""
    yield Padding(Text(f"{said}{same}, {_where(citation)}", style=ASIDE), _INDENT, expand=False)
    yield Padding(Text(f"“{_short(citation.quote)}”"), _INDENT, expand=False)


def _quoted(quoted: DraftQuotation) -> Iterator[RenderableType]:
    check = quoted.check
    yield Text.assemble(f"\n“{_short(check.quote)}” ", (f"characters {quoted.start}–{quoted.end}", ASIDE))
    yield Text(f"  {check.statement}", style=STYLES[check.verdict])
    yield from _details(check)
    for match in check.matches[:1]:
        yield Text(f"    {match.citation.reference}", style=ASIDE)


def _claim(claim: Claim) -> Iterator[RenderableType]:
    label = {"supported": "Supported", "partly": "Supported in part", "not found": "Not found in the sources"}
    yield Text.assemble("\n", (f"{label[claim.verdict]}: ", STYLES[claim.verdict]), _short(claim.text))
    for note in claim.notes:
        yield Text(f"  - {note}", style=WARNING)
    for citation in claim.citations:
        yield Padding(Text(f"“{_short(citation.quote)}”"), _INDENT, expand=False)
        yield Padding(Text(f"{citation.reference} {_where(citation)}", style=ASIDE), _INDENT, expand=False)


def _counts(noun: str, verdicts: Iterable[str]) -> str:
    counts = Counter(verdicts)
    each = ", ".join(f"{counts[verdict]} {verdict}" for verdict in STYLES if counts[verdict])
    return f"{counted(counts.total(), noun)}{': ' if each else ''}{each}."


def _where(citation: Citation) -> str:
    return f"{citation.document}, characters {citation.start}–{citation.end}"


def _short(text: str) -> str:
    return textwrap.shorten(text, LONGEST_QUOTE, placeholder=" …")
