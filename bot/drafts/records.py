"""What a check of a draft finds: frozen, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.quotations import QuotationCheck
from bot.records import Citation
from bot.support.bearing import Support


@dataclass(frozen=True, slots=True)
class DraftQuotation:
    """A quotation of a draft with its check; `start` and `end` bound it in the draft, without its marks."""

    start: int
    end: int
    check: QuotationCheck

    def to_dict(self) -> dict[str, Any]:
        """One of the `quotations` of the `draft` JSON."""
        return {**self.check.to_dict(), "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft with the sentences of the sources that bear it out, best first.

    `notes` tell, one sentence each, of numbers, dates, names and negations that differ from them, and of quotations in
    the claim that are not verbatim.
    """

    text: str
    start: int
    end: int
    verdict: Support
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """One of the `claims` of the `draft` JSON."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "verdict": self.verdict,
            "citations": [citation.to_dict() for citation in self.citations],
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """Every quotation and every claim of a draft, in order; all their offsets count in `text`.

    `text` is what was checked: of a file its text as it is read, normalised and without front matter or page furniture.
    """

    quotations: tuple[DraftQuotation, ...]
    claims: tuple[Claim, ...]
    text: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The `draft` JSON."""
        return {
            "quotations": [each.to_dict() for each in self.quotations],
            "claims": [each.to_dict() for each in self.claims],
            "text": self.text,
        }
