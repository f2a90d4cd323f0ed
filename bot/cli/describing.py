"""The options that say of a document what it does not say itself; they are the keys of a front matter."""

from __future__ import annotations

from typing import Annotated, Any

import typer

_PANEL = "What the document does not say of itself (one file or address at a time)"


def _option(name: str, help_text: str) -> Any:
    return typer.Option(name, help=help_text, rich_help_panel=_PANEL)


TitleOption = Annotated[str | None, _option("--title", "Its title.")]
KindOption = Annotated[str | None, _option("--kind", "What it is, such as statement or report.")]
SpeakerOption = Annotated[list[str] | None, _option("--speaker", "Whose words it renders; may be repeated.")]
OfficeOption = Annotated[list[str] | None, _option("--office", "The office of each speaker, in the same order.")]
AuthorOption = Annotated[list[str] | None, _option("--author", "Who wrote it; may be repeated.")]
OrganisationOption = Annotated[list[str] | None, _option("--organisation", "Who published it; may be repeated.")]
CountryOption = Annotated[list[str] | None, _option("--country", "The country it speaks for; may be repeated.")]
DateOption = Annotated[str | None, _option("--date", "Its day, as in 2017-11-28.")]
VenueOption = Annotated[str | None, _option("--venue", "Where it was said.")]
LanguageOption = Annotated[str | None, _option("--language", "Its language, as in en.")]
SourceOption = Annotated[str | None, _option("--source", "Where the original is published.")]
RightsOption = Annotated[str | None, _option("--rights", "Who may use it, and how.")]


def described(**options: str | list[str] | None) -> dict[str, str | list[str]]:
    """What the options say, by the keys of a front matter."""
    keys = {"author": "authors"}
    return {keys.get(name, name): value for name, value in options.items() if value}
