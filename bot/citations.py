"""Citations: a stretch of a document with the line that tells where it is from; pure."""

from __future__ import annotations

import re
from datetime import date

from bot.records import Citation, Document, Metadata, Passage, Source, Span, Speaker

_NAME_WORD = re.compile(r"\b[A-Z][\w-]{2,}")


def cite(source: Source, passage: Passage, span: Span) -> Citation:
    """Return the citation of a span that lies within a passage.

    Raises:
        ValueError: the span does not lie within the passage.
    """
    if not passage.start <= span.start < span.end <= passage.end:
        raise ValueError(f"{span} is not within {passage.start} to {passage.end} of {passage.document}")
    metadata = source.metadata
    quote = passage.quote(span)
    speaker, country = _who(metadata, quote)
    return Citation(
        document=source.id,
        title=metadata.title,
        kind=metadata.kind,
        date=metadata.date,
        speaker=speaker,
        country=country,
        start=span.start,
        end=span.end,
        quote=quote,
        heading=passage.heading,
        page=passage.page,
        reference=reference(metadata, original=source.original, page=passage.page),
    )


def named_speakers(metadata: Metadata, text: str) -> tuple[Speaker, ...]:
    """Return those of a document's several speakers whom a stretch of it names, by any word of the name.

    Where there is one speaker, or none, nothing has to be told apart, and nobody is returned.
    """
    if len(metadata.speakers) < 2:
        return ()
    said = set(_NAME_WORD.findall(text))
    return tuple(each for each in metadata.speakers if said & set(_NAME_WORD.findall(each.name)))


def _who(metadata: Metadata, quote: str) -> tuple[str | None, str | None]:
    """Who speaks, and for which country: of several speakers the one whom the words name, else all."""
    named = named_speakers(metadata, quote)
    return (named[0].name, named[0].country) if len(named) == 1 else (metadata.speaker, metadata.country)


def reference(metadata: Metadata, *, original: bool = True, page: int | None = None) -> str:
    """Return one line that says who, what, when and where; a brief says so, lest it be cited as the work."""
    when = written_date(metadata.date) if metadata.date else None
    title, place = f"“{metadata.title}”", f"p. {page}" if page else None
    if original:
        return _line(metadata.speaker, title, metadata.kind, metadata.venue, when, place)
    work = _line(metadata.speaker, metadata.kind, metadata.venue, when).rstrip(".")
    source = f" Original: {metadata.source.rstrip('.')}." if metadata.source else ""
    return f"Brief of {title} ({work}).{source}"


def _line(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part) + "."


def written_date(iso: str) -> str:
    """Return an ISO date as it is written out: 28 November 2017; a month or a year stays as precise as it is."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return iso
    day = date(*(parts if len(parts) == 3 else [*parts, 1]))
    return f"{day.day} {day:%B %Y}" if len(parts) == 3 else f"{day:%B %Y}"


def is_exact(citation: Citation, document: Document) -> bool:
    """Tell whether a citation's quote is what its document says there."""
    return citation.document == document.id and document.text[citation.start : citation.end] == citation.quote
