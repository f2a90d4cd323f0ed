"""Checks a quotation against a library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.errors import QuestionError
from bot.library import Condition, Filters, Library
from bot.quotations.finding import Finder
from bot.quotations.findings import Asked
from bot.quotations.judging import judged
from bot.quotations.normalisation import Kind, cleaned, units_of
from bot.quotations.verdicts import QuotationCheck
from bot.records import Speaker

FEWEST_LETTERS = 4
LONGEST = 5_000
"""Characters; a longer one is a text, which `draft` checks."""


class QuotationChecker:
    """Tells whether a library has a quotation, and who says it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._finder = Finder(library)

    def check(self, quote: str, speaker: str | None = None, *, hidden: Sequence[int] = ()) -> QuotationCheck:
        """Return whether a quotation is verbatim, altered, somebody else's or nowhere in the sources.

        Typography, ellipses, brackets and a capital at the start are no change. Any word of a name stands for it.
        `hidden` are the numbers of documents that do not count.

        Raises:
            QuestionError: the quotation is empty, too short or too long, or the library knows no such speaker.
        """
        text = _checked(quote)
        wanted = [Filters()] if speaker is None else [Filters(), Filters(speaker=speaker)]
        conditions = [without(self._library.condition(each), hidden) for each in wanted]
        asked = None if speaker is None else self._asked(frozenset(dict(conditions[-1].values)["speaker"]))
        return judged(quote, speaker, self._finder.find(text, units_of(text), conditions), asked)

    def _asked(self, names: frozenset[str]) -> Asked:
        known = (speaker for speaker in self._speakers() if speaker.name in names)
        return Asked(names, tuple(dict.fromkeys(known)))

    def _speakers(self) -> Iterator[Speaker]:
        for source in self._library.sources.values():
            yield from (*source.metadata.speakers, *source.voices)


def without(condition: Condition, hidden: Sequence[int]) -> Condition:
    """Return a condition that keeps out documents, by their numbers, too."""
    return replace(condition, hidden=(*condition.hidden, *hidden))


def _checked(quote: str) -> str:
    text = cleaned(quote)
    if not any(character.isalnum() for character in text):
        raise QuestionError("The quotation is empty.", "Give the words to look for.")
    if len(text) > LONGEST:
        raise QuestionError(
            f"The quotation has {len(text):,} characters; at most {LONGEST:,} are checked at once.",
            "Check a longer text as a draft.",
        )
    if sum(map(str.isalnum, text)) < FEWEST_LETTERS:
        raise QuestionError(f"The quotation “{text}” is too short to look for.", "Give at least a whole phrase.")
    if not any(unit.kind is Kind.WORD for unit in units_of(text)):
        raise QuestionError("The quotation has no words outside square brackets.", "Give words of the source.")
    return text
