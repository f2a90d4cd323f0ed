"""Offices as a text tells of them beside a name, who is meant by one, and the country that a phrase names; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.attribution.cues import ABBREVIATED, OFFICES, is_honorific
from bot.countries import COUNTRIES, country_name
from bot.records import Speaker
from bot.terms import words

_BEFORE, _AFTER = 90, 100
"""Characters beside a name in which an office is looked for."""

_CLAUSE_END = re.compile(r"[.;:!?“”\"\n(]|\s[–—]\s")
_APPOSITION = re.compile(r",\s+(?:the\s+|a\s+|an\s+)?([^,.;“”\n]{4,90})[,.]")
_SMALL = frozenset({"of", "the", "to", "for", "and", "de", "in", "on"})
_NEITHER = frozenset({"s", "of", "the", "former", "then"})
_ARTICLE = re.compile(r"^(?:the|an?|some|one)\s+", re.IGNORECASE)
_COUNTRY = re.compile(
    "|".join(rf"(?P<c{order}>\b(?:{'|'.join(forms)})(?!\w))" for order, forms in enumerate(COUNTRIES.values()))
)
_TAIL = re.compile(r"\s+(?:of|for|to|in|at|from|with|on|who|that|which|whose|where|under|and)\s+|,")
_KEYS = tuple(COUNTRIES)


def offices_beside(text: str, start: int, end: int) -> Iterator[str]:
    """Yield what stands before a name, as in “US Secretary of State Rex Tillerson”, or after it between commas.

    `start` and `end` bound the name with its titles.
    """
    lead = _CLAUSE_END.split(text[max(0, start - _BEFORE) : start])[-1]
    written = text[start:end]
    titles = " ".join(word for word in written.split()[:-1] if is_honorific(word))
    before = f"{_leading(lead)} {titles}".strip()
    after = _APPOSITION.match(text[end : end + _AFTER])
    yield from (phrase for phrase in (before, after[1] if after else "") if head_office(phrase))


def head_office(phrase: str) -> str | None:
    """Return the noun of an office: “secretary” of “Secretary of State”; None where a phrase is none."""
    head = office_words(_TAIL.split(phrase)[0])
    return next((word for word in reversed(head[-2:]) if word in OFFICES), None)


def office_words(phrase: str) -> list[str]:
    """Return the words of an office, those that stand before names abbreviated in full."""
    return [ABBREVIATED.get(word, word) for word in words(phrase)]


def _leading(lead: str) -> str:
    """The words that lead up to a name: the last run of words with capitals, offices and small joining words."""
    run: list[str] = []
    for word in reversed(lead.rstrip(" ,").split()):
        bare = word.strip(",")
        if not (bare[:1].isupper() or bare.lower() in _SMALL or set(office_words(bare)) & OFFICES) or word.endswith(
            ","
        ):
            break
        run.insert(0, bare)
    # Of two offices the nearer is this one's: “Secretary Roe and Foreign Minister”.
    joints = [at for at, word in enumerate(run) if word.lower() == "and" and head_office(" ".join(run[at + 1 :]))]
    run = run[joints[-1] + 1 :] if joints else run
    while run and run[0].lower() in _SMALL:
        run.pop(0)
    return " ".join(run)


def holds(speaker: Speaker, phrase: str) -> bool:
    """Tell whether a speaker's office, with its organisation and country, has all words of a phrase for it."""
    wanted = {word for word in office_words(_ARTICLE.sub("", phrase)) if word not in _NEITHER}
    known = " ".join(part for part in (speaker.office, speaker.organisation, speaker.country) if part)
    return head_office(speaker.office or "") == head_office(phrase) and wanted <= set(office_words(known))


@lru_cache(maxsize=4_000)
def country_in(text: str) -> str | None:
    """Return the country that a phrase names first, by its usual name; None where it names none."""
    match = _COUNTRY.search(text)
    return country_name(_KEYS[int(str(match.lastgroup)[1:])]) if match else None


def is_country(text: str) -> bool:
    """Tell whether a text is the name of a country, or of the capital that stands for its government."""
    return _COUNTRY.fullmatch(_ARTICLE.sub("", text)) is not None
