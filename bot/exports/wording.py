"""What exports of a conversation say in the bot's own words, in English or in whatever language they are given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.exports.chicago import chicago_note
from bot.records import Answer, Citation, Sentence, Side, Source

_JOINERS = "\u200c\u200d"
"""Characters that are not seen and change how their neighbours are."""


def line(text: str) -> str:
    """Return text as one line, without what no file should hold: control characters, and marks that turn it round."""
    seen = (
        " " if char.isspace() else char for char in text if char.isspace() or char.isprintable() or char in _JOINERS
    )
    return " ".join("".join(seen).split())


def noted(citation: Citation, source: Source | None) -> str:
    """Return a citation's reference: as a note while the library has its document, else as it was kept."""
    return chicago_note(source, citation) if source else citation.reference


@dataclass(frozen=True, slots=True)
class Wording:
    """The words, with slots for what is told; `message` puts the bot's own sentences into them.

    `reference` tells where a citation is from, with its document as far as the library has it.
    """

    references: str = "References"
    nearest: str = "The nearest passages:"
    understood: str = "Understood as: {question}"
    declined: str = "Declined: {reason}"
    withheld: str = "Withheld, since the sources do not support them: {number}."
    written: str = "Written by the model {model}."
    somebody: str = "Somebody"
    place: str = "{document}, characters {start}–{end}"
    quoted: str = "“{quote}”"
    message: Callable[[str], str] = str
    reference: Callable[[Citation, Source | None], str] = noted

    def remarks(self, answer: Answer) -> tuple[str, ...]:
        """Return what a reader has to know of how an answer came about."""
        meant = answer.standalone_question if answer.standalone_question != answer.question else None
        reason = self.message(answer.reason) if answer.declined and answer.reason else None
        told = (
            self.understood.format(question=meant) if meant else None,
            self.declined.format(reason=reason) if reason else None,
            self.withheld.format(number=answer.withheld) if answer.withheld else None,
            self.written.format(model=answer.written_by) if answer.written_by else None,
            self.message(answer.notice) if answer.notice else None,
        )
        return tuple(each for each in told if each)

    def side_name(self, side: Side) -> str:
        """Return whose side it is."""
        return ", ".join(part for part in (side.speaker, side.country) if part) or self.somebody

    def said(self, sentence: Sentence) -> str:
        """Return what a sentence says; only the bot's own words are put into another language."""
        return self.message(sentence.text) if sentence.own_words else sentence.text

    def placed(self, citation: Citation) -> str:
        """Return where in the library the quoted words are."""
        return self.place.format(document=citation.document, start=citation.start, end=citation.end)


ENGLISH = Wording()
