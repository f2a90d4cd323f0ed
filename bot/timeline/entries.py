"""The shapes of a timeline: frozen, without I/O."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from bot.records import Sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said or done, with its date, as precise as the text: 2017-11-28, 2017-W48 (a week), 2017-11 or 2017."""

    date: str
    title: str
    speaker: str | None
    document: str
    sentence: Sentence

    def to_dict(self) -> dict[str, Any]:
        """One entry of the `timeline` JSON."""
        return {**asdict(self), "sentence": self.sentence.to_dict()}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated statements, earliest first; `left_out` counts those after the last that are not given."""

    entries: tuple[Entry, ...]
    left_out: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The `timeline` JSON."""
        return {"entries": [entry.to_dict() for entry in self.entries], "left_out": self.left_out}
