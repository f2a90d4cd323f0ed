"""A conversation as the page keeps it: questions, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.archive import Rating
from bot.errors import BotError
from bot.library import Filters
from bot.records import Answer, Citation, Event, Sentence

NO_FILTERS = Filters()
"""Every source may answer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer as far as it is made; with no outcome at all it is in the making.

    `stopped` tells that the reader ended the making. `number` is that of the exchange as which it is kept, if it is;
    `unkept` tells why it is not.
    """

    question: str
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    problem: BotError | None = None
    filters: Filters = NO_FILTERS
    stopped: bool = False
    number: int | None = None
    rating: Rating | None = None
    unkept: BotError | None = None

    @property
    def pending(self) -> bool:
        """True until there is a whole answer, a problem, or an end by the reader."""
        return self.answer is None and self.problem is None and not self.stopped

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The different citations in the order of the text, then the nearest passages; number 1 is the first."""
        cited = [citation for sentence in self.sentences for citation in sentence.citations]
        nearest = self.answer.nearest if self.answer else ()
        return distinct([*cited, *nearest])

    def after(self, event: Event) -> Turn:
        """The turn with one more sentence, or with its whole answer."""
        if event.answer:
            return replace(self, answer=event.answer, sentences=event.answer.sentences)
        return replace(self, sentences=(*self.sentences, event.sentence)) if event.sentence else self

    def failed(self, problem: BotError) -> Turn:
        """The turn with what went wrong in place of an answer."""
        return replace(self, problem=problem)

    def stop(self) -> Turn:
        """The turn as it is left where the reader ends the making; a whole one stays as it is."""
        return replace(self, stopped=True) if self.pending else self


def number_of(citation: Citation, citations: Sequence[Citation]) -> int:
    """The number of a citation among different ones, from 1."""
    return [each.place for each in citations].index(citation.place) + 1


def cited_in(sentences: Iterable[Sentence]) -> tuple[Citation, ...]:
    """The different citations of sentences, in the order of the text."""
    return distinct(citation for sentence in sentences for citation in sentence.citations)


def distinct(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations in their order, each place once."""
    first: dict[tuple[str, int, int], Citation] = {}
    for citation in citations:
        first.setdefault(citation.place, citation)
    return tuple(first.values())


def history(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """The answered turns as the pairs of role and text that `Bot.ask` takes."""
    return [
        pair
        for turn in turns
        if turn.answer
        for pair in (("user", turn.question), ("assistant", turn.answer.text or turn.answer.reason or ""))
    ]
