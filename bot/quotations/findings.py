"""A place that has the words of a quotation, or nearly, and whose words they are there; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.attribution.marks import quoted_stretches
from bot.citations import cite, own_voice, voice_of
from bot.positions.parties import speaks_for
from bot.quotations.alignment import Alignment, difference
from bot.quotations.normalisation import Word
from bot.quotations.verdicts import Change, QuotationMatch
from bot.quotations.wording import Wording
from bot.records import Citation, Passage, Source, Span, Speaker
from bot.terms import words


@dataclass(frozen=True)
class Finding:
    """A quotation, as its words, beside a stretch of a passage."""

    quotation: str
    units: tuple[Word, ...]
    source: Source
    passage: Passage
    wording: Wording
    alignment: Alignment

    @property
    def similarity(self) -> float:
        """0 to 1, and 1 where the words are the same."""
        return self.alignment.similarity

    @property
    def is_verbatim(self) -> bool:
        """Whether the words are the same."""
        return self.similarity == 1.0

    @property
    def there(self) -> Sequence[Word]:
        """The words of the source."""
        place = self.alignment.place
        return self.wording.words[place.start : place.stop]

    @cached_property
    def span(self) -> Span:
        """Where they stand in the document."""
        start = self.passage.start
        return Span(start + self.there[0].start, start + self.there[-1].end)

    @cached_property
    def is_quoted(self) -> bool:
        """Whether the source has them in quotation marks."""
        start, end = self.span.start - self.passage.start, self.span.end - self.passage.start
        stretches = quoted_stretches(self.passage.text)
        return any(each.span.start <= start and end <= each.span.end for each in stretches)

    @cached_property
    def voice(self) -> Speaker | None:
        """Who says them; None where the text does not say who, as of a quotation that it gives without a name."""
        metadata = self.source.metadata
        voice = voice_of(metadata, self.passage, self.span)
        unnamed = self.is_quoted and not metadata.speakers and not self.passage.attributed(self.span)
        return None if unnamed else voice

    @cached_property
    def is_own(self) -> bool:
        """Whether the document is that of who says them, not a report of it."""
        metadata = self.source.metadata
        if self.voice is None:
            return False
        mine = own_voice(metadata, self.passage.quote(self.span))
        speakers = {speaker.name for speaker in metadata.speakers} or set(metadata.authors)
        return self.voice.name in speakers or (mine is not None and mine.name == self.voice.name)

    @cached_property
    def citation(self) -> Citation:
        """The citation of exactly these words; without a speaker where the text does not say who."""
        found = cite(self.source, self.passage, self.span, self.voice)
        return found if self.voice else _unsaid(found)

    def match(self) -> QuotationMatch:
        """Return it as a result."""
        changes = difference(self.alignment.steps, self.quotation, self.units, self.wording)
        verbatim: tuple[Change, ...] = (("equal", self.quotation),)
        return QuotationMatch(self.citation, self.similarity, verbatim if self.is_verbatim else changes, self.is_quoted)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a quotation is said to be of: the names that the library has for them, and what it knows of each.

    The words of a group are its members', and theirs the group's.
    """

    names: frozenset[str]
    known: tuple[Speaker, ...]

    def says(self, finding: Finding) -> bool:
        """Tell whether the words are theirs, or of a group or several speakers to whom they belong."""
        voice = finding.voice
        if voice is None:
            return False
        together = any(speaks_for(voice, each) or speaks_for(each, voice) for each in self.known)
        if voice.name in self.names or together:
            return True
        mine = {speaker.name for speaker in finding.source.metadata.speakers} & self.names
        return any(set(words(name)) <= set(words(voice.name)) for name in mine)


def _unsaid(citation: Citation) -> Citation:
    return Citation(
        **{name: getattr(citation, name) for name in Citation.__slots__} | {"speaker": None, "country": None}
    )
