"""A place in a document that a result points to, as the page sends it back when its button is pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.records import Document


@dataclass(frozen=True, slots=True)
class Place:
    """The stretch, its words when the result was made (None where only the stretch is known), and its reference."""

    start: int
    end: int
    quote: str | None = None
    reference: str | None = None

    def holds(self, document: Document) -> bool:
        """Tell whether the document still has these words there."""
        words = document.text[self.start : self.end]
        return 0 <= self.start < self.end <= len(document.text) and self.quote in (None, words)


def places(sent: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Read what the page sent.

    Raises:
        ValueError: a start or an end is no number.
    """
    return tuple(Place(int(each["start"]), int(each["end"]), each.get("quote"), each.get("reference")) for each in sent)
