"""The particulars of a sentence, which no other wording may change: its numbers, dates, units and names; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from bot.answering.question import name_stems
from bot.quotations.normalisation import Word, words_of
from bot.support.differences import DATES
from bot.terms import STOPWORDS, content_terms, stem

Kind = Literal["number", "date", "unit", "name"]

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
SMALL: Mapping[str, float] = {**{word: value for value, word in enumerate(_ONES)}, **_TENS, "dozen": 12.0}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
ORDINALS = {word: float(value) for value, word in enumerate(_ORDINALS, start=1)}
SHARES = {"half": "1/2", "twice": "×2", "double": "×2", "triple": "×3"}

UNITS = {
    **dict.fromkeys(("%", "percent"), "%"),
    **dict.fromkeys(("$", "dollar"), "$"),
    **dict.fromkeys(("€", "euro"), "€"),
    **dict.fromkeys(("£",), "£"),
    **{
        word: word
        for word in """barrel ton tonne kilogram gram litre liter gallon metre meter kilometre kilometer mile foot feet
        yard inch hectare acre degree hour minute second day week month year decade century megawatt gigawatt kiloton
        megaton watt volt pound yen yuan won rouble ruble cent point km kg mg cm mm""".split()
    },
}
"""Units of measure, money and time, in the singular, and what stands for each."""

NEAR_NUMBER = 2
"""A unit stands within so many words after its number."""

_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(st|nd|rd|th|s)?$")
_DAY = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)?")
_YEARS = range(1500, 2200)


@dataclass(frozen=True, slots=True)
class Particular:
    """A number, date, unit or name as it is compared, the places of its first and last word, and how it is written."""

    kind: Kind
    key: str
    first: int
    last: int
    written: str


@dataclass(frozen=True)
class Read:
    """A sentence with its words, the stem of each (empty where it carries no content), and its particulars."""

    text: str
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    particulars: tuple[Particular, ...]

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every stem that carries content, as it is written and with the names of a country folded into one."""
        return frozenset((*content_terms(self.text), *filter(None, self.stems)))

    @cached_property
    def keys(self) -> tuple[frozenset[str], ...]:
        """For each word the stems that it is compared by, the names of a country folded into one."""
        written = (self.text[word.start : word.end] for word in self.words)
        return tuple(frozenset(content_terms(each)) for each in written)

    def beside(self, first: int, last: int, reach: int) -> frozenset[str]:
        """Return the stems of the nearest words of content on either side of a stretch, without numbers."""
        left = [each for each in self.stems[:first] if each and not each[0].isdigit()][-reach:]
        right = [each for each in self.stems[last + 1 :] if each and not each[0].isdigit()][:reach]
        return frozenset((*left, *right))


@lru_cache(maxsize=2_000)
def read(text: str) -> Read:
    """Return a sentence taken apart; those of recent ones are kept, since the same sources are cited again."""
    words = tuple(words_of(text))
    stems = tuple(_stem(word) for word in words)
    found = (*_numbers(text, words), *_names(text, words))
    return Read(text, words, stems, tuple(sorted(found, key=lambda each: each.first)))


def _stem(word: Word) -> str:
    return stem(word.form) if word.form not in STOPWORDS and word.form[:1].isalnum() else ""


def _numbers(text: str, words: Sequence[Word]) -> Iterator[Particular]:
    at = 0
    while at < len(words):
        form = words[at].form
        if form in DATES and text[words[at].start].isupper():
            yield _particular("date", form, text, words, at, at)
            yield from _days(text, words, at)
        elif form in SHARES:
            yield _particular("number", SHARES[form], text, words, at, at)
        last, key = _number(words, at)
        if last >= at:
            is_date = _is_date(text, words, at, last, key)
            yield _particular("date" if is_date else "number", key, text, words, at, last)
            yield from _unit(text, words, at, last)
        at = max(at, last) + 1


def _days(text: str, words: Sequence[Word], month: int) -> Iterator[Particular]:
    """The days of a month, as in “28 November”, “28 and 29 November” and “November 28”."""
    for at in (month - 3, month - 2, month - 1, month + 1):
        if 0 <= at < len(words) and (day := _DAY.fullmatch(words[at].form)) and _joined(words, at, month):
            first, last = sorted((at, month))
            yield _particular("date", f"{int(day[1])} {words[month].form}", text, words, first, last)


def _joined(words: Sequence[Word], at: int, month: int) -> bool:
    """Whether only other days and “and” stand between a day and its month."""
    between = words[min(at, month) + 1 : max(at, month)]
    return all(word.form in ("and", "to", "or", "of") or _DAY.fullmatch(word.form) for word in between)


def _number(words: Sequence[Word], at: int) -> tuple[int, str]:
    """The last word of the number that begins at a place, and its value; before the place where there is none."""
    value, last = _value(words[at].form), at
    if value is None or (words[at].form in ("one", "second") and not _scale(words, at + 1)):
        return at - 1, ""
    total = value
    while last + 1 < len(words):
        form = words[last + 1].form
        if form in SCALES:
            total *= SCALES[form]
        elif form in SMALL and words[last].form in _TENS and SMALL[form] < 10:
            total += SMALL[form]
        else:
            break
        last += 1
    return last, f"{total:g}" if total < 1e6 else f"{total:.12g}"


def _scale(words: Sequence[Word], at: int) -> bool:
    return at < len(words) and words[at].form in SCALES


def _value(form: str) -> float | None:
    match = _DIGITS.fullmatch(form)
    if match:
        return float(match[1])
    first, _, second = form.partition("-")
    if second and first in _TENS:
        unit = SMALL.get(second, ORDINALS.get(second))
        return _TENS[first] + unit if unit is not None else None
    if form in SCALES:
        return SCALES[form]
    return SMALL.get(form, ORDINALS.get(form))


def _is_date(text: str, words: Sequence[Word], first: int, last: int, key: str) -> bool:
    """Whether a number is a day of a month, or a year."""
    beside = [words[at] for at in (first - 1, last + 1) if 0 <= at < len(words)]
    if any(word.form in DATES and text[word.start].isupper() for word in beside):
        return True
    is_year = first == last and re.fullmatch(r"\d{4}s?", words[first].form) is not None
    return is_year and int(float(key)) in _YEARS and not any(True for _ in _unit(text, words, first, last))


def _unit(text: str, words: Sequence[Word], first: int, last: int) -> Iterator[Particular]:
    before = first - 1
    if before >= 0 and words[before].form in "$€£" and words[before].form:
        yield _particular("unit", UNITS[words[before].form], text, words, before, before)
    for at in range(last + 1, min(len(words), last + 1 + NEAR_NUMBER)):
        form = words[at].form
        per_cent = form == "per" and at + 1 < len(words) and words[at + 1].form == "cent"
        key = "%" if per_cent else UNITS.get(form) or UNITS.get(form.removesuffix("s"))
        if key:
            yield _particular("unit", key, text, words, at, at + per_cent)
            return


def _names(text: str, words: Sequence[Word]) -> Iterator[Particular]:
    """The words written as names, each for itself: a source may have the surname alone."""
    named = name_stems(text)
    for at, word in enumerate(words):
        written = text[word.start : word.end]
        if not written[0].isupper() or word.form in DATES or word.form in STOPWORDS:
            continue
        for key in dict.fromkeys(content_terms(written.removesuffix("’s").removesuffix("'s"))):
            if key in named:
                yield _particular("name", key, text, words, at, at)


def _particular(kind: Kind, key: str, text: str, words: Sequence[Word], first: int, last: int) -> Particular:
    return Particular(kind, key, first, last, text[words[first].start : words[last].end])
