"""Filters: what a question may be restricted to, and how a user's words for it meet the library's."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypedDict

from bot.errors import QuestionError
from bot.records import Metadata, Source, Speaker
from bot.terms import words

NAMED = ("kind", "speaker", "organisation", "country", "language")
_NAME = re.compile(r"[A-ZÀ-Þ][\w.-]*(?: [\w.-]+){0,5}")
TOGETHER = " and "
"""What stands between the names of those who say something together."""

ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a user asks for. Names match by their words, so that “Mattis” finds “Jim Mattis”; dates are ISO 8601.

    `document` is an id, or several of which each will do; one of a list is the same as it alone, and none of one no
    filter.
    """

    document: str | Sequence[str] | None = None
    kind: str | None = None
    speaker: str | None = None
    organisation: str | None = None
    country: str | None = None
    language: str | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        several = self.documents
        object.__setattr__(self, "document", several if len(several) > 1 else next(iter(several), None))

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents, each once."""
        given = (self.document,) if isinstance(self.document, str) else self.document or ()
        return tuple(dict.fromkeys(given))


class Narrowing(TypedDict, total=False):
    """The filters as keywords."""

    document: str | Sequence[str] | None
    kind: str | None
    speaker: str | None
    organisation: str | None
    country: str | None
    language: str | None
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Filters in the library's own values, each a set of which one must hold; `hidden` are briefs not to be used."""

    numbers: tuple[int, ...] | None = None
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    since: int | None = None
    until: int | None = None
    hidden: tuple[int, ...] = ()

    @property
    def only_hides(self) -> bool:
        """Whether it asks for nothing but that the hidden briefs are left out."""
        return self == Condition(hidden=self.hidden)

    def admits(self, number: int, source: Source) -> bool:
        """Tell whether a document meets it."""
        if number in self.hidden or (self.numbers is not None and number not in self.numbers):
            return False
        if not self.admits_passage(source.metadata, source.voices):
            return False
        day = day_number(source.metadata.date) if source.metadata.date else 0
        dated = self.since is None and self.until is None
        return dated or (self.since or 1) <= day <= (self.until or day)

    def admits_passage(self, metadata: Metadata, voices: Iterable[Speaker]) -> bool:
        """Tell whether a passage, of a document that meets it, has the values asked for."""
        own = attributes(metadata, voices) if self.values else {}
        return all(set(values) & set(own[name]) for name, values in self.values)


def attributes(metadata: Metadata, voices: Iterable[Speaker] = ()) -> dict[str, tuple[str, ...]]:
    """Return the values that a stretch of a document can be filtered by, each field with all that it has.

    `voices` are those who are quoted or reported there, beside the document's own.
    """
    heard = (*metadata.speakers, *voices)
    own = tuple(speaker.name for speaker in metadata.speakers) or metadata.authors
    return {
        "kind": (metadata.kind,),
        "speaker": _distinct(own, (name for speaker in heard for name in names_of(speaker))),
        "organisation": _distinct(metadata.organisations, (speaker.organisation for speaker in heard)),
        "country": _distinct(metadata.countries, (speaker.country for speaker in heard)),
        "language": (metadata.language,) if metadata.language else (),
    }


def voice_attributes(voice: Speaker, metadata: Metadata) -> dict[str, tuple[str, ...]]:
    """Return the values that one speaker's words in a document can be filtered by.

    The document's own voice has the organisations and countries of the document.
    """
    names, own = names_of(voice), set(attributes(metadata)["speaker"]) or {metadata.speaker or ""}
    is_own = not own.isdisjoint(names)
    return {
        "speaker": names,
        "organisation": _distinct(metadata.organisations if is_own else (), (voice.organisation, voice.name)),
        "country": _distinct(metadata.countries if is_own and not voice.country else (), (voice.country,)),
    }


def names_of(speaker: Speaker) -> tuple[str, ...]:
    """Return the names of those who speak, each by itself where they speak together."""
    parts = speaker.name.replace(", ", TOGETHER).split(TOGETHER)
    return tuple(parts) if all(_NAME.fullmatch(part) for part in parts) else (speaker.name,)


def day_number(iso: str, *, last: bool = False) -> int:
    """Return an ISO date as a number that sorts, 20171128; a year or month counts from its first or to its last day."""
    parts = iso.split("-")
    filler = ["12", "31"] if last else ["01", "01"]
    return int("".join(parts + filler[len(parts) - 1 :]))


class Known:
    """What documents can be filtered by: each field's values, which are gathered once and not for each question."""

    def __init__(self, sources: Mapping[int, Source]) -> None:
        self._sources = sources

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each document by its id."""
        return {source.id: number for number, source in self._sources.items()}

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By field, every value that a document has, in order, with its words."""
        found: dict[str, set[str]] = {name: set() for name in NAMED}
        for source in self._sources.values():
            for name, values in attributes(source.metadata, source.voices).items():
                found[name].update(values)
        return {name: {value: words(value) for value in sorted(values)} for name, values in found.items()}


def resolve(filters: Filters, known: Known, hidden: Iterable[int]) -> Condition:
    """Turn a user's filters into the library's own values.

    Raises:
        QuestionError: a value that nothing in the library has, or a date that is none.
    """
    given = [(name, value) for name in NAMED if (value := getattr(filters, name)) is not None]
    return Condition(
        numbers=_documents(filters.documents, known),
        values=tuple((name, _matching(name, value, known.values[name])) for name, value in given),
        since=_date("since", filters.since, last=False),
        until=_date("until", filters.until, last=True),
        hidden=tuple(hidden),
    )


def _documents(wanted: Sequence[str], known: Known) -> tuple[int, ...] | None:
    for each in wanted:
        if each not in known.numbers:
            raise _unknown("document", each, list(known.numbers))
    return tuple(known.numbers[each] for each in wanted) or None


def _matching(name: str, value: str, known: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    wanted = words(value)
    exact = [each for each, own in known.items() if own == wanted]
    # A surname means its bearer, not a campaign that goes by it.
    ends = [each for each, own in known.items() if wanted and own[-len(wanted) :] == wanted and name == "speaker"]
    found = (
        (ends if len(wanted) == 1 else exact)
        or exact
        or ends
        or [each for each, own in known.items() if wanted and set(wanted) <= set(own)]
    )
    if not found:
        raise _unknown(name, value, list(known))
    return tuple(found)


def _unknown(name: str, value: str, known: list[str]) -> QuestionError:
    close = difflib.get_close_matches(value, known, n=3) or known[:8]
    hint = f"Known are, among others: {', '.join(close)}." if close else "The library is empty."
    return QuestionError(f"No document of the library has the {name} “{value}”.", hint)


def _date(name: str, value: str | None, *, last: bool) -> int | None:
    if value is None:
        return None
    check_date(name, value)
    return day_number(value, last=last)


def check_date(name: str, value: str) -> None:
    """Raise QuestionError where a value that a user gives under a name is no ISO date, month or year."""
    if not _is_date(value):
        raise QuestionError(f"“{value}” ({name}) is no date.", "Write it as 2017-11-28, 2017-11 or 2017.")


def _is_date(value: str) -> bool:
    try:
        date(*[*(int(part) for part in value.split("-")), 1, 1][:3])
    except ValueError:
        return False
    return ISO_DATE.fullmatch(value) is not None


def _distinct(first: Iterable[str], more: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*first, *(value for value in more if value)]))
