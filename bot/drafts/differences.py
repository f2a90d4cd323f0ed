"""How a claim differs from the sentences that bear it out: numbers, dates, names and negations; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.question import name_stems
from bot.quotations.normalisation import Word, words_of
from bot.quotations.remarks import negated, numbers
from bot.terms import content_terms, stem

DATES = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)

NEARLY_ALL = 0.7
"""Share of a claim's stems with which a sentence is on the very same thing."""

_RUN = re.compile(r"[A-Z][\w-]*(?:[ \n][A-Z][\w-]*)*")


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
            yield f"A number differs: the draft has {_listed(missing)}, the sources {_listed(others)}."
        elif missing:
            yield f"The sources do not have the number {_listed(missing)}."


def _of_form(found: Sequence[str], *, digits: bool) -> list[str]:
    return [each for each in found if any(map(str.isdigit, each)) == digits]


def _dates(claim: str, said: Sequence[Word], there: Sequence[Word], known: Sequence[Word]) -> Iterator[str]:
    mine, theirs = _dated(claim, said), {word.form for word in [*there, *known] if word.form in DATES}
    missing = sorted(mine - theirs)
    if missing:
        have = f", the sources {_listed(sorted(theirs - mine))}" if theirs - mine else "; the sources do not"
        yield f"A date differs: the draft has {_listed(missing)}{have}."


def _dated(claim: str, said: Sequence[Word]) -> set[str]:
    """The months and weekdays, which have a capital: “may” and “march” without are other words."""
    return {word.form for word in said if word.form in DATES and claim[word.start].isupper() and word.start}


def _negations(claim: str, sentences: Sequence[str]) -> Iterator[str]:
    """A negation on one side only, where a sentence has nearly all words of the claim."""
    stems, said = set(content_terms(claim)), negated(words_of(claim))
    for sentence in sentences:
        there = negated(words_of(sentence))
        shared = stems & set(content_terms(sentence))
        if len(shared) >= NEARLY_ALL * len(stems) and bool(said) != bool(there):
            side, other = ("draft", "source") if said else ("source", "draft")
            yield f"A negation differs: the {side} says {_listed(said or there)}, the {other} does not."
            return


def _names(claim: str, texts: Sequence[str]) -> Iterator[str]:
    """Names of which the sources have no word, be it another name of the same country."""
    there = {term for text in texts for term in content_terms(text)}
    named = name_stems(claim) - {stem(word) for word in DATES}
    runs = (match.group().removeprefix("The ") for match in _RUN.finditer(claim))
    missing = [run for run in runs if named & set(content_terms(run)) and not there & set(content_terms(run))]
    if missing:
        yield f"The sources do not name {_listed(missing)} here."


def _listed(found: Sequence[str]) -> str:
    return " and ".join(f"“{each}”" for each in dict.fromkeys(found))
