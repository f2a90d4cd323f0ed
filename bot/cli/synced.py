"""How a sync looks in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.rendering import ASIDE, WARNING, counted

if TYPE_CHECKING:
    from bot.syncing import Entry, Sync

DONE = ("added", "changed", "renamed", "removed")
LABELS = {**dict(zip(DONE, DONE, strict=True)), "kept": "gone, kept", "repeated": "same text"}
SHOWN = 200
"""Files that the table names before it only counts."""


def drawn(found: Sync) -> Iterator[RenderableType]:
    """A table of what was done, or would be, and lines about what was not."""
    rows = [(label, entry) for what, label in LABELS.items() for entry in getattr(found, what)]
    if rows:
        yield _table(rows[:SHOWN])
    if len(rows) > SHOWN:
        yield Text(f"… and {counted(len(rows) - SHOWN, 'file')} more", style=ASIDE)
    for each in found.refused:
        kept = " The library keeps its older text." if each.kept else ""
        yield Text(f"Refused {each.path}: {' '.join((each.message, each.hint)).strip()}{kept}", style=WARNING)
    for skipped in found.skipped:
        yield Text(f"Skipped {skipped.path}: {skipped.reason}.", style=ASIDE)
    yield Text(_summary(found))


def _table(rows: Sequence[tuple[str, Entry]]) -> Table:
    table = Table("", "file", "document", box=None, pad_edge=False, header_style="bold")
    for label, entry in rows:
        path = f"{entry.before} → {entry.path}" if entry.before else entry.path
        table.add_row(*(Text(cell) for cell in (label, path, entry.document or "")))
    return table


def _summary(found: Sync) -> str:
    done = ", ".join(f"{len(getattr(found, what)):,} {what}" for what in DONE)
    others = f" {counted(found.others, 'file')} of other formats." if found.others else ""
    refused = f", {len(found.refused):,} refused" if found.refused else ""
    return f"{'Would be: ' if found.dry_run else ''}{done}, {found.unchanged:,} unchanged{refused}.{others}"
