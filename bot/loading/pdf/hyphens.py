"""Words that were parted at the end of a line are put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from bot.loading.pdf.glyphs import HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)*")
_HYPHENS = f"-‐\u00ad{HYPHEN}"
_PARTED = re.compile(rf"([^\W_]+(?:[-‐][^\W_]+)*)([{_HYPHENS}])$")
_LONGEST_WORD = 100
_OFTEN = 0.015
"""The share of lines that end with a hyphen where words are parted."""

_TENS = re.compile("(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:vingt|trente|(?:quar|cinqu|soix)ante)")
_UNITS = re.compile("one|two|three|four|five|six|seven|eight|nine|un|deux|trois|quatre|cinq|sept|huit|neuf|dix")
_OPENING = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")


class Mender:
    """Joins lines; knows from the other words of the document which hyphens belong to a word."""

    def __init__(self, lines: Sequence[str]) -> None:
        whole = (_whole(before, line) for before, line in pairwise(["", *lines]))
        self._words = Counter(word.casefold().replace("‐", "-") for line in whole for word in _WORD.findall(line))
        self._hyphenates = self._is_hyphenated(lines)

    def joined(self, before: str, after: str) -> str:
        """Two lines as one, with a space between them, or none where a word was parted."""
        parted, rest = _PARTED.search(before[-_LONGEST_WORD:]), _OPENING.match(after)
        if not parted or not rest:
            return f"{before} {after}"
        kept = "-" if self._keeps(parted[1], rest[0], parted[2]) else ""
        return before[:-1] + kept + after

    def _keeps(self, left: str, right: str, hyphen: str) -> bool:
        """Whether the hyphen belongs to the word."""
        if hyphen == "\u00ad":
            return False
        if not right[0].islower() or not left[-1].isalpha():
            return True
        left, right = left.casefold(), right.casefold()
        whole, parted = self._words[left + right], self._words[f"{left}-{right}"]
        if whole or parted:
            return parted > whole
        if _TENS.fullmatch(left) and _UNITS.fullmatch(right):
            return True
        return not self._hyphenates or "-" in left or (self._is_word(left) and self._is_word(right))

    def _is_hyphenated(self, lines: Sequence[str]) -> bool:
        """Whether the program that made the file parts words, or only breaks lines after hyphens that belong there."""
        ends = [
            (parted[1] + rest[0]).casefold()
            for before, after in pairwise(lines)
            if (parted := _PARTED.search(before)) and (rest := _OPENING.match(after)) and rest[0][0].islower()
        ]
        return any(self._words[whole] for whole in ends) or len(ends) > max(2, _OFTEN * len(lines))

    def _is_word(self, part: str) -> bool:
        """Whether half of a word is one by itself elsewhere; short ones are too often."""
        return len(part) > 3 and self._words[part] > 0


def _whole(before: str, line: str) -> str:
    """A line without the halves of words at its ends."""
    rest = _OPENING.sub("", line, count=1) if _PARTED.search(before) and _OPENING.match(line) else line
    return _PARTED.sub("", rest)
