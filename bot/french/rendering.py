"""A French question in English words: its frame first, then phrase by phrase and word by word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.french.cognates import cognate
from bot.french.framing import framed
from bot.french.lexicon import KINDS, Entry, entry, phrases, tokens

LONGEST = 5
"""Words of the longest phrase of the list."""

AFTER_NOUN = ("places", "function", "adjectives", "words", "verbs")
NAMING = ("places", "words", "adjectives")
"""What a word with a capital may be; the parts of a name may look like small words (“Kim Jong Un”)."""
NAMES = frozenset({"places", "phrases"})

Known = Callable[[str], bool]


def in_english(question: str, is_known: Known) -> str:
    """Return a French question in English words; `is_known` tells whether the sources have an English word.

    A word that neither the list nor its likeness to a word of the sources tells stays as it is, as a name does.
    """
    parts = ([part.text] if part.is_english else _ordered(_rendered(part.text, is_known)) for part in framed(question))
    text = " ".join(word for part in parts for word in part if word)
    return f"{text[:1].upper()}{text[1:]}?"


def _rendered(text: str, is_known: Known) -> list[Entry]:
    """Each phrase or word in English; an article goes before a name, which has none in English."""
    words, found = tokens(text), list[Entry]()
    while words:
        length, english = _phrase(words)
        each = Entry(english, "phrases") if length else _word(words[0], found, is_known)
        if each.kind in NAMES and each.english[:1].isupper() and found and found[-1].english == "the":
            found.pop()
        found.append(each)
        words = words[length or 1 :]
    return found


def _phrase(words: Sequence[str]) -> tuple[int, str]:
    """How many of the first words are a fixed phrase, and what that is in English; 0 where they are none."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        english = phrases().get(tuple(word.lower() for word in words[:length]))
        if english is not None:
            return length, english
    return 0, ""


def _word(word: str, before: Sequence[Entry], is_known: Known) -> Entry:
    """A word in English: after a noun rather as an adjective, and with a capital rather as a name."""
    follows_noun = bool(before) and before[-1].kind in {"words", "adjectives"}
    kinds = AFTER_NOUN if follows_noun else KINDS
    is_name = word[0].isdigit() or word[0].isupper()
    found = entry(word, NAMING if is_name else kinds)
    return found or Entry((None if is_name else cognate(word, is_known)) or word, "words")


def _ordered(entries: Sequence[Entry]) -> list[str]:
    """The words, each adjective before the noun that it follows in French."""
    ordered: list[Entry] = []
    for each in entries:
        at = len(ordered)
        while each.kind == "adjectives" and at and ordered[at - 1].kind == "words":
            at -= 1
        ordered.insert(at, each)
    return [each.english for each in ordered]
