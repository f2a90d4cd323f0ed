"""Whether two sentences are one that was misread from a scan; a word that was changed on purpose is another word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rapidfuzz.distance import Levenshtein

LETTERS = 5
"""One letter in so many may be misread, and one in any word."""


def is_misread(words: Sequence[str], others: Sequence[str], known: Callable[[str], bool]) -> bool:
    """Tell whether two sentences, given by their words in small letters, differ in misread letters alone.

    Of two words that differ one at least is not `known`, few of their letters differ, and neither is a number: where
    “million” became “billion”, somebody corrected it.
    """
    return len(words) == len(others) and all(
        word == other or _is_misread(word, other, known) for word, other in zip(words, others, strict=True)
    )


def _is_misread(word: str, other: str, known: Callable[[str], bool]) -> bool:
    if word.isdecimal() or other.isdecimal() or (known(word) and known(other)):
        return False
    one, two = _joined(word), _joined(other)
    most = max(1, max(len(one), len(two)) // LETTERS)
    return Levenshtein.distance(one, two, score_cutoff=most) <= most


def _joined(word: str) -> str:
    """The word with one letter for two that look like it."""
    return word.replace("rn", "m").replace("vv", "w")
