"""Speakers whom other documents tell of: who was called so, and who held an office, near the date of a document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from bot.attribution.forms import is_form, parts_of
from bot.attribution.offices import head_office, holds
from bot.records import Speaker

YEAR = 366
"""Days before or after a document within which an office that another one tells of is taken to be held."""

_Told = tuple[int, int, Speaker]
"""A day's number, the place in the order of the documents, and who is told of."""


class Known:
    """Speakers, each with the ISO date of the document that tells of them, as indexes that a large library needs.

    They are made when they are needed: many a document quotes nobody.
    """

    def __init__(self, told: Iterable[tuple[Speaker, str | None]]) -> None:
        self._told = [(speaker, day) for speaker, day in dict.fromkeys(told) if day]

    def around(self, day: str | None) -> Contemporaries:
        """Return those of the time of a day; nobody where it is not known."""
        return Contemporaries(self, None if day is None else _number(day))

    @cached_property
    def by_name(self) -> Mapping[str, Sequence[_Told]]:
        """By the first and the last word of their names, folded."""
        return self._index(lambda speaker: {*parts_of(speaker.name)[:1], *parts_of(speaker.name)[-1:]})

    @cached_property
    def by_ending(self) -> Mapping[str, Sequence[_Told]]:
        """By the last word of their names, as it is written."""
        return self._index(lambda speaker: speaker.name.split()[-1:])

    @cached_property
    def by_office(self) -> Mapping[str, Sequence[_Told]]:
        """By the noun of their offices."""
        return self._index(lambda speaker: filter(None, [head_office(speaker.office or "")]))

    def _index(self, keys: Callable[[Speaker], Iterable[str]]) -> dict[str, list[_Told]]:
        found: dict[str, list[_Told]] = {}
        for order, (speaker, day) in enumerate(self._told):
            for key in keys(speaker):
                found.setdefault(key, []).append((_number(day), order, speaker))
        for told in found.values():
            told.sort(key=_when)
        return found


class Contemporaries:
    """Known speakers near in time to a document, the nearest first, and of those the first that was told of."""

    def __init__(self, known: Known, day: int | None) -> None:
        self._known = known
        self._day = day

    def called(self, parts: Sequence[str]) -> Speaker | None:
        """Return whose name has a form, given by its parts."""
        near = self._near(self._known.by_name, parts[0])
        return next((each for each in near if is_form(parts, parts_of(each.name))), None)

    def ending(self, phrase: str) -> Iterator[Speaker]:
        """Yield those with whose names a phrase ends."""
        near = self._near(self._known.by_ending, phrase.split()[-1])
        return (each for each in near if phrase.endswith(f" {each.name}"))

    def holding(self, phrase: str) -> Speaker | None:
        """Return who held an office."""
        near = self._near(self._known.by_office, head_office(phrase) or "")
        return next((each for each in near if holds(each, phrase)), None)

    def _near(self, index: Mapping[str, Sequence[_Told]], key: str) -> Iterator[Speaker]:
        told, day = index.get(key, ()) if self._day is not None else (), self._day or 0
        first, last = bisect_left(told, day - YEAR, key=_when), bisect_right(told, day + YEAR, key=_when)
        near = sorted(told[first:last], key=lambda each: (abs(each[0] - day), each[1]))
        return iter(dict.fromkeys(speaker for *_, speaker in near))


def _when(told: _Told) -> int:
    return told[0]


def _number(day: str) -> int:
    """The number of a day, in which all months are alike, so that two tell how far they lie apart."""
    year, month, date = ([int(part) for part in day.split("-")] + [1, 1])[:3]
    return 365 * year + 30 * month + date
