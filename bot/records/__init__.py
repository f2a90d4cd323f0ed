"""The shapes that travel through the bot: frozen, without I/O.

Offsets are counted in code points of the document's text, `start` included and `end` not, so that
`text[start:end]` is the stretch. Scores are higher-is-better.
"""

from bot.records.answers import Answer, Citation, Event, Sentence, Side, Withheld
from bot.records.documents import (
    Attribution,
    Document,
    Heading,
    Metadata,
    Passage,
    Source,
    Span,
    Speaker,
    Verification,
    Version,
)
from bot.records.log import ANYBODY, Change, LogEntry
from bot.records.marks import Mark, mark_at, marks_within

__all__ = [
    "ANYBODY",
    "Answer",
    "Attribution",
    "Change",
    "Citation",
    "Document",
    "Event",
    "Heading",
    "LogEntry",
    "Mark",
    "Metadata",
    "Passage",
    "Sentence",
    "Side",
    "Source",
    "Span",
    "Speaker",
    "Verification",
    "Version",
    "Withheld",
    "mark_at",
    "marks_within",
]
