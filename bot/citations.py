"""Citations: a stretch of a document with the line that tells where it is from; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from bot.records import Attribution, Citation, Document, Mark, Metadata, Passage, Source, Span, Speaker, mark_at

WHOLE = 0.9
"""From this share on a stretch is said by somebody whole; a name or a mark at its edge is nobody else's."""

_NAME_WORD = re.compile(r"\b[A-Z][\w-]{2,}")


def cite(source: Source, passage: Passage, span: Span, speaker: Speaker | None = None) -> Citation:
    """Return the citation of a span that lies within a passage; `speaker` says it, where that is known already.

    Raises:
        ValueError: the span does not lie within the passage.
    """
    if not passage.start <= span.start < span.end <= passage.end:
        raise ValueError(f"{span} is not within {passage.start} to {passage.end} of {passage.document}")
    metadata = source.metadata
    speaker = speaker or voice_of(metadata, passage, span)
    mark = mark_at(passage.marks, span.start)
    return Citation(
        document=source.id,
        title=metadata.title,
        kind=metadata.kind,
        date=metadata.date,
        speaker=speaker.name if speaker else None,
        country=speaker.country if speaker else None,
        start=span.start,
        end=span.end,
        quote=passage.quote(span),
        heading=passage.heading,
        page=mark.page if mark else None,
        reference=_told_by(metadata, speaker) + reference(metadata, original=source.original, mark=mark),
        time=mark.time if mark else None,
        page_label=mark.label if mark else None,
    )


def _told_by(metadata: Metadata, speaker: Speaker | None) -> str:
    """What stands before a reference where the words are not of whom the document is by."""
    own = (metadata.speaker, *(each.name for each in metadata.speakers), *metadata.authors, *metadata.organisations)
    return f"{speaker.name}, as reported in: " if speaker and speaker.name not in own else ""


def named_speakers(metadata: Metadata, text: str) -> tuple[Speaker, ...]:
    """Return those of a document's several speakers whom a stretch of it names, by any word of the name.

    Where there is one speaker, or none, nothing has to be told apart, and nobody is returned.
    """
    if len(metadata.speakers) < 2:
        return ()
    said = set(_NAME_WORD.findall(text))
    return tuple(each for each in metadata.speakers if said & set(_NAME_WORD.findall(each.name)))


def voice_of(metadata: Metadata, passage: Passage, span: Span) -> Speaker | None:
    """Return who says a span of a passage; None where the text does not say who.

    It is who is quoted or reported in most of it, of several that nest the innermost. A stretch that renders the
    words of two is its author's, as is what nobody is quoted for.
    """
    said = passage.attributed(span)
    if _is_shared(said):
        return own_voice(metadata, passage.quote(span))
    found = attribution_of([*said, *_as_one(said)], span)
    return found.speaker if found else own_voice(metadata, passage.quote(span))


def _as_one(said: Sequence[Attribution]) -> Iterator[Attribution]:
    """What one speaker says in several pieces of a sentence, as one stretch, where nobody else says anything."""
    if len(said) > 1 and len({each.speaker for each in said}) == 1:
        start, end = min(each.start for each in said), max(each.end for each in said)
        frame = Span(min(each.frame.start for each in said), max(each.frame.end for each in said))
        yield replace(said[0], start=start, end=end, frame=frame)


def attribution_of(said: Iterable[Attribution], *spans: Span) -> Attribution | None:
    """Return what a stretch, which may be in pieces, is part of; of several that nest the innermost, or None.

    It is part of what is said, with the words that report it, where more of it is said than lies beside both.
    """
    length = sum(span.end - span.start for span in spans)
    shares = [(sum(_overlap(each, span) for span in spans) / length, each) for each in said]
    part = [(share, each) for share, each in shares if share > 1 - sum(_overlap(each.frame, s) for s in spans) / length]
    if not part:
        return None
    return max(part, key=lambda found: (min(found[0], WHOLE), found[1].start - found[1].end))[1]


def own_voice(metadata: Metadata, quote: str) -> Speaker | None:
    """Return whose words a document's own are: of several speakers the one whom they name, else all."""
    named = named_speakers(metadata, quote) if len(metadata.speakers) > 1 else metadata.speakers
    if len(named) == 1:
        return named[0]
    return Speaker(metadata.speaker, country=metadata.country) if metadata.speaker else None


def _is_shared(attributions: Sequence[Attribution]) -> bool:
    """Whether several say something here, each for themselves and not one within the other's words."""
    outer: list[Attribution] = []
    for each in attributions:
        if not outer or each.start >= outer[-1].end:
            outer.append(each)
    return any(one.speaker != other.speaker for one, other in pairwise(outer))


def _overlap(stretch: Attribution | Span, span: Span) -> int:
    return max(0, min(stretch.end, span.end) - max(stretch.start, span.start))


def reference(metadata: Metadata, *, original: bool = True, mark: Mark | None = None) -> str:
    """Return one line that says who, what, when and where; a brief says so, lest it be cited as the work."""
    when = written_date(metadata.date) if metadata.date else None
    title, place = f"“{metadata.title}”", mark.written if mark else None
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
