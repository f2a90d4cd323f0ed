"""The turns before a question: who said what, and as much of it as the budget allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.loading.normalisation import one_line

Turn = tuple[str, str]
"""Who spoke, "user" or "assistant", and what was said."""

BUDGET = 1_000
"""Words of history that are read; older exchanges are dropped first."""

MOST_EXCHANGES = 12
LONGEST_ANSWER = 250
"""Words of one answer that are read; what was asked comes whole."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked, and what was answered; nothing where no answer came."""

    asked: str
    answer: str = ""

    @property
    def length(self) -> int:
        """Its words."""
        return len(self.asked.split()) + len(self.answer.split())


def exchanges(history: Sequence[Turn]) -> list[Exchange]:
    """Return the newest exchanges that the budget has room for, oldest first; the last one is there in any case."""
    newest = list(islice(_backwards(history), MOST_EXCHANGES))
    kept, left = newest[:1], BUDGET - (newest[0].length if newest else 0)
    for exchange in newest[1:]:
        left -= exchange.length
        if left < 0:
            break
        kept.append(exchange)
    return kept[::-1]


def opening(text: str, most: int) -> str:
    """Return the first words of a text."""
    return " ".join(text.split(None, most)[:most])


def _backwards(history: Sequence[Turn]) -> Iterator[Exchange]:
    """The exchanges, newest first, so that a long history costs no more than its end."""
    answers: list[str] = []
    for role, text in reversed(history):
        if not text.strip():
            continue
        if role == "user":
            yield Exchange(one_line(text), opening(" ".join(reversed(answers)), LONGEST_ANSWER))
            answers = []
        else:
            answers.append(text)
