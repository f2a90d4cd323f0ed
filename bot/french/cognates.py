"""Words that French and English share but for their endings, such as “diplomatie” and “diplomacy”."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

ENDINGS = (
    ("atie", "acy"),
    ("aire", "ary"),
    ("oire", "ory"),
    ("ique", "ic"),
    ("ique", "ical"),
    ("isme", "ism"),
    ("iste", "ist"),
    ("ité", "ity"),
    ("été", "ety"),
    ("té", "ty"),
    ("eur", "or"),
    ("eur", "er"),
    ("ence", "ency"),
    ("ance", "ancy"),
    ("ement", "ely"),
    ("ment", "ly"),
    ("eux", "ous"),
    ("euse", "ous"),
    ("if", "ive"),
    ("el", "al"),
    ("elle", "al"),
    ("ifier", "ify"),
    ("iser", "ize"),
    ("ier", "y"),
    ("ie", "y"),
    ("ée", "ed"),
    ("é", "ed"),
    ("er", "ate"),
    ("er", "e"),
    ("er", ""),
    ("re", "er"),
    ("e", ""),
)
"""French endings and what stands for them in English, the longer ones first."""

SHORTEST = 4
"""Letters of a word that may be told by its likeness."""


def cognate(word: str, is_known: Callable[[str], bool]) -> str | None:
    """Return the English word that the sources have and this French one is like; None where there is none."""
    if len(word) < SHORTEST:
        return None
    singular = word.removesuffix("s") if not word.endswith("ss") else word
    return next((each for each in _candidates(singular) if len(each) >= SHORTEST and is_known(each)), None)


def _candidates(word: str) -> Iterator[str]:
    yield _plain(word)
    for ending, english in ENDINGS:
        if word.endswith(ending):
            yield _plain(word.removesuffix(ending) + english)


def _plain(word: str) -> str:
    """The word without accents, which English writes seldom; a circumflex often stands for an s (“forêt”)."""
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
