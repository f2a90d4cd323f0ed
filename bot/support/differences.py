"""How a claim differs from the sentences that bear it out: numbers, dates, names and negations; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.question import FRAME, name_stems
from bot.quotations.normalisation import Word, words_of
from bot.quotations.remarks import listed, negated, numbers
from bot.terms import content_terms, stem

DATES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)

NEARLY_ALL = 0.7
"""Share of a claim's stems with which a sentence is on the very same thing."""

_RUN = re.compile(r"[A-Z][\w-]*(?:[ \n][A-Z][\w-]*)*")
_OPENING = re.compile(rf"\W*{_RUN.pattern}")


def differences(claim: str, sentences: Sequence[str], told: Sequence[str]) -> list[str]:
    """Return a sentence for each difference; `told` is what else is known of the sources, as speakers and dates."""
    said, there = words_of(claim), [word for sentence in sentences for word in words_of(sentence)]
    known = [word for text in told for word in words_of(text)]
    return [
        *_numbers(said, there, known),
        *_dates(claim, said, there, known),
        *_negations(claim, sentences),
        *_names(claim, [*sentences, *told]),
    ]


def _numbers(said: Sequence[Word], there: Sequence[Word], known: Sequence[Word]) -> Iterator[str]:
    """Numbers in digits beside such, and numbers spelt out beside such: “29” tells nothing of “two”."""
    for digits in (True, False):
        mine, theirs, told = (_of_form(numbers(words), digits=digits) for words in (said, there, known))
        missing = [each for each in mine if each not in [*theirs, *told]]
        others = [each for each in theirs if each not in mine]
        if missing and others:
            yield f"A number differs: the draft has {listed(missing)}, the sources {listed(others)}."
        elif missing:
            yield f"The sources do not have the number {listed(missing)}."


def _of_form(found: Sequence[str], *, digits: bool) -> list[str]:
    return [each for each in found if any(map(str.isdigit, each)) == digits]


def _dates(claim: str, said: Sequence[Word], there: Sequence[Word], known: Sequence[Word]) -> Iterator[str]:
    mine, theirs = _dated(claim, said), {word.form for word in [*there, *known] if word.form in DATES}
    missing = sorted(mine - theirs)
    if missing:
        have = f", the sources {listed(sorted(theirs - mine))}" if theirs - mine else "; the sources do not"
        yield f"A date differs: the draft has {listed(missing)}{have}."


def _dated(claim: str, said: Sequence[Word]) -> set[str]:
    """The months and weekdays, which have a capital: “may” and “march” without are other words."""
    return {word.form for word in said if word.form in DATES and claim[word.start].isupper() and word.start}


def _negations(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A negation on one side only, where a sentence has nearly all words of the claim, or of what it says happened."""
    said, wanted = negated(words_of(claim)), (set(content_terms(claim)), _substance(claim, sentences))
    for sentence in sentences:
        there, stems = negated(words_of(sentence)), set(content_terms(sentence))
        is_same = any(each and len(each & stems) >= NEARLY_ALL * len(each) for each in wanted)
        if is_same and bool(said) != bool(there):
            side, other = ("draft", "source") if said else ("source", "draft")
            yield f"A negation differs: the {side} says {listed(said or there)}, the {other} does not."
            return


def _substance(claim: str, sentences: Sequence[str]) -> set[str]:
    """The stems of a claim without names and without words that only report.

    Who says “I never did” often is not named in that sentence, nor that it is said. The capital that a claim opens with
    is a name's where a source writes it as one, or where a verb of saying follows.
    """
    names = set(name_stems(claim)).union(*map(name_stems, sentences))
    opening = _OPENING.match(claim)
    after = content_terms(claim[opening.end() :])[:1] if opening else []
    reported = set(content_terms(opening.group())) if opening and FRAME.intersection(after) else set[str]()
    return set(content_terms(claim)) - FRAME - names - reported


def _names(claim: str, texts: Sequence[str]) -> Iterator[str]:
    """Names of which the sources have no word, be it another name of the same country."""
    there = {term for text in texts for term in content_terms(text)}
    named = name_stems(claim) - {stem(word) for word in DATES}
    runs = (match.group().removeprefix("The ") for match in _RUN.finditer(claim))
    missing = [run for run in runs if named & set(content_terms(run)) and not there & set(content_terms(run))]
    if missing:
        yield f"The sources do not name {listed(missing)} here."
