"""French words and what they are in English: a small list of our own, of the words that news and policy use most."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

KINDS = ("places", "function", "words", "adjectives", "verbs")
INFLECTED = frozenset({"words", "adjectives", "verbs"})

_TOKEN = re.compile(r"[^\W_]+(?:[.,-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word in English; `kind` is the part of the list that it is in: places, function, adjectives, words or verbs."""

    english: str
    kind: str


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are written, what stands before an apostrophe apart (“l’État” is two)."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


@cache
def phrases() -> dict[tuple[str, ...], str]:
    """Return the fixed phrases, by their words in small letters."""
    return {tuple(tokens(phrase)): english for phrase, english in _parts()["phrases"].items()}


def entry(word: str, kinds: Sequence[str] = KINDS) -> Entry | None:
    """Return what a word is in English, in whatever form it stands, of the first of these kinds that has it.

    A form that the list has counts before a stem, which other words may share.
    """
    small = word.lower()
    by_form = (_entries(kind).get(small) for kind in kinds)
    by_stem = (_stems(kind).get(_stem(small)) for kind in kinds if kind in INFLECTED)
    return next((found for found in (*by_form, *by_stem) if found), None)


@cache
def function_words() -> frozenset[str]:
    """Return the small words that hold a sentence together."""
    return frozenset(_parts()["function"])


@cache
def is_verb(word: str) -> bool:
    """Tell whether a word is a form of a verb of the list."""
    return word.lower() in _parts()["verbs"]


def verb(word: str) -> str:
    """Return the English verb, as “to …” has it, that a form is of."""
    return _parts()["verbs"][word.lower()]


@cache
def _parts() -> dict[str, dict[str, str]]:
    parts: dict[str, dict[str, str]] = json.loads(files("bot.french").joinpath("lexicon.json").read_text("utf-8"))
    return parts


@cache
def _entries(kind: str) -> dict[str, Entry]:
    return {word: Entry(english, kind) for word, english in _parts()[kind].items()}


@cache
def _stems(kind: str) -> dict[str, Entry]:
    """The words of a kind by their stems, which their plurals and other forms share; the first counts."""
    return {_stem(word): each for word, each in reversed(_entries(kind).items())}


@cache
def _analyser() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer("french")).build()


def _stem(word: str) -> str:
    return str(_analyser().analyze(word)[0])
