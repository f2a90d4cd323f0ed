"""Words as the lexical index knows them: folded, stemmed, and without the words that carry no content.

The same analysis serves the index, the query and the comparison of a question with a sentence, so that a word
that is found is also a word that counts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from bot.countries import BODIES, CAPITALS, COUNTRIES

STOPWORDS = frozenset(
    """a about above after again against all also am an and any anybody anyone anything are as at be because been
    before being below between both but by can could did do does doing down during each either else ever
    everybody everyone everything few for from further had has have having he hence her here hers herself him
    himself his how however i if in into is it its itself just let me might more most much must my myself no
    nobody none nor not nothing now of off on once one only onto or other ought our ours ourselves out over own
    per please rather same shall she should so some somebody someone something such tell than that the their
    theirs them themselves then there these they this those though through thus to too toward towards under
    until up upon us very was we were what when where whether which while who whom whose why will with within
    without would yes yet you your yours yourself s t re ve ll d m o""".split()
)


def _lettered() -> TextAnalyzerBuilder:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(60)).filter(Filter.lowercase())
    return builder.filter(Filter.ascii_fold())


@cache
def analyser() -> TextAnalyzer:
    """Return the analysis of the index: words, lower case, no accents, English stems."""
    return _lettered().filter(Filter.stemmer("english")).build()


@cache
def _plain() -> TextAnalyzer:
    return _lettered().build()


_FOLDED = {**COUNTRIES, **BODIES}
_ABBREVIATION = re.compile(r"[A-Z]{2,4}")


def _pattern(start: str, *, small: bool) -> re.Pattern[str]:
    """The forms of all names, each in a group that has the number of its name; `small` ones are in small letters."""
    forms = ([form for form in names if not (small and _ABBREVIATION.fullmatch(form))] for names in _FOLDED.values())
    groups = (rf"(?P<n{order}>(?:{'|'.join(each)})(?!\w))" for order, each in enumerate(forms))
    return re.compile(rf"{start}\b(?:{'|'.join(groups)})", re.IGNORECASE if small else re.NOFLAG)


# The look-ahead spares the many characters that no name starts with the long list of names.
_FORMS = _pattern("(?=[A-Z])", small=False)
_SMALL_FORMS = _pattern("(?=[a-z])", small=True)
_TARGETS = tuple(_FOLDED)


def fold_names(text: str) -> str:
    """Write the names of a country alike, whether it is named in full, in short, as an adjective or by its capital.

    A capital stays, too, since it may mean the place. Text without a single capital letter, such as a question typed
    in haste, has its names folded all the same, but for the abbreviations that are words ("us"). The offsets of the
    result are not those of the text.
    """
    composed = unicodedata.normalize("NFC", text)
    return (_SMALL_FORMS if composed.islower() else _FORMS).sub(_folded, composed)


def _folded(match: re.Match[str]) -> str:
    target = _TARGETS[int(str(match.lastgroup)[1:])]
    name = match.group()
    return f" {target} {name} " if name in CAPITALS or name.title() in CAPITALS else f" {target} "


TEXTS_KEPT, LONGEST_KEPT = 4_096, 2_000
"""Texts of so many characters at most whose words are kept, some 20 MB: the same sentences bear on many questions."""


def words(text: str) -> list[str]:
    """Return the words of a text, folded and in lower case, not stemmed."""
    return _plain().analyze(fold_names(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one folded word."""
    found = analyser().analyze(word)
    return found[0] if found else word


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry content, in order, not stemmed."""
    return [word for word in words(text) if word not in STOPWORDS]


def content_terms(text: str) -> list[str]:
    """Return the stems of the words that carry content, in order, each as often as it stands."""
    return list(_terms(text) if len(text) <= LONGEST_KEPT else _stemmed(text))


def content_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that carry content, each once."""
    return _stems(text) if len(text) <= LONGEST_KEPT else frozenset(_stemmed(text))


def _stemmed(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in content_words(text))


_terms = lru_cache(TEXTS_KEPT)(_stemmed)


@lru_cache(TEXTS_KEPT)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_terms(text))
