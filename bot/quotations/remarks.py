"""Remarks on a quotation beside its source, one sentence each: what a reader could be misled by; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from bot.quotations.findings import Finding
from bot.quotations.normalisation import Kind, Word

NEGATIONS = frozenset("not no never none nobody nothing nowhere neither nor cannot without".split())
NUMBER_WORDS = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen
    half twice""".split()
)

BEFORE = 2
"""Words before a quotation in which a negation would still be heard."""


def remarks(finding: Finding) -> Iterator[str]:
    """Yield what is to be said of the wording."""
    yield from _on_negations(finding)
    yield from _on_numbers(finding)
    yield from _on_gaps(finding)
    yield from _on_marks(finding)


def hides_negation(finding: Finding) -> bool:
    """Tell whether an ellipsis joins two sentences and leaves out a negation between them, which turns what is said."""
    words = finding.wording.words
    return any(negated(words[gap.start : gap.stop]) and _ends_sentence(finding, gap) for gap in finding.alignment.gaps)


def negated(words: Iterable[Word]) -> list[str]:
    """Return the negations among words, in order."""
    return [word.form for word in words if word.form in NEGATIONS or word.form.endswith("n't")]


def numbers(words: Iterable[Word]) -> list[str]:
    """Return the numbers among words, in digits and spelt out, in order."""
    found = (word.form for word in words)
    return [form for form in found if form in NUMBER_WORDS or any(character.isdigit() for character in form)]


def listed(words: Iterable[str]) -> str:
    """Return words, each once, in quotation marks: “not” and “never”."""
    return " and ".join(f"“{word}”" for word in dict.fromkeys(words))


def _on_negations(finding: Finding) -> Iterator[str]:
    said, there = negated(finding.units), negated(_paired(finding))
    if len(said) < len(there):
        yield f"A negation vanished: the source says {listed(_missing(there, said))}, the quotation does not."
    if len(said) > len(there):
        yield f"A negation appeared: the quotation says {listed(_missing(said, there))}, the source does not."
    before = negated(_before(finding))
    if before and not said:
        yield f"Just before these words the source says {listed(before)}."


def _on_numbers(finding: Finding) -> Iterator[str]:
    if finding.is_verbatim:
        return
    said, there = numbers(finding.units), numbers(_paired(finding))
    more, less = _missing(said, there), _missing(there, said)
    if more and less:
        yield f"A number differs: the quotation has {listed(more)}, the source {listed(less)}."
    elif more:
        yield f"A number was added: {listed(more)}."
    elif less:
        yield f"A number was left out: {listed(less)}."


def _on_gaps(finding: Finding) -> Iterator[str]:
    kinds = {unit.kind for unit in finding.units}
    left_out = negated(_skipped(finding)) if Kind.ELLIPSIS in kinds else []
    if left_out:
        joins = ", and joins what stands in two sentences" if hides_negation(finding) else ""
        yield f"The ellipsis leaves out {listed(left_out)}{joins}."
    if Kind.BRACKET in kinds:
        yield "The words in square brackets are the quoter's own."


def _on_marks(finding: Finding) -> Iterator[str]:
    if not finding.source.original and not finding.is_quoted:
        yield "The brief does not have all of these words in quotation marks: some are its own, not the original's."
    elif finding.is_mixed:
        yield "The source has only some of these words in quotation marks: the others are its own."
    elif finding.is_reported:
        yield "The source reports this in its own words, not in quotation marks."


def _paired(finding: Finding) -> Sequence[Word]:
    """The words of the source without those that an ellipsis or a bracket stands for."""
    skipped = set(_skipped(finding))
    return [word for word in finding.there if word not in skipped]


def _skipped(finding: Finding) -> list[Word]:
    """The words of the source that a gap stands for."""
    return [word for gap in finding.alignment.gaps for word in finding.wording.words[gap.start : gap.stop]]


def _ends_sentence(finding: Finding, gap: range) -> bool:
    """Whether a sentence of the source ends between the words on either side of a gap."""
    words, offset = finding.wording.words, finding.passage.start
    start, end = offset + words[gap.start - 1].end, offset + words[gap.stop].start
    return any(start <= sentence.end <= end for sentence in finding.passage.sentences)


def _before(finding: Finding) -> Sequence[Word]:
    """The words just before, as far as no sentence and no quotation begins between."""
    first = finding.alignment.place.start
    words = finding.wording.words[max(0, first - BEFORE) : first]
    text, end = finding.wording.text, finding.there[0].start
    return [word for word in words if not any(mark in text[word.end : end] for mark in '.!?;:,“”"\n')]


def _missing(wanted: Sequence[str], there: Sequence[str]) -> list[str]:
    """What is wanted more often than it is there, in the order of its first place."""
    return list((Counter(wanted) - Counter(there)).elements())
