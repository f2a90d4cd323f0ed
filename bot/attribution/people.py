"""Who is who in a document: persons by full name, surname, pronoun and office."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.attribution.cues import FEMININE, MASCULINE, SHE
from bot.attribution.forms import is_form, is_same, parts_of, untitled
from bot.attribution.known import Contemporaries
from bot.attribution.mentions import Mention
from bot.attribution.names import GIVEN, MEN, WOMEN
from bot.attribution.offices import country_in, head_office, holds, offices_beside
from bot.records import Metadata, Span, Speaker

_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_OF_PLACE = re.compile(r"\bof (?:the )?[A-ZÀ-Þ]|[’']s\s")
_INDEFINITE = re.compile(r"^(?:an?|one|some|another)\s", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?$")
JUST_NOW = 600
"""Characters after a name in which an office may mean its bearer, though the text does not say so."""


@dataclass(slots=True)
class Person:
    """Somebody whom a document names: what is known, and each place with the form that the name has there."""

    speaker: Speaker
    gender: str | None = None
    places: list[tuple[int, str]] = field(default_factory=list)

    def is_met(self, before: int) -> bool:
        """Tell whether the document names the person before a place."""
        return bool(self.places) and self.places[0][0] < before

    def last(self, before: int) -> int:
        """Return where the document last names the person before a place, where it does."""
        return self.places[bisect_left(self.places, (before,)) - 1][0]

    def written(self, before: int) -> str:
        """Return how the document last writes the name before a place, else how it first does."""
        if not self.places:
            return self.speaker.name
        return self.places[max(0, bisect_left(self.places, (before,)) - 1)][1]


class Cast:
    """The persons of one document.

    `known` are speakers whom other documents tell of; `mentions` are those of all persons, in order.
    """

    def __init__(
        self,
        text: str,
        metadata: Metadata,
        known: Contemporaries,
        mentions: Sequence[Mention],
    ) -> None:
        self._text = text
        self._own = (*metadata.speakers, *(Speaker(author) for author in metadata.authors))
        self._known = known
        self._people: list[Person] = []
        self._surnames = {parts[-1] for parts in map(self._named_parts, mentions) if len(parts) > 1}
        for mention in mentions:
            self._meet(mention)

    def _meet(self, mention: Mention) -> None:
        """Note a person where the text names one."""
        if mention.name is None:
            return
        name = self._trimmed(as_written(self._text, mention.name))
        person = self._find(name) or self._introduce(name)
        if person is not None:
            form = as_written(self._text, mention.span)
            person.places.append((mention.span.start, form))
            person.gender = _gender(form) or person.gender
            self._learn_office(person, mention.span)

    def _named_parts(self, mention: Mention) -> tuple[str, ...]:
        return parts_of(as_written(self._text, mention.name)) if mention.name else ()

    def _trimmed(self, name: str) -> str:
        """The name without words of a headline behind it: “Roe Speaks Today” where somebody is called Jane Roe."""
        parts = parts_of(name)
        is_surname = len(parts) > 2 and parts[0] in self._surnames and parts[-1] not in GIVEN
        return name.split()[0] if is_surname else name

    def unnamed(self, phrase: str, at: int) -> Person:
        """Note somebody whom the text gives only an office, and return that one."""
        person = Person(Speaker(_ARTICLE.sub("", phrase), office=phrase, country=country_in(phrase)))
        person.places.append((at, phrase))
        self._people.append(person)
        return person

    def named(self, name: str) -> Person | None:
        """Return the person whom a name means: one whom the document has named so, else one of its own speakers."""
        found = self._find(name)
        if found or not any(is_same(parts_of(name), parts_of(each.name)) for each in self._own):
            return found
        return self._introduce(name)

    def ending(self, phrase: str) -> Person | None:
        """Return the person with whose name a run of names ends: “US Secretary of Defense Jane Roe”.

        A surname will do for one whom the document has named, the full name for one whom others tell of.
        """
        last = phrase.split()[-1]
        if self._find(last) or any(is_same(parts_of(last), parts_of(each.name)) for each in self._own):
            return self.named(last)
        full = next(self._known.ending(phrase), None)
        return self._introduce(full.name) if full else None

    def labelled(self, name: str) -> Person | None:
        """Return the person whom the label of a transcript means, who is met by it where need be.

        A name that the text has only in capitals is written as names are.
        """
        found = self.named(name) or self.ending(name) or self._introduce(name)
        if found and found.speaker.name.isupper():
            found.speaker = replace(found.speaker, name=untitled(name))
        return found

    def titled(self, phrase: str) -> Person | None:
        """Return the person whom an office with a name behind it means, where that one is known to hold it.

        “A spokesman for Jane Roe” is somebody else.
        """
        ends = self._known.ending(phrase)
        holder = next((each for each in ends if holds(each, phrase.removesuffix(each.name))), None)
        return self.named(holder.name) or self._introduce(holder.name) if holder else None

    def by_pronoun(self, pronoun: str, at: int, focus: Iterable[Person], but: Speaker | None = None) -> Person | None:
        """Return whom “he” or “she” means at a place: who fits of those in `focus`, the latest first, else of all."""
        gender = "f" if pronoun in SHE else "m"
        for person in chain(focus, self._latest(at)):
            if person.gender in (None, gender) and person.is_met(at) and person.speaker != but:
                person.gender = gender
                return person
        return None

    def latest_but(self, speaker: Speaker, at: int) -> Person | None:
        """Return who is named last before a place, of those who are not the one given."""
        return next((each for each in self._latest(at) if each.speaker != speaker), None)

    def _latest(self, at: int) -> Iterator[Person]:
        """Everybody who is named before a place, the last one first."""
        yield from sorted((each for each in self._people if each.is_met(at)), key=lambda each: -each.last(at))

    def by_office(self, phrase: str, at: int) -> Person | Speaker | None:
        """Return whom an office means: who was given it in the text before, else who is known to have held it then."""
        if not head_office(phrase):
            return None
        own = [speaker for speaker in self._own if holds(speaker, phrase)]
        if own or _INDEFINITE.match(phrase):
            return own[0] if own else None
        here = [each for each in self._people if each.is_met(at) and holds(each.speaker, phrase)]
        if here:
            return max(here, key=lambda each: each.last(at))
        is_told = country_in(phrase) or _OF_PLACE.search(phrase)
        return (self._known.holding(phrase) if is_told else None) or self._just_named(phrase, at)

    def _just_named(self, phrase: str, at: int) -> Person | None:
        """Whom the text has named just before without an office, where one is spelt out: “the US President”."""
        own = {speaker.name for speaker in self._own}
        without = (each for each in self._latest(at) if not each.speaker.office and each.speaker.name not in own)
        person = next((each for each in without if at - each.last(at) < JUST_NOW), None)
        person = person if country_in(phrase) else None
        if person is not None:
            office = _ARTICLE.sub("", phrase)
            person.speaker = replace(person.speaker, office=office, country=country_in(phrase))
        return person

    def _find(self, name: str) -> Person | None:
        parts = parts_of(name)
        found = next((each for each in reversed(self._people) if is_same(parts, parts_of(each.speaker.name))), None)
        if found and len(parts) > len(parts_of(found.speaker.name)):
            found.speaker = replace(found.speaker, name=untitled(name))
        return found

    def _introduce(self, name: str) -> Person | None:
        plain = untitled(name)
        parts = parts_of(plain)
        if not parts or not plain[0].isupper():
            return None
        own = next((each for each in self._own if is_form(parts, parts_of(each.name))), None)
        person = Person(own or self._known.called(parts) or Speaker(plain))
        self._people.append(person)
        return person

    def _learn_office(self, person: Person, span: Span) -> None:
        if person.speaker.office and person.speaker.country:
            return
        for phrase in offices_beside(self._text, span.start, span.end):
            office, country = person.speaker.office or phrase.strip(" ,"), person.speaker.country or country_in(phrase)
            person.speaker = replace(person.speaker, office=office, country=country)


def as_written(text: str, span: Span) -> str:
    """Return somebody as a text writes that one, on one line and without a genitive's ending."""
    return _POSSESSIVE.sub("", " ".join(text[span.start : span.end].split()))


def _gender(form: str) -> str | None:
    """What a title tells, else a given name."""
    title = form.split()[0].lower().rstrip(".")
    if title in MASCULINE or title in FEMININE:
        return "m" if title in MASCULINE else "f"
    parts = parts_of(form)
    if not parts or (parts[0] in MEN) == (parts[0] in WOMEN):
        return None
    return "m" if parts[0] in MEN else "f"
