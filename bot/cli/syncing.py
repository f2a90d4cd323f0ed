"""The command that makes the library like a folder."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.cli import synced
from bot.cli.application import app, opened_library
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.progress import Bar
from bot.cli.rendering import counted
from bot.cli.terminal import Terminal, reporting


@app.command(epilog="Example: bot sync statements --dry-run")
def sync(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder, with all folders in it.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking what is gone from the folder.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on whenever something changes, until Ctrl-C.")] = False,
    corpus: Annotated[bool, typer.Option(help="Whether a new library gets the shipped corpus.")] = True,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add what is new in a folder, replace what changed, and remove what is gone, after a question."""
    if watch and dry_run:
        raise typer.BadParameter("--watch and --dry-run exclude each other.")
    corpus = corpus and not dry_run
    with reporting(as_json=as_json) as terminal, opened_library(terminal, library, corpus=corpus) as opened:
        if watch:
            _watch(terminal, opened, folder, yes=yes)
        else:
            _sync(terminal, opened, folder, yes=yes, dry_run=dry_run)


def _sync(terminal: Terminal, opened: bot.Bot, folder: Path, *, yes: bool, dry_run: bool) -> None:
    with terminal.progress("Syncing") as progress:
        asking = Asking(terminal, progress, yes=yes)
        found = opened.sync(folder, remove=asking, dry_run=dry_run, progress=progress)
    terminal.show(found.to_dict(), *synced.drawn(found))
    if found.kept and not asking.answered:
        terminal.note("Nobody was there to be asked: run it again with --yes to remove what is gone.")
        raise typer.Exit(1)


def _watch(terminal: Terminal, opened: bot.Bot, folder: Path, *, yes: bool) -> None:
    """Show each sync that has something new to say."""
    # Ctrl-C is how a watch ends; wherever it strikes, the library is whole.
    with contextlib.suppress(KeyboardInterrupt):
        said = None
        for found in opened.watch(folder, remove=yes):
            news = (found.kept, found.refused, found.skipped)
            if said is None or not found.is_idle or news != said:
                terminal.show(found.to_dict(), *synced.drawn(found))
            if said is None:
                terminal.note(f"Watching {folder}. Ctrl-C ends it.")
            said = news
    terminal.note("Stopped.")


class Asking:
    """Asks on a terminal whether documents shall go, twice where most would; without a terminal nothing goes."""

    def __init__(self, terminal: Terminal, bar: Bar, *, yes: bool) -> None:
        self._terminal, self._bar, self._yes = terminal, bar, yes
        self.answered = False

    def __call__(self, found: bot.Sync) -> bool:
        """Tell whether what a sync would remove shall go."""
        if self._yes:
            return True
        self._bar.hide()
        many = counted(len(found.removed), "document")
        first = self._terminal.ask(f"{many} came from files that are gone ({_some(found)}). Remove from the library?")
        self.answered = first is not None
        again = "That is more than half of what came from this folder. Is it really gone?"
        return bool(first) and (not found.removes_most or bool(self._terminal.ask(again)))


def _some(found: bot.Sync) -> str:
    named = ", ".join(entry.path for entry in found.removed[:3])
    return f"{named}, …" if len(found.removed) > 3 else named
