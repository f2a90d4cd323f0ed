"""The page's own words: a file a language, and the language of a reader."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = {"en": "English", "fr": "Français"}
"""The languages of the page, each under its own name; the first is for whoever reads none of them."""

_TEXTS = Path(__file__).parent / "texts"
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_RANGE = re.compile(r"\s*([a-z]{1,8})(?:-[\w-]+)?\s*(?:;\s*q\s*=\s*([\d.]+))?\s*", re.IGNORECASE)


class Words:
    """The words of one language; calling it with a key gives the text, with its slots filled."""

    def __init__(self, language: str, texts: Mapping[str, str], messages: Mapping[str, str] | None = None) -> None:
        self.language = language
        self._texts = texts
        self._messages = [(_pattern(english), other) for english, other in (messages or {}).items()]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key.

        Raises:
            KeyError: there is no such text, or a slot of it has no value.
        """
        return self._texts[key].format(**values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The text that goes with a number, which its slot `number` gets."""
        # French counts nothing as one.
        is_one = number == 1 or (number == 0 and self.language == "fr")
        return self(f"{key}.{'one' if is_one else 'other'}", number=number, **values)

    def has(self, key: str) -> bool:
        """Tell whether there is a text of this key."""
        return key in self._texts

    def date(self, iso: str) -> str:
        """An ISO date as it is written out, as precise as it is; a week is named by its number."""
        if week := _WEEK.fullmatch(iso):
            return self("date.week", year=week[1], week=int(week[2]))
        year, *rest = iso.split("-")
        if not rest:
            return year
        month = self(f"month.{int(rest[0])}")
        if len(rest) == 1:
            return f"{month[:1].upper()}{month[1:]} {year}"
        day = int(rest[1])
        return self("date.first" if day == 1 else "date.day", day=day, month=month, year=year)

    def kind(self, kind: str) -> str:
        """What a document is, in this language as far as the kind is one that the corpus has."""
        key = f"kind.{kind}"
        named = self(key) if self.has(key) else kind
        return named[:1].upper() + named[1:]

    def message(self, english: str) -> str:
        """What the bot tells in English, in this language; as it is where it is none of the known messages."""
        for pattern, other in self._messages:
            if found := pattern.fullmatch(english):
                return other.format(**found.groupdict())
        return english


@cache
def words_of(language: str) -> Words:
    """The words of a language of the page; of the first for any other."""
    known = language if language in LANGUAGES else next(iter(LANGUAGES))
    messages = _TEXTS / f"messages.{known}.json"
    return Words(known, _read(_TEXTS / f"{known}.json"), _read(messages) if messages.is_file() else None)


def preferred(asked: str, accepted: str) -> str:
    """The language that is asked for by name, else the best of an `Accept-Language` header that the page has."""
    if asked in LANGUAGES:
        return asked
    ranges = [found for part in accepted.split(",") if (found := _RANGE.fullmatch(part))]
    ranked = sorted(ranges, key=lambda found: -_weight(found[2]))
    return next((found[1].lower() for found in ranked if found[1].lower() in LANGUAGES), next(iter(LANGUAGES)))


def _weight(quality: str | None) -> float:
    try:
        return float(quality or 1)
    except ValueError:
        return 0.0


def _read(path: Path) -> dict[str, str]:
    texts: dict[str, str] = json.loads(path.read_text("utf-8"))
    return texts


def _pattern(english: str) -> re.Pattern[str]:
    """The expression that finds a message with its slots filled."""
    pieces = re.split(r"\{(\w+)\}", english)
    texts, slots = pieces[::2], pieces[1::2]
    filled = (f"(?P<{slot}>.+?)" for slot in slots)
    return re.compile(
        "".join(re.escape(text) + slot for text, slot in zip(texts, [*filled, ""], strict=True)), re.DOTALL
    )
