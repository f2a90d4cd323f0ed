"""The command that tells what was changed in a library, and by whom."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

import bot
from bot.cli.application import app
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.terminal import reporting
from bot.records import LogEntry

SHOWN = 50
"""Changes that are listed where no number is asked for."""


@app.command(epilog="Example: bot log -n 10 --since 2026-11")
def log(
    *,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="List the newest N.")] = SHOWN,
    document: Annotated[str | None, typer.Option(metavar="ID", help="Only of this document.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Only from this day, month or year (UTC) on.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what was added, replaced, renamed, restored and removed, by whom, newest first."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        found = opened.log(document, since, limit)
        listed = {"log": [entry.to_dict() for entry in found]}
        terminal.show(listed, _table(found) if found else "The log is empty.")


def _table(found: tuple[LogEntry, ...]) -> Table:
    table = Table("when", "who", "change", "through", "title", box=None, pad_edge=False, header_style="bold")
    for name in ("id", "sha256"):
        table.add_column(name, overflow="fold")
    for each in found:
        cells = (each.at, each.who, each.change, each.through, each.title, each.document, (each.sha256 or "")[:12])
        table.add_row(*(Text(cell) for cell in cells))
    return table
