"""What sides share and what sets one apart, by the words of their sentences."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from bot.answering.question import FRAME
from bot.countries import BODIES, COUNTRIES
from bot.terms import content_words, stem

MOST_WORDS = 8
"""Words that are shown for a side, and of those that sides share."""

PRIOR = 10.0
"""Words of prior text: the library's own, in its proportions."""

_PLACES = frozenset(stem(word) for key in (*COUNTRIES, *BODIES) for word in key.split())
"""Stems that all names of a country are folded to, which have no written form and set nobody apart."""

Frequency = Callable[[str], int]
"""In how many passages of the library a stem stands."""


def shared_words(sides: Sequence[Sequence[str]], frequency: Frequency, leave: Collection[str] = ()) -> tuple[str, ...]:
    """Return the words that two sides or more use, those of most sides first, then the rarer in the library.

    Each side is its sentences. `leave` are stems that do not count, as are those that only report speech.
    """
    counted = [_counts(side, leave) for side in sides]
    users = Counter(term for counts in counted for term in counts)
    common = [term for term in users if users[term] > 1]
    order = sorted(common, key=lambda term: (-users[term], frequency(term), term))
    return _written(order[:MOST_WORDS], [sentence for side in sides for sentence in side])


def own_words(
    sides: Sequence[Sequence[str]], frequency: Frequency, leave: Collection[str] = ()
) -> list[tuple[str, ...]]:
    """Return for each side the words that it uses and no other does, most telling first; none where one side speaks.

    They are ordered by weighted log-odds against all other sides together (Monroe, Colaresi and Quinn, 2008:
    “Fightin' Words”, equations 16 to 22), with the library's frequencies as the informative Dirichlet prior.
    """
    counted = [_counts(side, leave) for side in sides]
    prior = _prior(counted, frequency)
    if sum(map(bool, counted)) < 2:
        return [()] * len(sides)
    return [
        _written(_telling(counts, counted[:at] + counted[at + 1 :], prior), sides[at])
        for at, counts in enumerate(counted)
    ]


def log_odds(one: Counter[str], other: Counter[str], prior: dict[str, float]) -> dict[str, float]:
    """Return the z-score of each of a side's words: the difference of its log-odds over its standard deviation."""
    whole, total, other_total = sum(prior.values()), one.total(), other.total()

    def score(term: str) -> float:
        count, beside, weight = one[term] + prior[term], other[term] + prior[term], prior[term]
        odds = count / (total + whole - count)
        other_odds = beside / (other_total + whole - beside)
        return math.log(odds / other_odds) / math.sqrt(1 / count + 1 / beside) if weight else 0.0

    return {term: score(term) for term in one}


def _telling(counts: Counter[str], others: Sequence[Counter[str]], prior: dict[str, float]) -> list[str]:
    rest: Counter[str] = sum(others, Counter())
    scores = log_odds(counts, rest, prior) if len(prior) > 1 else dict.fromkeys(counts, 0.0)
    own = [term for term in scores if not rest[term]]
    return sorted(own, key=lambda term: (-scores[term], term))[:MOST_WORDS]


def _prior(counted: Sequence[Counter[str]], frequency: Frequency) -> dict[str, float]:
    """The weight of each word: its share of the library, in words of prior text."""
    known = {term: frequency(term) + 1 for counts in counted for term in counts}
    total = sum(known.values())
    return {term: PRIOR * count / total for term, count in known.items()}


def _counts(sentences: Sequence[str], leave: Collection[str]) -> Counter[str]:
    terms = (stem(word) for sentence in sentences for word in content_words(sentence))
    ignored = FRAME | _PLACES | frozenset(leave)
    return Counter(term for term in terms if term not in ignored and not term.isdigit())


def _written(terms: Sequence[str], sentences: Sequence[str]) -> tuple[str, ...]:
    """Stems in the form in which these sentences have them most often."""
    forms: dict[str, Counter[str]] = {}
    for word in (word for sentence in sentences for word in content_words(sentence)):
        forms.setdefault(stem(word), Counter())[word] += 1
    return tuple(min(forms[term], key=lambda form: (-forms[term][form], form)) for term in terms)
