"""What exports of a conversation say in the bot's own words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.exports.chicago import chicago_note
from bot.records import Answer, Citation, Side, Source

REFERENCES = "References"
NEAREST = "The nearest passages:"


_JOINERS = "\u200c\u200d"
"""Characters that are not seen and change how their neighbours are."""


def line(text: str) -> str:
    """Return text as one line, without what no file should hold: control characters, and marks that turn it round."""
    seen = (
        " " if char.isspace() else char for char in text if char.isspace() or char.isprintable() or char in _JOINERS
    )
    return " ".join("".join(seen).split())


def remarks(answer: Answer) -> tuple[str, ...]:
    """Return what a reader has to know of how an answer came about."""
    meant = answer.standalone_question if answer.standalone_question != answer.question else None
    withheld = f"Withheld, since the sources do not support them: {answer.withheld}." if answer.withheld else None
    told = (
        f"Understood as: {meant}" if meant else None,
        f"Declined: {answer.reason}" if answer.declined and answer.reason else None,
        withheld,
        f"Written by the model {answer.written_by}." if answer.written_by else None,
        answer.notice,
    )
    return tuple(each for each in told if each)


def side_name(side: Side) -> str:
    """Return whose side it is."""
    return ", ".join(part for part in (side.speaker, side.country) if part) or "Somebody"


def referenced(citation: Citation, sources: Mapping[str, Source]) -> str:
    """Return a citation's reference: as a note while the library has its document, else as it was kept."""
    source = sources.get(citation.document)
    return chicago_note(source, citation) if source else citation.reference


def place(citation: Citation) -> str:
    """Return where in the library the quoted words are."""
    return f"{citation.document}, characters {citation.start}–{citation.end}"
