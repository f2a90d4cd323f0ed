"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library's folder (else BOT_LIBRARY, else your data folder)."),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on standard output, and nothing else there.")
]
SpeakerOption = Annotated[str | None, typer.Option(help="Only words of this speaker or author.")]
CountryOption = Annotated[str | None, typer.Option(help="Only words of those who speak for this country.")]
OrganisationOption = Annotated[str | None, typer.Option(help="Only words of this organisation.")]
KindOption = Annotated[str | None, typer.Option(help="Only documents of this kind, such as statement.")]
DocumentOption = Annotated[
    list[str] | None, typer.Option(metavar="ID", help="Only this document; may be repeated for several.")
]
LanguageOption = Annotated[str | None, typer.Option(help="Only documents in this language, such as en.")]
SinceOption = Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day, month or year on.")]
UntilOption = Annotated[str | None, typer.Option(metavar="DATE", help="Only up to this day, month or year.")]
