"""What was found of a quotation becomes a verdict; pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.positions.parties import speaks_for
from bot.quotations.finding import SHORT
from bot.quotations.findings import Asked, Finding
from bot.quotations.remarks import hides_negation, remarks
from bot.quotations.verdicts import QuotationCheck, Verdict

NEAR = 0.6
"""The least similarity of a quotation that was altered; below it are other words on the same topic."""

TELLING, SHARED = 2, 4
"""The fewest words of content, or else of any kind, that an altered quotation has kept; fewer are chance."""

KEPT = 3
"""The fewest words of a short quotation that its source has, too, where a single one differs."""

PRIMARY = 0.7
"""The least similarity with which a speaker's own document overrules a report that has the very words."""

BORROWED = 0.85
"""The least similarity with which words that somebody else says just so may still be a speaker's own, altered."""

MATCHES = 8
"""Places that are listed."""


def judged(quote: str, speaker: str | None, found: Sequence[Finding], asked: Asked | None) -> QuotationCheck:
    """Return the verdict on a quotation, which is about the first of its matches."""
    near = [each for each in found if _is_near(each) or (_is_retold(each) and (asked is None or asked.says(each)))]
    if not near:
        return QuotationCheck(quote, speaker, "not found")
    lead = _lead(near, asked)
    stranger = asked is not None and lead.is_given and not asked.says(lead)
    verdict: Verdict = "misattributed" if stranger else "verbatim" if _is_faithful(lead) else "altered"
    rest = [each for each in near if each is not lead]
    return QuotationCheck(
        quote,
        speaker,
        verdict,
        lead.voice.name if lead.voice else None,
        tuple(each.match() for each in [lead, *rest][:MATCHES]),
        tuple(_notes(lead, rest, stranger=stranger, asked=asked)),
    )


def _is_near(finding: Finding) -> bool:
    alignment = finding.alignment
    kept = alignment.telling >= TELLING or alignment.shared >= SHARED
    return finding.is_verbatim or (finding.similarity >= NEAR and kept)


def _is_retold(finding: Finding) -> bool:
    """Whether a short quotation has all words but one of a quotation in the source: “I voted” for “I never voted”.

    So few words are chance where a name or a thing differs, unless they are all that the source quotes.
    """
    changes, steps = finding.changes, finding.alignment.steps
    if len(finding.units) > SHORT or len(changes) != 1 or not finding.is_quoted or not finding.alignment.telling:
        return False
    is_within = None in steps[changes[0]] and 0 < changes[0] < len(steps) - 1
    return finding.alignment.shared >= (KEPT - 1 if is_within or finding.is_whole else KEPT)


def _is_faithful(finding: Finding) -> bool:
    """Whether the words are the same, and what an ellipsis leaves out does not turn them round."""
    return finding.is_verbatim and not hides_negation(finding)


def _lead(near: Sequence[Finding], asked: Asked | None) -> Finding:
    """The finding that the verdict is about: a primary source before a report, and whom one asked for before others."""
    if asked is None:
        return _primary(near)
    mine = [each for each in near if asked.says(each)]
    others = [each for each in near if each.is_given and not asked.says(each)]
    unsaid = [each for each in near if not each.is_given]
    theirs_alone = any(each.is_verbatim and each.is_own for each in others)
    if mine and not (theirs_alone and _primary(mine).similarity < BORROWED):
        return _primary(mine)
    known = [each for each in others if each.is_own or not unsaid]
    if unsaid and not (known and _best(known).similarity >= _best(unsaid).similarity):
        return _best(unsaid)
    return _primary(others or mine)


def _primary(near: Sequence[Finding]) -> Finding:
    """The best finding, or where that is a report, the best in the document of who says it."""
    best = _best(near)
    if best.is_own:
        return best
    least = PRIMARY if best.is_verbatim else NEAR
    own = [each for each in near if each.is_own and each.similarity >= least and _may_report(best, each)]
    return _best(own) if own else best


def _best(near: Sequence[Finding]) -> Finding:
    """The nearest; of equal ones the speaker's own, the one in quotation marks, and the one that names one speaker."""
    return max(near, key=_rank)


def _rank(finding: Finding) -> tuple[float, bool, bool, bool]:
    alone = len(finding.source.metadata.speakers) == 1
    return round(finding.similarity, 3), finding.is_own, finding.is_quoted, alone


def _may_report(report: Finding, own: Finding) -> bool:
    """Whether a report's words may be those of another document's speaker."""
    if report.voice is None:
        return bool(own.source.metadata.speakers)
    if own.voice is None:
        return False
    speakers = own.source.metadata.speakers
    return own.voice.name == report.voice.name or any(speaks_for(report.voice, each) for each in speakers)


def _notes(lead: Finding, rest: Sequence[Finding], *, stranger: bool, asked: Asked | None) -> list[str]:
    notes = []
    if stranger and not _is_faithful(lead):
        notes.append("The words are altered, too.")
    if lead.voice is None and not lead.is_unnamed:
        notes.append("The source does not say whose words these are.")
    elif asked and lead.voice and not stranger and lead.voice.name not in asked.names:
        notes.append(f"The source gives these words to {lead.voice.name}.")
    notes += remarks(lead)
    if lead.is_own and not lead.is_verbatim:
        reports = [each for each in rest if each.is_verbatim and not each.is_own]
        notes += [f"“{each.source.metadata.title}” reports these very words." for each in reports]
    return notes
