"""Where a source has just the words of a quotation, however they are set; pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from rapidfuzz import fuzz

from bot.quotations.normalisation import Kind, Word

LONGEST_BRACKET = 8
"""Words of the source that one change in square brackets may stand for."""

LONGEST_ELLIPSIS = 120
"""Words that an ellipsis may leave out."""

_NEITHER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a source as places of words; `gaps` are those that an ellipsis or a bracket stands for."""

    words: range
    gaps: tuple[range, ...] = ()


class Wording:
    """A source's words, and the same as one string to search in."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        self.text = text
        self.words = words
        self.string = " ".join(word.form for word in words)
        self._starts = [0, *accumulate(len(word.form) + 1 for word in words)][:-1]

    def places(self, units: Sequence[Word]) -> list[Place]:
        """Return every stretch that has these words, with the words that each gap stands for, which may be any."""
        found = _pattern(tuple((unit.form, unit.kind) for unit in units)).finditer(f" {self.string} ")
        return [self._place(match) for match in found]

    def _place(self, match: re.Match[str]) -> Place:
        # The string searched has a space more at its start, and a gap begins with the space before its words.
        gaps = (match.span(group) for group in range(1, match.re.groups + 1))
        left_out = tuple(self.between(start, end - 1) for start, end in gaps if start < end)
        return Place(self.between(match.start() - 1, match.end() - 1), left_out)

    def within(self, start: int, end: int) -> range:
        """Return the places of the words that begin in a stretch of the text."""
        first, last = (bisect_left(self.words, at, key=lambda word: word.start) for at in (start, end))
        return range(first, last)

    def is_run(self, at: int) -> bool:
        """Tell whether nothing but a space stands between a word and the next."""
        return self.text[self.words[at].end : self.words[at + 1].start].isspace()

    def between(self, start: int, end: int) -> range:
        """Return the places of the words that a stretch of the string reaches into."""
        return range(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end))


def may_have(text: str, units: Sequence[Word]) -> bool:
    """Tell quickly whether a text may have these words: it has their letters and digits in a row, but for gaps."""
    bare = _bare(text)
    return all(stretch in bare for stretch in _stretches(units))


def nearness(text: str, units: Sequence[Word]) -> float:
    """Tell quickly how near a text comes to these words, 0 to 100, by its letters and digits alone."""
    return fuzz.partial_ratio("".join(_stretches(units)), _bare(text))


def _stretches(units: Sequence[Word]) -> list[str]:
    """What stands between the gaps of a quotation, letters and digits alone."""
    runs = groupby(units, key=lambda unit: unit.kind is Kind.WORD)
    return [_bare("".join(unit.form for unit in run)) for is_text, run in runs if is_text]


@lru_cache(maxsize=20_000)
def _bare(text: str) -> str:
    return _NEITHER.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=64)
def _pattern(units: tuple[tuple[str, Kind], ...]) -> re.Pattern[str]:
    """A hyphen of the source may stand for a space of the quotation or for nothing, and the other way round."""
    pattern, gap = "", ""
    for form, kind in units:
        if kind is Kind.WORD:
            pattern += gap + _spelt(form)
            gap = "[ -]"
        elif kind is Kind.BRACKET:
            gap = rf"((?: [^ ]+){{0,{LONGEST_BRACKET}}}?)[ -]"
        else:
            gap = rf"((?: [^ ]+){{0,{LONGEST_ELLIPSIS}}}?)[ -]"
    return re.compile(rf"(?<=[ -]){pattern}(?=[ -])")


def _spelt(form: str) -> str:
    parts = ("-?".join(map(re.escape, part)) for part in form.split("-"))
    return "[ -]?".join(parts)
