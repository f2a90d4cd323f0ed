"""What a check of a quotation finds: frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.records import Citation

Verdict = Literal["verbatim", "altered", "misattributed", "not found"]
Change = tuple[Literal["equal", "delete", "insert"], str]
"""A run of words: in both, only in the source (delete), or only in the quotation (insert)."""


@dataclass(frozen=True, slots=True)
class QuotationMatch:
    """A place that has the words of a quotation, or nearly; `similarity` is 0 to 1, and 1 where they are verbatim.

    `quoted` tells that the source has the words in quotation marks, `reported` that it renders in its own words what
    somebody says, and `unnamed` that it gives them to somebody whom it does not name.
    """

    citation: Citation
    similarity: float
    diff: tuple[Change, ...]
    quoted: bool = False
    reported: bool = False
    unnamed: bool = False

    def to_dict(self) -> dict[str, Any]:
        """One of the `matches` of the `quote` JSON."""
        return {
            "citation": self.citation.to_dict(),
            "similarity": round(self.similarity, 3),
            "diff": [list(change) for change in self.diff],
        }


@dataclass(frozen=True, slots=True)
class QuotationCheck:
    """Whether the library has a quotation, and who says it.

    The first of `matches` is the one that the verdict is about. `speaker` is who was said to say it, and
    `actual_speaker` who does. `notes` are remarks for a reader, one sentence each.
    """

    quote: str
    speaker: str | None
    verdict: Verdict
    actual_speaker: str | None = None
    matches: tuple[QuotationMatch, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def statement(self) -> str:
        """The verdict as a sentence."""
        lead = self.matches[0] if self.matches else None
        unnamed = "somebody whom the source does not name" if lead and lead.unnamed else None
        who = self.actual_speaker or unnamed
        if self.verdict == "not found":
            return "Not found: no source has these words."
        if self.verdict == "misattributed":
            return f"Misattributed: the sources give these words to {who}, not to {self.speaker}."
        if self.verdict == "altered":
            return f"Altered: {who} says it otherwise." if who else "Altered: the source has it otherwise."
        if lead and lead.reported:
            return f"Verbatim in the source, as a report of what {who} says."
        return f"Verbatim: these are words of {who}." if who else "Verbatim: the sources have these words."

    def to_dict(self) -> dict[str, Any]:
        """The `quote` JSON."""
        return {
            "quote": self.quote,
            "speaker": self.speaker,
            "verdict": self.verdict,
            "actual_speaker": self.actual_speaker,
            "matches": [match.to_dict() for match in self.matches],
            "notes": list(self.notes),
        }
