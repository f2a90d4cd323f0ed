"""The commands: each parses, makes one call, and prints."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import bot
from bot import page
from bot.cli import compared, describing, fetched, rendering
from bot.cli.application import app, asked_library, opened_library
from bot.cli.describing import described
from bot.cli.options import (
    CountryOption,
    DocumentOption,
    JsonOption,
    KindOption,
    LanguageOption,
    LibraryOption,
    OrganisationOption,
    SinceOption,
    SpeakerOption,
    UntilOption,
)
from bot.cli.terminal import Terminal, reporting

if TYPE_CHECKING:
    from bot.originals import Originals

LONG = frozenset({"add", "index", "rebuild", "sync"})
"""The commands that embed for long, while others may be asking the same library."""

NICENESS = 5


def main() -> None:
    """Run the command line and leave with its exit status."""
    if LONG & {*sys.argv[1:2]} and hasattr(os, "nice"):
        os.nice(NICENESS)
    app(prog_name="bot")


@app.command(epilog="Example: bot index")
def index(*, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Bring the library up to date with the shipped corpus; a second run does no work."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        with terminal.progress("Indexing") as progress:
            added = opened.index(progress)
        _show_added(terminal, opened, added)


@app.command(epilog="Example: bot add statement.md folder-of-statements https://www.example.org/speech.html")
def add(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="PATH...", help="Files, folders of files, or web addresses.")
    ] = None,
    *,
    title: describing.TitleOption = None,
    kind: describing.KindOption = None,
    speaker: describing.SpeakerOption = None,
    office: describing.OfficeOption = None,
    author: describing.AuthorOption = None,
    organisation: describing.OrganisationOption = None,
    country: describing.CountryOption = None,
    date: describing.DateOption = None,
    venue: describing.VenueOption = None,
    language: describing.LanguageOption = None,
    source: describing.SourceOption = None,
    rights: describing.RightsOption = None,
    originals: Annotated[bool, typer.Option(help="Fetch the originals of the shipped briefs from the web.")] = False,
    ray: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Ray cluster that does the work: local, auto or HOST:PORT.")
    ] = None,
    corpus: Annotated[bool, typer.Option(help="Whether a new library gets the shipped corpus.")] = True,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add documents, or replace them where they changed; of a folder, what can be read, and tells what cannot."""
    if not paths and not originals:
        raise typer.BadParameter("name a file, a folder or an address, or say --originals.")
    metadata = described(
        title=title,
        kind=kind,
        speaker=speaker,
        office=office,
        author=author,
        organisation=organisation,
        country=country,
        date=date,
        venue=venue,
        language=language,
        source=source,
        rights=rights,
    )
    with reporting(as_json=as_json) as terminal, opened_library(terminal, library, corpus=corpus) as opened:
        with terminal.progress("Fetching") as fetching, terminal.progress("Adding") as progress:
            added = opened.add(*(paths or ()), metadata=metadata, progress=progress, fetching=fetching, ray=ray)
        if originals:
            with terminal.progress("Fetching originals") as progress:
                found = opened.add_originals(progress)
            _show_originals(terminal, opened, added, found)
        else:
            _show_added(terminal, opened, added, refused=[each.to_dict() for each in added.refused])
        _tell_refused(terminal, added)


@app.command(epilog="Example: bot remove 2017-11-29-trump-tax-rally")
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of documents, as sources lists them.")],
    *,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove documents; the brief of a removed original takes its place again."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        opened.remove(*ids)
        terminal.show({"removed": ids}, f"Removed {rendering.counted(len(ids), 'document')}.")


