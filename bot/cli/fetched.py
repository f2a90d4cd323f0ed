"""How the outcome of fetching originals looks in a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.cli.rendering import counted

if TYPE_CHECKING:
    from bot.originals import Originals, Outcome

_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "added": ("added", "green"),
    "there": ("already there", "dim"),
    "failed": ("failed, brief kept", "red"),
    "unknown": ("no address known, brief kept", "yellow"),
}


def originals(found: Originals) -> Table:
    """A table of the known works: what became of the original of each, and why."""
    table = Table("title", "original", "address or reason", box=None, pad_edge=False, header_style="bold")
    for entry in found.entries:
        label, style = _OUTCOMES[entry.outcome]
        detail = entry.reason if entry.outcome == "failed" else entry.address
        table.add_row(Text(entry.title), Text(label, style=style), Text(detail or "", overflow="fold"))
    return table


def summary(found: Originals) -> str:
    """How many originals came, in one line."""
    counts = Counter(entry.outcome for entry in found.entries)
    parts = (f"{counts[outcome]} {label}" for outcome, (label, _) in _OUTCOMES.items() if counts[outcome])
    return f"{counted(len(found.entries), 'work')}: {'; '.join(parts)}."
