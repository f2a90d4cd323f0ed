"""A place that has the words of a quotation, or nearly, and whose words they are there; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.attribution.marks import quoted_stretches
from bot.citations import attribution_of, cite, own_voice, reference, voice_of
from bot.positions.parties import speaks_for
from bot.quotations.alignment import Alignment, changed, difference
from bot.quotations.normalisation import Word
from bot.quotations.verdicts import Change, QuotationMatch
from bot.quotations.wording import Wording
from bot.records import Citation, Passage, Source, Span, Speaker, mark_at
from bot.terms import words

_PRONOUNS = frozenset("he her his i it one she that their they this those we who you".split())
_INDEFINITE = frozenset(
    """a an all another any anybody anyone both each either everybody everyone few her his its many most my neither no
    nobody none one other others our people several some somebody someone that their these this those your""".split()
)


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
    def changes(self) -> list[int]:
        """Which steps of the alignment do not pair a word with the same; none where the words are the same."""
        return changed(self.alignment.steps, self.units, self.wording.words)

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
    def pieces(self) -> list[Span]:
        """The stretches of the document that have the quotation's words, without what its gaps stand for."""
        place, gaps = self.alignment.place, self.alignment.gaps
        firsts = [place.start, *(gap.stop for gap in gaps)]
        ends = [*(gap.start for gap in gaps), place.stop]
        words, offset = self.wording.words, self.passage.start
        bounds = [(first, end) for first, end in zip(firsts, ends, strict=True) if first < end]
        return [Span(offset + words[first].start, offset + words[end - 1].end) for first, end in bounds]

    @cached_property
    def is_of_one(self) -> bool:
        """Whether no gap reaches over from the words of one speaker into those of another.

        Within a sentence, which is its author's as a whole, only what stands in quotation marks is told apart.
        """
        pieces = self.pieces
        if any(span.start <= self.span.start and self.span.end <= span.end for span in self.passage.sentences):
            pieces = [piece for piece in pieces if any(_holds(marked, piece) for marked in self._marked)]
        voices = (voice_of(self.source.metadata, self.passage, piece) for piece in pieces)
        return len(pieces) < 2 or len({voice.name for voice in voices if voice}) <= 1

    @cached_property
    def is_quoted(self) -> bool:
        """Whether the source has them in quotation marks."""
        return all(any(_holds(marked, piece) for marked in self._marked) for piece in self.pieces)

    @cached_property
    def is_whole(self) -> bool:
        """Whether they are all that the source has in a pair of quotation marks."""
        around = [marked for marked in self._marked if _holds(marked, self.span)]
        return any(self._is_bare(mark.start, self.span.start, self.span.end, mark.end) for mark in around)

    def _is_bare(self, *bounds: int) -> bool:
        """Whether the stretches between pairs of places have no word."""
        beside = (self.passage.quote(Span(start, end)) for start, end in zip(bounds[::2], bounds[1::2], strict=True))
        return not any(character.isalnum() for text in beside for character in text)

    @cached_property
    def is_mixed(self) -> bool:
        """Whether the source has some of them in quotation marks and others not, where it is not their speaker's."""
        begun = (marked for marked in self._marked if marked.start < self.span.end and self.span.start < marked.end)
        return not self.is_quoted and not self.is_own and any(begun)

    @cached_property
    def is_reported(self) -> bool:
        """Whether the source renders in its own words what somebody says."""
        said = attribution_of(self.passage.attributed(self.span), self.span)
        return not self.is_quoted and self.voice is not None and said is not None and said.kind == "report"

    @cached_property
    def voice(self) -> Speaker | None:
        """Who says them; None where the text does not say who, as of a quotation that it gives without a name."""
        metadata = self.source.metadata
        unsaid = self.is_quoted and not metadata.speakers and not self.passage.attributed(self.span)
        return None if unsaid or self.is_unnamed else self._teller

    @cached_property
    def is_unnamed(self) -> bool:
        """Whether the text gives them to somebody whom it does not name: “some”, “my friend”, a “he”."""
        return self._teller is not None and (_is_nameless(self._teller.name) or _is_pronoun(self._teller.name))

    @cached_property
    def is_given(self) -> bool:
        """Whether the text gives them to somebody, be it “some”; a pronoun may stand for anybody."""
        teller = self._teller
        return self.voice is not None or (self.is_unnamed and teller is not None and not _is_pronoun(teller.name))

    @cached_property
    def _teller(self) -> Speaker | None:
        return voice_of(self.source.metadata, self.passage, self.span)

    @cached_property
    def _marked(self) -> list[Span]:
        """What the passage has in quotation marks, as places in the document."""
        start = self.passage.start
        spans = (each.span for each in quoted_stretches(self.passage.text))
        return [Span(start + span.start, start + span.end) for span in spans]

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
        if self.voice:
            return found
        mark = mark_at(self.passage.marks, self.span.start)
        line = reference(self.source.metadata, original=self.source.original, mark=mark)
        return replace(found, speaker=None, country=None, reference=line)

    def match(self) -> QuotationMatch:
        """Return it as a result."""
        changes = difference(self.alignment.steps, self.quotation, self.units, self.wording)
        verbatim: tuple[Change, ...] = (("equal", self.quotation),)
        return QuotationMatch(
            self.citation,
            self.similarity,
            verbatim if self.is_verbatim else changes,
            quoted=self.is_quoted,
            reported=self.is_reported,
            unnamed=self.is_unnamed,
        )


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


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _is_nameless(name: str) -> bool:
    """Whether a speaker is only “some” or “my friend”; “a spokesman of Tillerson” tells more."""
    first, *others = name.split() or [name]
    return first.casefold() in _INDEFINITE and not any(word[0].isupper() for word in others)


def _is_pronoun(name: str) -> bool:
    """Whether a speaker is only a pronoun, or a letter, as the “A” of questions and answers."""
    return name.casefold() in _PRONOUNS or len(name) == 1
