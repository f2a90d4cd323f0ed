"""What the catalogue tells of a document, each fact as a sentence of the bot's own; None where it tells nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.citations import written_date
from bot.records import Metadata


def author(data: Metadata) -> str | None:
    """Who wrote it, or whose words it gives, or where it comes from."""
    if data.authors:
        return f"{_title(data)} is by {_and(data.authors)}."
    if data.speakers:
        speakers = [f"{each.name}, {each.office}" if each.office else each.name for each in data.speakers]
        return f"{_title(data)} gives the words of {_and(speakers)}."
    return f"{_title(data)} comes from {_and(data.organisations)}." if data.organisations else None


def date(data: Metadata) -> str | None:
    """When it is dated."""
    return f"{_title(data)} is dated {written_date(data.date)}." if data.date else None


def author_and_date(data: Metadata) -> str | None:
    """Both, as far as they are known."""
    facts = [fact for fact in (author(data), date(data)) if fact]
    return " ".join(facts) or None


def name(data: Metadata) -> str | None:
    """What it is called."""
    return f"The title is {_title(data)}."


def publisher(data: Metadata) -> str | None:
    """Who published it."""
    return f"{_title(data)} was published by {_and(data.organisations)}." if data.organisations else None


def language(data: Metadata) -> str | None:
    """Which language it is in."""
    return f"{_title(data)} is in the language “{data.language}”." if data.language else None


def kind(data: Metadata) -> str | None:
    """What kind of document it is."""
    return f"{_title(data)} is of the kind “{data.kind}”."


def origin(data: Metadata) -> str | None:
    """Where the original is."""
    return f"The original of {_title(data)}: {data.source.rstrip('.')}." if data.source else None


def venue(data: Metadata) -> str | None:
    """Where it was given."""
    return f"{_title(data)} was given at: {data.venue}." if data.venue else None


def described(data: Metadata) -> str:
    """What it is in one line: title, kind, speaker and date."""
    facts = [data.kind, data.speaker, written_date(data.date) if data.date else None]
    return f"{_title(data)} ({', '.join(fact for fact in facts if fact)})."


def _title(data: Metadata) -> str:
    return f"“{data.title}”"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
