"""The commands about the older texts of a document."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

import bot
from bot.cli.application import app
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.terminal import reporting
from bot.records import Version

IdentifierArgument = Annotated[str, typer.Argument(metavar="ID", help="The document's id, as sources lists it.")]


@app.command(epilog="Example: bot versions wheat-statement")
def versions(
    identifier: IdentifierArgument,
    *,
    show: Annotated[int | None, typer.Option("--show", metavar="N", help="Print the text of this version.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the older texts of a document and its current one."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        if show is not None:
            text = opened.document(identifier, show).text
            terminal.show({"document": identifier, "number": show, "text": text}, Text(text))
            return
        found = opened.versions(identifier)
        listed = [version.to_dict() for version in found]
        terminal.show({"document": identifier, "versions": listed}, _table(found))


@app.command(epilog="Example: bot restore wheat-statement 2")
def restore(
    identifier: IdentifierArgument,
    number: Annotated[int, typer.Argument(metavar="VERSION", help="The version's number, as versions lists it.")],
    *,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make an older text of a document the current one, which becomes an older one itself."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        opened.restore(identifier, number)
        current = opened.versions(identifier)[-1]
        done = {"document": identifier, "restored": number, "current": current.to_dict()}
        terminal.show(done, f"“{identifier}” has the text of version {number} again, as version {current.number}.")


def _table(found: tuple[Version, ...]) -> Table:
    table = Table("version", "replaced", box=None, pad_edge=False, header_style="bold")
    table.add_column("characters", justify="right")
    for name in ("change", "words", "sha256"):
        table.add_column(name)
    for each in found:
        words = "" if each.added is None else f"+{each.added} −{each.removed}"
        replaced = each.replaced or "current"
        table.add_row(str(each.number), replaced, f"{each.characters:,}", each.change, words, each.sha256[:12])
    return table
