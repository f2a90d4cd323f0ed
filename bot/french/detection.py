"""Whether a question is French, told by the small words that every question has."""

from __future__ import annotations

from functools import cache

from bot.french.lexicon import function_words, tokens
from bot.terms import STOPWORDS

FRENCH = "fr"
"""The code of the language."""


def is_french(text: str) -> bool:
    """Tell whether a text has more of the small words of French than of those of English."""
    found = [token.lower() for token in tokens(text)]
    french = sum(token in _telling() for token in found)
    return french > sum(token in STOPWORDS and token not in function_words() for token in found)


@cache
def _telling() -> frozenset[str]:
    """The small words of French that are none of English."""
    return function_words() - STOPWORDS
