"""Whom the words that report mean: a person, an organisation, a country, or a group that is not named further."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.attribution.cues import FIRST, GROUPS, HE, MONTHS, OFFICES, SHE
from bot.attribution.forms import untitled
from bot.attribution.mentions import Mention
from bot.attribution.offices import country_in, is_country
from bot.attribution.own import Own
from bot.attribution.people import Cast, Person, as_written
from bot.attribution.syntax import Report
from bot.attribution.transcripts import Turn
from bot.records import Span, Speaker
from bot.terms import stem

_ARTICLE = re.compile(r"^(?:the|an?|its|their|his|her)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, and how the text writes that one nearby."""

    speaker: Speaker
    mention: str


class Resolver:
    """Tells who is meant, from the first page to the last: what was spoken of before decides on a pronoun."""

    def __init__(self, text: str, cast: Cast, own: Own) -> None:
        self._text = text
        self._own = own
        self._speaking: Voice | None = None
        self._cast = cast
        self._focus: list[tuple[int, Person]] = []
        self._bodies: list[tuple[int, Voice]] = []

    def note(self, at: int, mention: Mention) -> None:
        """Note whom a sentence is about; a person whom a pronoun means stays in view."""
        if not self._written(mention.span):
            return
        person = self._person(mention, at) or self._unnamed(mention, at)
        if person is not None:
            self._focus.append((at, person))
        elif mention.kind == "noun" and mention.proper and mention.head not in OFFICES:
            written = self._written(mention.span)
            self._bodies.append((at, Voice(_body(written), written)))

    def voice(self, report: Report) -> Voice | None:
        """Return who acts in a report; None where the text does not say, or names nobody who can say anything."""
        if report.speaker is None or not self._written(report.speaker.span):
            return None
        found = self._voice(report, report.speaker)
        if found and report.is_noun:
            # “It” may be the remark further on, which is its maker's.
            self._bodies.append((report.cue.start, found))
        return found

    def _voice(self, report: Report, mention: Mention) -> Voice | None:
        at = mention.span.start
        person = self._person(mention, at)
        if person is not None:
            self._focus.append((at, person))
            return self._together(report, Voice(person.speaker, self._form(mention, person)))
        if mention.kind == "pronoun":
            return self._myself() if mention.head in FIRST else self._last_body(mention, at)
        if self._own.is_meant(self._written(mention.span)):
            return self._myself()
        return self._unmet(mention, report)

    def voice_within(self, report: Report, outer: Voice | None) -> Voice | None:
        """Return who acts in a report that somebody gives; whoever that one calls “he” is somebody else."""
        mention = report.speaker
        if mention is None or not self._written(mention.span):
            return None
        if mention.head in FIRST:
            return outer
        if mention.kind == "pronoun" and mention.head in HE | SHE:
            others = (each for each in self._in_focus(mention.span.start) if not outer or each.speaker != outer.speaker)
            person = self._cast.by_pronoun(mention.head, mention.span.start, others, outer.speaker if outer else None)
            return Voice(person.speaker, person.written(mention.span.start)) if person else None
        return self.voice(report)

    def in_view(self, span: Span) -> Voice | None:
        """Return whom a stretch is about last, where that is somebody."""
        person = next((each for at, each in reversed(self._focus) if span.start <= at < span.end), None)
        return Voice(person.speaker, person.written(span.end)) if person else None

    def latest_but(self, speaker: Speaker, at: int) -> Voice | None:
        """Return who was named last before a place, of those who are not the one given."""
        person = self._cast.latest_but(speaker, at)
        return Voice(person.speaker, person.written(at)) if person else None

    def spoken(self, turns: Sequence[Turn]) -> list[tuple[Turn, Voice | None]]:
        """Return the turns of a transcript with their speakers; None for a question of nobody who is named.

        An answer of nobody who is named is the document's own.
        """
        names = {turn.name for turn in turns if turn.name}
        # The longest first, so that “Dr. Roe” is “Dr. Jane Roe”.
        voices = {name: self._labelled(name) for name in sorted(names, key=lambda name: (-len(name), name))}
        return [(turn, voices[turn.name] if turn.name else self._answering(turn)) for turn in turns]

    def _answering(self, turn: Turn) -> Voice | None:
        return self._myself() if turn.is_answer else None

    def _labelled(self, name: str) -> Voice:
        person = self._cast.labelled(name)
        return Voice(person.speaker if person else Speaker(untitled(name)), name)

    def speaks(self, voice: Voice | None) -> None:
        """Note whose turn it is, who then is “I”; None where it is the document's own."""
        self._speaking = voice

    def _myself(self) -> Voice | None:
        if self._speaking:
            return self._speaking
        speaker = self._own.speaker
        return Voice(speaker, speaker.name) if speaker else None

    def _form(self, mention: Mention, person: Person) -> str:
        """How the text writes somebody here, or where a pronoun or an office stands, nearby."""
        if mention.kind == "name" or (mention.kind == "noun" and mention.proper):
            return self._written(mention.phrase or mention.span)
        return person.written(mention.span.start + 1)

    def _unmet(self, mention: Mention, report: Report) -> Voice | None:
        """Somebody whom the text does not name: by an office that is known, by one that is not, or a body."""
        written, at = self._written(mention.span), mention.span.start
        held = self._cast.by_office(written, at)
        if isinstance(held, Speaker):
            return Voice(held, written)
        if not _may_speak(mention, report):
            return None
        unnamed = self._unnamed(mention, at)
        if unnamed is not None:
            self._focus.append((at, unnamed))
            return Voice(unnamed.speaker, written)
        found = self._together(report, Voice(self._body_meant(written, at), written))
        found = Voice(self._own.stands_for(found.speaker), found.mention)
        self._bodies.append((at, found))
        return found

    def _together(self, report: Report, first: Voice) -> Voice:
        """The speaker with those who act together with that one, be they persons or countries."""
        others = [self._single(each) for each in report.others]
        if not others or None in others:
            return first
        speakers = [first.speaker, *(each for each in others if each)]
        countries = {each.country for each in speakers}
        name = " and ".join(filter(None, [", ".join(each.name for each in speakers[:-1]), speakers[-1].name]))
        places = (report.speaker.span if report.speaker else report.cue, *(each.span for each in report.others))
        written = self._written(Span(min(each.start for each in places), max(each.end for each in places)))
        return Voice(Speaker(name, country=countries.pop() if len(countries) == 1 else None), written)

    def _single(self, mention: Mention) -> Speaker | None:
        person = self._person(mention, mention.span.start)
        if person is not None:
            return person.speaker
        is_body = mention.proper or stem(mention.head) in GROUPS
        return _body(self._written(mention.span)) if is_body else None

    def _person(self, mention: Mention, at: int) -> Person | None:
        written = self._written(mention.span)
        if mention.kind == "name" and mention.name:
            return self._cast.named(self._written(mention.name))
        if mention.kind == "pronoun":
            return self._cast.by_pronoun(mention.head, at, self._in_focus(at)) if mention.head in HE | SHE else None
        held = self._cast.titled(written) or self._cast.by_office(written, at)
        if isinstance(held, Person):
            return held
        if not written[:1].isupper() or is_country(written):
            return None
        return self._cast.named(written) or (self._cast.ending(written) if mention.proper else None)

    def _unnamed(self, mention: Mention, at: int) -> Person | None:
        """Somebody whom the text calls only by an office, and whom “he” may mean further on."""
        if mention.kind != "noun" or mention.head not in OFFICES or mention.proper:
            return None
        return self._cast.unnamed(self._written(mention.span), at)

    def _in_focus(self, at: int) -> Iterator[Person]:
        return (person for place, person in reversed(self._focus) if place < at)

    def _last_body(self, mention: Mention, at: int) -> Voice | None:
        """What “it” or “they” means; nothing for “he”, who is no body."""
        if mention.head in HE | SHE:
            return None
        return next((voice for place, voice in reversed(self._bodies) if place < at), None)

    def _body_meant(self, phrase: str, at: int) -> Speaker:
        """The body itself, or the one named in full before whose last word it repeats: “the committee”."""
        if not _ARTICLE.match(phrase) or len(phrase.split()) != 2:
            return _body(phrase)
        before = (voice.speaker for place, voice in reversed(self._bodies) if place < at)
        meant = (
            each
            for each in before
            if len(each.name.split()) > 2 and each.name.lower().split()[-1] == phrase.lower().split()[-1]
        )
        return next(meant, None) or _body(phrase)

    def _written(self, span: Span) -> str:
        return as_written(self._text, span)


def _body(written: str) -> Speaker:
    """A country, an organisation or a group as a speaker; a country goes by its usual name."""
    country = country_in(written)
    name = country if country and is_country(written) else _ARTICLE.sub("", written)
    return Speaker(name, country=country)


def _may_speak(mention: Mention, report: Report) -> bool:
    """Whether something that is no person may say things, be it by a word that does not only report."""
    if mention.head.isdigit() or mention.head in MONTHS:
        return False
    if report.strength == 3 or (report.strength == 2 and report.is_clause):
        return True
    return mention.proper or stem(mention.head) in GROUPS or mention.head in OFFICES
