"""The commands that put sources beside each other: positions, and statements in order of date."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import compared
from bot.cli.application import app, opened_library
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
from bot.cli.terminal import reporting


@app.command(epilog="Example: bot compare diplomacy --speaker Freeland --speaker Tillerson")
def compare(
    topic: Annotated[str, typer.Argument(metavar="TOPIC", help="What the sides speak about.")],
    *,
    speaker: Annotated[list[str] | None, typer.Option(help="A side: this speaker or author. May be repeated.")] = None,
    country: Annotated[list[str] | None, typer.Option(help="A side: all who speak for it. May be repeated.")] = None,
    organisation: OrganisationOption = None,
    kind: KindOption = None,
    document: DocumentOption = None,
    language: LanguageOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put speakers or countries side by side, each in words of its own, cited; who is silent is shown as silent."""
    with reporting(as_json=as_json) as terminal, opened_library(terminal, library) as opened:
        found = opened.compare(
            topic,
            speakers=speaker or (),
            countries=country or (),
            organisation=organisation,
            kind=kind,
            document=document,
            language=language,
            since=since,
            until=until,
        )
        terminal.show(found.to_dict(), *compared.positions(found))


@app.command(epilog="Example: bot timeline sanctions --since 2017-11")
def timeline(
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="Only statements about this.")] = None,
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
    """List what was said and done, earliest first, each with the date in its sentence, else its document's."""
    with reporting(as_json=as_json) as terminal, opened_library(terminal, library) as opened:
        found = opened.timeline(
            topic,
            speaker=speaker,
            organisation=organisation,
            country=country,
            kind=kind,
            document=document,
            language=language,
            since=since,
            until=until,
        )
        terminal.show(found.to_dict(), *compared.timeline(found))
