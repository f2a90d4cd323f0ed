"""The commands that write a library to one file, and read one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.cli.application import app
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.rendering import counted
from bot.cli.terminal import reporting


@app.command(epilog="Example: bot export library.jsonl.gz")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; a name that ends in .gz is compressed.")],
    *,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole library to one file of JSON Lines, which any program can read."""
    # What does the work takes a moment to import, which `--help` does not need.
    from bot.assembly import export_library

    with reporting(as_json=as_json) as terminal:
        found = export_library(library, file)
        sizes = {"documents": found.documents, "versions": found.versions, "passages": found.passages}
        many = f"{counted(found.documents, 'document')} and {counted(found.versions, 'older version')}"
        terminal.show({"file": str(file), **sizes}, f"Exported {many} to {file}.")


@app.command("import", epilog="Example: bot import library.jsonl.gz --library another")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What export wrote.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check the file and tell.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add the documents of an exported library; one that is there is replaced where its text differs."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        with terminal.progress("Importing") as progress:
            found = opened.import_from(file, dry_run=dry_run, progress=progress)
        done = "Would add" if dry_run else "Added"
        many = f"{done} {counted(len(found.added), 'document')}, replaced {len(found.replaced):,}"
        repeated = [f"{name}: “{other}” has the same text" for name, other in found.repeated]
        terminal.show(found.to_dict(), f"{many}; {found.same:,} were there.", *repeated)
