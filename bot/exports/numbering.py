"""The citations of a whole conversation, each place with one number."""

from __future__ import annotations

from collections.abc import Iterable

from bot.records import Answer, Citation

Place = tuple[str, int, int]


class Numbering:
    """The numbers of citations from 1, in the order in which they are first cited."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._first: dict[Place, Citation] = {}
        for answer in answers:
            for citation in _cited(answer):
                self._first.setdefault(_place(citation), citation)
        self._numbers = {place: number for number, place in enumerate(self._first, 1)}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The different citations; the first has number 1."""
        return tuple(self._first.values())

    def of(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """Return the numbers of citations, each once."""
        return tuple(dict.fromkeys(self._numbers[_place(citation)] for citation in citations))


def _cited(answer: Answer) -> Iterable[Citation]:
    of_sides = (sentence for side in answer.sides for sentence in side.sentences)
    for sentence in (*answer.sentences, *of_sides):
        yield from sentence.citations
    yield from answer.nearest


def _place(citation: Citation) -> Place:
    return citation.document, citation.start, citation.end
