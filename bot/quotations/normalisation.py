"""A quotation and its source as words that typography does not change, each with its place in the text; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.loading.normalisation import clean
from bot.terms import STOPWORDS

LIGHT = 0.5
"""What a word counts that says little about the wording: a function word, or a name, which the topic brings along."""

_APOSTROPHES = str.maketrans("’‘ʼ′`‐‑", "'''''--")
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_BROKEN = re.compile(r"-\s+")
_PART = r"[^\W_]+(?:['’ʼ‘′`][^\W_]+)*"
_NUMBER = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?![^\W_])|\d+\.\d+(?![^\W_])"
# A hyphen joins what it stands between, at the end of a line, too.
_WORD = re.compile(rf"{_NUMBER}|{_PART}(?:[-‐‑](?:\s*\n\s*)?{_PART})*|[%$€£§]")
_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.\s?\.\s?\.)\s*[\])]|…|\.\s?\.\s?\.+")
_CAPITAL = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")
_BRACKET = re.compile(r"[^\W_]*\[[^\[\]]*\][^\W_]*")
_SIC = re.compile(r"\s*\[\s*sic\s*[.!]?\s*\]", re.IGNORECASE)
_TOKEN = re.compile(f"(?P<ellipsis>{_ELLIPSIS.pattern})|(?P<bracket>{_BRACKET.pattern})|(?P<word>{_WORD.pattern})")
_MARKS = "“”„«»‹›\"'‘’‚ \n\t"


class Kind(Enum):
    """A word, a change in square brackets, or words left out."""

    WORD = "word"
    BRACKET = "bracket"
    ELLIPSIS = "ellipsis"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, its place in the text, and what it counts; `form` keeps a hyphen, `key` does not."""

    form: str
    start: int
    end: int
    weight: float
    kind: Kind = Kind.WORD

    @property
    def key(self) -> str:
        """The form without hyphens, so that “co-host” is “cohost”."""
        return self.form.replace("-", "")


def words_of(text: str) -> list[Word]:
    """Return the words of a source, in order."""
    return [_word(match, opens=not order) for order, match in enumerate(_WORD.finditer(text))]


def units_of(quotation: str) -> list[Word]:
    """Return the words of a cleaned quotation, with the brackets and ellipses between them."""
    units = list(_units(quotation))
    while units and units[0].kind is not Kind.WORD:
        units.pop(0)
    while units and units[-1].kind is not Kind.WORD:
        units.pop()
    return units


def cleaned(quotation: str) -> str:
    """Return a quotation without invisible characters, marks around it and “[sic]”, and with “[T]he” as “The”."""
    return _CAPITAL.sub(r"\1", _SIC.sub("", clean(quotation))).strip(_MARKS)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """Return a word without ligatures, capitals, curly apostrophes, line breaks and marks of thousands."""
    plain = unicodedata.normalize("NFKC", word).casefold().translate(_APOSTROPHES)
    return _THOUSANDS.sub("", _BROKEN.sub("-", plain))


def _units(quotation: str) -> Iterator[Word]:
    for order, match in enumerate(_TOKEN.finditer(quotation)):
        kind = Kind(match.lastgroup)
        word = _word(match, opens=not order)
        yield word if kind is Kind.WORD else Word("", word.start, word.end, 0.0, kind)


def _word(match: re.Match[str], *, opens: bool) -> Word:
    surface = match.group()
    form = folded(surface)
    light = form in STOPWORDS or "'" in form or (surface[0].isupper() and not opens)
    return Word(form, match.start(), match.end(), LIGHT if light else 1.0)
