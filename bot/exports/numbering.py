"""The citations of a whole conversation, each place with one number."""

from __future__ import annotations

from collections.abc import Iterable

from bot.records import Answer, Citation


class Numbering:
    """The numbers of citations from 1, in the order in which they are first cited."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._first: dict[tuple[str, int, int], Citation] = {}
        for answer in answers:
            for citation in (*answer.cited, *answer.nearest):
                self._first.setdefault(citation.place, citation)
        self._numbers = {place: number for number, place in enumerate(self._first, 1)}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The different citations; the first has number 1."""
        return tuple(self._first.values())

    def of(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        """Return the numbers of citations, each once."""
        return tuple(dict.fromkeys(self._numbers[citation.place] for citation in citations))
