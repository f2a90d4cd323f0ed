"""The words of a downloaded report, in the reader's language."""

from __future__ import annotations

from bot.drafts import Wording
from bot.page.references import reference
from bot.page.views.findings import VERDICTS
from bot.page.words import Words
from bot.records import Citation


def wording(words: Words) -> Wording:
    """The words; what stands in braces is filled in by the report."""

    def referenced(citation: Citation) -> str:
        return reference(words, citation)

    return Wording(
        language=words.language,
        title=words("report.title", name="{name}"),
        quotations=words("report.quotations"),
        claims=words("report.claims"),
        none=words("report.none"),
        count=words("report.count", label="{label}", number="{number}"),
        place=words("report.place", start="{start}", end="{end}"),
        source=words("report.source", document="{document}", start="{start}", end="{end}"),
        said=words("report.said", who="{who}"),
        legend=words("check.difference.legend"),
        labels={verdict: words(f"verdict.{verdict}") for verdict in VERDICTS},
        message=words.message,
        reference=referenced,
    )
