"""Texts and questions of a seeded generator: words as common as in English, subjects, and people who say things."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from bot.records import Document, Metadata, Speaker

SEED = 20171208
EXPONENT = 1.0
"""How fast words get rare (Zipf, 1949): the word of rank r stands in proportion to 1 / r."""

COMMON = 120
"""Words of the first ranks, which carry little, are no subject's own."""

SUBJECTS, SUBJECT_WORDS, SUBJECT_SHARE = 400, 80, 0.35
"""How many subjects there are, how many words each has for its own, and which part of its texts they make up."""

PARAGRAPHS, SENTENCES, WORDS = 10, 5, (9, 30)
"""A document's paragraphs, a paragraph's sentences, and from how many to how many words a sentence has."""

SAID = 0.15
"""The part of the sentences that tell what somebody said."""

FIRST = ("Ada", "Boris", "Clara", "David", "Elena", "Farid", "Greta", "Hugo", "Irene", "Jonas")
LAST = ("Almond", "Brook", "Carver", "Dunmore", "Elster", "Fenwick", "Garland", "Holt", "Inglis", "Jarrow")
SPEAKERS = tuple(f"{first} {last}" for first in FIRST for last in LAST)
"""Whose words the documents are, in turn: each has one document of a hundred."""

QUOTED = ("Vera Quill", "Walter Rusk", "Yara Stroud", "Zoltan Tarn", "Nina Udall")
KINDS = ("article", "statement", "speech", "report")
COUNTRIES = ("Canada", "Japan", "France", "Norway", "Kenya", "Brazil", "India", "Chile", "Ghana", "Peru")

_Words = NDArray[np.str_]


class Texts:
    """Documents and questions of a vocabulary, whose most common words come first; the same for the same seed."""

    def __init__(self, vocabulary: Sequence[str], seed: int = SEED) -> None:
        self._vocabulary: _Words = np.array(vocabulary)
        ranks = np.arange(1, len(vocabulary) + 1, dtype=np.float64)
        self._shares = np.cumsum(ranks**-EXPONENT) / np.sum(ranks**-EXPONENT)
        self._seed = seed
        self._subject = lru_cache(SUBJECTS)(self._drawn_subject)

    def documents(self, start: int = 0) -> Iterator[Document]:
        """Yield documents without end, from the one with the number `start` on."""
        return map(self._document, count(start))

    def questions(self) -> Iterator[str]:
        """Yield questions without end, each about a subject."""
        return map(self._question, count())

    def _document(self, number: int) -> Document:
        chance = self._chance(1, number)
        subject = int(chance.integers(SUBJECTS))
        words = iter(self._words(chance, subject, PARAGRAPHS * SENTENCES * WORDS[1]))
        paragraphs = (" ".join(self._sentence(chance, words) for _ in range(SENTENCES)) for _ in range(PARAGRAPHS))
        text = "\n\n".join(paragraphs)
        name = f"document-{number}"
        title = " ".join(islice(words, 5)).capitalize()
        return Document(name, text, hashlib.sha256(text.encode()).hexdigest(), _metadata(number, title), origin=name)

    def _sentence(self, chance: np.random.Generator, words: Iterator[str]) -> str:
        said = " ".join(islice(words, int(chance.integers(*WORDS))))
        if chance.random() >= SAID:
            return f"{said.capitalize()}."
        who = QUOTED[int(chance.integers(len(QUOTED)))]
        return f"{who} said that {said}." if chance.random() < 0.5 else f"“{said.capitalize()},” said {who}."

    def _question(self, number: int) -> str:
        chance = self._chance(2, number)
        asked = self._words(chance, int(chance.integers(SUBJECTS)), 8)
        return f"What about {' '.join(asked)}?"

    def _words(self, chance: np.random.Generator, subject: int, size: int) -> list[str]:
        common = self._vocabulary[np.searchsorted(self._shares, chance.random(size))]
        own = chance.choice(self._subject(subject), size)
        chosen: list[str] = np.where(chance.random(size) < SUBJECT_SHARE, own, common).tolist()
        return chosen

    def _drawn_subject(self, subject: int) -> _Words:
        chance = self._chance(3, subject)
        drawn: _Words = chance.choice(self._vocabulary[COMMON:], min(SUBJECT_WORDS, len(self._vocabulary) - COMMON))
        return drawn

    def _chance(self, what: int, number: int) -> np.random.Generator:
        return np.random.default_rng((self._seed, what, number))


def _metadata(number: int, title: str) -> Metadata:
    country = COUNTRIES[number // len(SPEAKERS) % len(COUNTRIES)]
    speaker = Speaker(SPEAKERS[number % len(SPEAKERS)], "Minister", f"Ministry of {country}", country)
    day = f"{2000 + number % 25}-{1 + number % 12:02}-{1 + number % 28:02}"
    organisations = (f"Ministry of {country}",)
    kind = KINDS[number % len(KINDS)]
    return Metadata(title, kind, day, (), (speaker,), organisations, (country,), language="en")
