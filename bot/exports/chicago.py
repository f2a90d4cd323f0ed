"""A citation as a note in the style of the Chicago Manual: who, what, where, when, and the page or the time."""

from __future__ import annotations

from datetime import date

from bot.records import Citation, Metadata, Source


def chicago_note(source: Source, citation: Citation | None = None) -> str:
    """Return the note; with a citation it names who is quoted in the document, and the place."""
    data = source.metadata
    places = (citation.page_label or citation.page, citation.time) if citation else ()
    place = "".join(f", {each}" for each in places if each)
    author = f"{data.speaker}, " if data.speaker else ""
    note = f"{_quoted(data, citation)}{author}“{_title(data.title)}” ({_about(data)}){place}."
    if source.original:
        return note
    origin = f" Original: {data.source.rstrip('.')}." if data.source else ""
    return f"Brief of {note}{origin}"


def written(iso: str) -> str:
    """Return an ISO date as the style has it: November 28, 2017; a month or a year stays as precise as it is."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    day = date(*[*parts, 1][:3])
    return f"{day:%B} {day.day}, {day.year}" if len(parts) == 3 else f"{day:%B %Y}"


def _quoted(data: Metadata, citation: Citation | None) -> str:
    """Whom the document quotes or reports, where that is nobody whom it is by."""
    speaker = citation.speaker if citation else None
    own = (data.speaker, *(each.name for each in data.speakers), *data.authors, *data.organisations)
    return f"{speaker}, quoted in " if speaker and speaker not in own else ""


def _title(title: str) -> str:
    """The title within double quotation marks: its own are single."""
    return title.replace("“", "‘").replace("”", "’")


def _about(data: Metadata) -> str:
    when = written(data.date) if data.date else "n.d."
    return ", ".join(part for part in (data.kind, data.venue, when) if part)
