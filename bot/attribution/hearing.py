"""Acts of saying with their speakers, and which of them a quotation is part of; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.attribution.syntax import Report
from bot.attribution.voices import Voice
from bot.records import Span

NEAR = 200
"""Characters between a quotation and the word that reports it, at most, where grammar does not join them."""

JOINER = 12
"""Characters that may part the clauses of what somebody says: “, but that”."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A report with its speaker; None where the text does not say who."""

    report: Report
    voice: Voice | None


def reporting(span: Span, heard: Sequence[Heard]) -> Heard | None:
    """Return the report that a quotation is part of by its grammar, else the nearest in its sentence."""
    outside = [each for each in heard if not (span.start <= each.report.cue.start and each.report.cue.end <= span.end)]
    part = [each for each in outside if any(_is_mostly_in(run, span) for run in each.report.content)]
    if part:
        # “Roe says that ministers will discuss how to ‘counter’ it” quotes Roe.
        part = [each for each in part if not each.report.is_supposed] or part
        return _owned(min(part, key=lambda each: sum(run.end - run.start for run in each.report.content)))
    beside = [each for each in outside if _is_beside(each.report, span)]
    nearness = [(each.voice is None, -each.report.strength, _gap(each.report.cue, span)) for each in beside]
    return _owned(beside[nearness.index(min(nearness))]) if beside else None


def _owned(heard: Heard) -> Heard:
    """The report, without its speaker where that one denies what is quoted."""
    return replace(heard, voice=None) if heard.report.is_denial else heard


def joined_runs(report: Report) -> list[Span]:
    """Return the runs of what a report tells, those in one that only a joining word parts."""
    runs: list[Span] = []
    for run in report.content:
        between = (report.cue.start, place_of(report))
        if runs and run.start - runs[-1].end <= JOINER and not any(runs[-1].end <= at < run.start for at in between):
            runs[-1] = Span(runs[-1].start, run.end)
        else:
            runs.append(run)
    return runs


def frame_of(span: Span, report: Report) -> Span:
    """Return the stretch from the first to the last character of what is said and of the words that report it."""
    places = (span, report.cue, *([report.speaker.span] if report.speaker else []))
    return Span(min(each.start for each in places), max(each.end for each in places))


def place_of(report: Report) -> int:
    """Return where a report names its speaker, or else its word for saying."""
    return report.speaker.span.start if report.speaker else report.cue.start


def _is_beside(report: Report, span: Span) -> bool:
    """Whether a report stands in the sentence of a quotation, whose closing mark may end it."""
    within = report.sentence.start <= span.end + 2 and span.start - 2 <= report.sentence.end
    return within and _gap(report.cue, span) <= NEAR


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def _is_mostly_in(run: Span, span: Span) -> bool:
    return 2 * max(0, min(run.end, span.end) - max(run.start, span.start)) >= span.end - span.start
