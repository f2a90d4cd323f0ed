"""The commands that check a text against the sources: a quotation, and a whole draft."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import checked
from bot.cli.application import app, opened_library
from bot.cli.options import JsonOption, LibraryOption
from bot.cli.terminal import reporting
from bot.errors import BotError


@app.command(epilog='Example: bot quote "closer to war" --speaker Haley')
def quote(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The quotation, in quotation marks.")],
    *,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Who is said to have said it.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell whether a quotation is verbatim, altered, somebody else's, or nowhere in the sources."""
    with reporting(as_json=as_json) as terminal, opened_library(terminal, library) as opened:
        found = opened.check_quote(text, speaker)
        terminal.show(found.to_dict(), *checked.quotation(found))


@app.command(epilog="Example: bot draft article.md --html report.html")
def draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The text that is to be checked.")],
    *,
    html: Annotated[Path | None, typer.Option(metavar="OUT", help="Write a report for the browser, too.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every quotation and every claim of a text; places count in it as read, without front matter."""
    # What reads files takes a moment to import, which `--help` does not need.
    from bot.drafts import read_draft, report

    with reporting(as_json=as_json) as terminal:
        text = read_draft(file)
        if html:
            _check_writable(html, file)
        with opened_library(terminal, library) as opened:
            found = opened.check_draft(text)
        if html:
            with _writing(html):
                html.write_text(report(found, file.name), encoding="utf-8")
            terminal.note(f"Wrote {html}.")
        terminal.show(found.to_dict(), *checked.draft(found))


def _check_writable(html: Path, file: Path) -> None:
    """Find out before the check, which may take minutes, whether its report can be written; nothing is changed."""
    is_new = not html.exists()
    if not is_new and html.samefile(file):
        raise BotError(f"The report would take the place of the draft {file}.", "Choose another file with --html.")
    with _writing(html):
        html.open("a", encoding="utf-8").close()
        if is_new:
            html.unlink()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BotError(f"{path} cannot be written: {error.strerror}.", "Choose another file with --html.") from error