@app.command(epilog="Example: bot sources --json")
def sources(*, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the documents of the library."""
    with reporting(as_json=as_json) as terminal, opened_library(terminal, library) as opened:
        documents = opened.documents()
        listed = {"documents": [source.to_dict() for source in documents]}
        terminal.show(listed, rendering.sources(documents) if documents else "The library is empty.")


@app.command(epilog='Example: bot ask "What did Canada say about diplomacy?" --speaker Freeland --since 2017-11')
def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotation marks.")],
    *,
    speaker: SpeakerOption = None,
    organisation: OrganisationOption = None,
    country: CountryOption = None,
    kind: KindOption = None,
    document: DocumentOption = None,
    language: LanguageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with sentences of the sources, each cited, or decline."""
    with reporting(as_json=as_json) as terminal, asked_library(terminal, library) as opened:
        with terminal.waiting("Reading the sources"):
            answer = opened.ask(
                question,
                speaker=speaker,
                organisation=organisation,
                country=country,
                kind=kind,
                document=document,
                language=language,
                since=since,
                until=until,
            )
        terminal.show(answer.to_dict(), *(compared if answer.sides else rendering).answer(answer))


@app.command(epilog="Example: bot verify --library my-briefs")
def verify(*, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Check every part of the library; the exit status is 1 where it is not sound."""
    with reporting(as_json=as_json) as terminal, bot.open_bot(library, corpus=False) as opened:
        found = opened.verify()
        terminal.show(found.to_dict(), rendering.verification(found))
        if not found.sound:
            raise typer.Exit(1)


@app.command(epilog="Example: BOT_EMBEDDING=ollama:nomic-embed-text bot rebuild")
def rebuild(
    *,
    from_backup: Annotated[Path | None, typer.Option(metavar="FOLDER", help="A backup, or a folder of them.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make vectors and words anew from the catalogue: mends a damaged library, or changes its embedding model."""
    # What does the work takes most of a second to import, which `--help` does not need.
    from bot.assembly import rebuild_library

    with reporting(as_json=as_json) as terminal:
        with terminal.progress("Rebuilding") as progress:
            replaced = rebuild_library(library, progress, from_backup=from_backup)
        if replaced:
            terminal.note(f"What the backup replaced is kept in {replaced}.")
        with bot.open_bot(library, corpus=False) as opened:
            terminal.show(_size(opened), f"Rebuilt the library: {_described(opened)}.")


@app.command(epilog="Example: bot backup /media/disk/backups --keep 14")
def backup(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="Where backups go (else the library).")
    ] = None,
    *,
    keep: Annotated[int | None, typer.Option(min=1, metavar="N", help="Remove all but the newest N of them.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the library and the conversations into a new folder, whoever reads and writes meanwhile."""
    # As above.
    from bot.assembly import back_up_library

    with reporting(as_json=as_json) as terminal:
        made = back_up_library(library, folder, keep)
        terminal.show({"backup": str(made)}, f"Backed up to {made}.")


@app.command(epilog="Example: bot serve --port 8000")
def serve(
    *,
    host: Annotated[str | None, typer.Option(help="Where to listen (else BOT_HOST, else 127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option(help="Which port to listen at (else BOT_PORT, else 7860).")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the chat in the browser until Ctrl-C; with --json, the object comes when it stops."""
    # As above.
    from bot.settings import load_settings

    with reporting(as_json=as_json) as terminal:
        settings = load_settings(host=host, port=port, library=library)
        page.serve(settings)
        terminal.show({"host": settings.host, "port": settings.port, "library": str(settings.library)}, "Stopped.")


def _tell_refused(terminal: Terminal, added: bot.Added) -> None:
    """Name each file of a folder that was refused; where all of them were, the exit status says so."""
    for each in added.refused:
        terminal.note(f"refused: {each.file}: {each.message} {each.hint}")
    if added.is_nothing:
        raise typer.Exit(1)


def _show_added(terminal: Terminal, opened: bot.Bot, added: list[str], **more: object) -> None:
    news = f"Added or changed {rendering.counted(len(added), 'document')}" if added else "Nothing is new"
    terminal.show({"added": added, **more, **_size(opened)}, f"{news}; the library has {_described(opened)}.", *added)


def _show_originals(terminal: Terminal, opened: bot.Bot, added: bot.Added, found: Originals) -> None:
    """Show what became of each original; where all of them failed, the exit status says so."""
    refused = [each.to_dict() for each in added.refused]
    result = {"added": [*added, *found.added], "refused": refused, **_size(opened), **found.to_dict()}
    told = f"{fetched.summary(found)} The library has {_described(opened)}."
    terminal.show(result, fetched.originals(found), told)
    if found.failed and all(entry.outcome in {"failed", "unknown"} for entry in found.entries):
        raise typer.Exit(1)


def _size(opened: bot.Bot) -> dict[str, int]:
    documents = opened.documents()
    return {"documents": len(documents), "passages": sum(source.passages for source in documents)}


def _described(opened: bot.Bot) -> str:
    size = _size(opened)
    return f"{rendering.counted(size['documents'], 'document')}, {rendering.counted(size['passages'], 'passage')}"
