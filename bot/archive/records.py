"""What is kept of conversations: frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.library import Filters
from bot.records import Answer

Rating = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, and the filters that it was asked with.

    `number` counts from 1, and `rating` is what the reader thinks of the answer.
    """

    number: int
    answer: Answer
    rating: Rating | None = None
    filters: Filters = field(default_factory=Filters)

    @property
    def question(self) -> str:
        """What was asked."""
        return self.answer.question


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as a list shows it; `created` and `changed` are instants in UTC, ISO 8601."""

    id: str
    name: str
    created: str
    changed: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation, earliest exchange first."""

    id: str
    name: str
    created: str
    changed: str
    exchanges: tuple[Exchange, ...] = ()

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The answers, as exports take them."""
        return tuple(exchange.answer for exchange in self.exchanges)

    @property
    def history(self) -> list[tuple[str, str]]:
        """What was said, as `Bot.ask` takes it."""
        said = ((each.question, each.text or each.reason or "") for each in self.answers)
        return [pair for question, reply in said for pair in (("user", question), ("assistant", reply))]
