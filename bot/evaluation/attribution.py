"""Who says a stretch of a text, against the speakers that annotators found written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import fmean

from bot.attribution import Attributor
from bot.citations import attribution_of
from bot.drafts.statements import as_read
from bot.evaluation.metrics import Figures, squad_normalised, token_overlap
from bot.evaluation.sets import Row
from bot.records import Attribution, Metadata, Span

_DIGITS = 4


def measured_attribution(rows: Sequence[Row], corpus: Sequence[Row], step: Callable[[], object]) -> Figures:
    """Return how often the speaker is told as written, how near, and how often none is told where there is none.

    Exact match and token F1 are SQuAD's, the best over the answers of a row; a figure without rows is absent.
    """
    texts = {row["_id"]: row for row in corpus}
    said: dict[str, Sequence[Attribution]] = {}
    told: list[tuple[Row, str]] = []
    for row in rows:
        source = texts[row["document"]]
        if source["_id"] not in said:
            said[source["_id"]] = Attributor().attributions(as_read(source["text"]), metadata_of(source))
        told.append((row, told_speaker(row, source, said[source["_id"]])))
        step()
    return _figures(told)


def told_speaker(row: Row, source: Row, said: Sequence[Attribution]) -> str:
    """Return the speaker of a statement as the text writes the name nearby; nothing where the text does not say who.

    What nobody is quoted or reported for is the author's, where the text's row names one.
    """
    found = attribution_of(said, *spans_of(row, source["text"]))
    return (found.mention or "") if found else " and ".join(metadata_of(source).authors)


def metadata_of(source: Row) -> Metadata:
    """Return what a text's row tells of it: `date` and `author` in its `meta`."""
    known = source.get("meta") or {}
    author = known.get("author")
    return Metadata(title="", date=known.get("date"), authors=(author,) if author else ())


def spans_of(row: Row, text: str) -> list[Span]:
    """Return where a statement stands: by its offsets, else where its words are first."""
    offsets = row.get("statement_offsets") or []
    if offsets:
        return [Span(start, end) for start, end in offsets]
    start = text.find(row["statement"])
    return [Span(start, start + len(row["statement"]))] if start >= 0 else []


def matches(told: str, answers: Sequence[str]) -> tuple[bool, float]:
    """Return whether a name is one of the answers, and its best token F1 with one."""
    exact = any(squad_normalised(told) == squad_normalised(each) for each in answers)
    return exact, max((token_overlap(told, each)[2] for each in answers), default=0.0)


def _figures(told: Sequence[tuple[Row, str]]) -> Figures:
    scores = [matches(name, row["answers"]) for row, name in told if not row.get("unanswerable")]
    refused = [not name for row, name in told if row.get("unanswerable")]
    figures: Figures = {}
    if scores:
        figures["exact_match"] = round(fmean(exact for exact, _ in scores), _DIGITS)
        figures["token_f1"] = round(fmean(score for _, score in scores), _DIGITS)
    if refused:
        figures["refusal"] = round(fmean(refused), _DIGITS)
    return figures
