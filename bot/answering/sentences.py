"""The sentences of the evidence, as candidates for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.instructions import tainted
from bot.chunking import SEPARATOR
from bot.citations import cite, voice_of
from bot.library import StoredPassage
from bot.records import Citation, Passage, Span, Speaker
from bot.retrieval import Evidence
from bot.terms import content_stems, content_terms

MARKED_SHARE = 0.8
"""Letters, digits and spaces make up at least this share of prose; markup and tables of figures have less."""

REFERENCE_SECTIONS = frozenset(
    {"references", "sources", "bibliography", "works cited", "further reading", "where to find it"}
)
"""Headings, in small letters, of sections that are no source of answers."""

_ADVERB = (
    r"(?:and|but|instead|however|yet|still|moreover|also|then|so|in addition|at the same time|hopefully|therefore)"
)
_PRONOUN = r"(?:he|she|they|it|his|her|their|its|this|that|these|those|such|the former|the latter|both|neither)"
_OPENER = (
    r"(?:in|on|at|with|for|by|from|to|of|after|before|during|under|about|like|according to|when|while|as|if|since)"
)
_HANGING = re.compile(
    rf"^\W*(?:{_ADVERB}\b[,\s]+)?(?:{_OPENER}\s+)?{_PRONOUN}\b(?!\s+(?:year|month|week|time|day)\b)", re.IGNORECASE
)


@dataclass(frozen=True)
class Candidate:
    """A sentence that may answer: the evidence it stands in, its place there, and its text."""

    evidence: Evidence
    position: int

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return self.evidence.passage.sentences[self.position]

    @cached_property
    def text(self) -> str:
        """Its words."""
        return self.evidence.passage.quote(self.span)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Its stems that carry content, in order."""
        return tuple(content_terms(self.text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Its stems, each once."""
        return content_stems(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it says something: no heading, no markup, and more than a word or two."""
        return self.is_text and len(self.text.split()) > 2

    @property
    def is_text(self) -> bool:
        """Whether it may be shown in an answer: neither a heading nor markup, however short."""
        headings = (self.evidence.passage.heading or "").split(SEPARATOR)
        if self.text in (self.evidence.source.metadata.title, *headings):
            return False
        plain = sum(character.isalnum() or character.isspace() for character in self.text)
        return plain >= MARKED_SHARE * len(self.text)

    @property
    def hangs(self) -> bool:
        """Whether it opens with a pronoun, so that the sentence before must say what is meant."""
        return _HANGING.match(self.text) is not None

    @cached_property
    def voice(self) -> Speaker | None:
        """Who says it; None where the text does not say who."""
        return voice_in(self.evidence.stored, self.span)

    def citation(self) -> Citation:
        """Return the citation of exactly this sentence."""
        return cite(self.evidence.source, self.evidence.passage, self.span)


def is_reference_matter(evidence: Evidence) -> bool:
    """Tell whether a passage lists where things are from, as a bibliography does, and claims nothing of its own."""
    headings = (evidence.passage.heading or "").lower().split(SEPARATOR)
    return not REFERENCE_SECTIONS.isdisjoint(headings)


def candidates(evidence: Sequence[Evidence]) -> list[Candidate]:
    """Return every sentence of the evidence that says something, says it to a reader, and says it first."""
    return [Candidate(piece, at) for piece in evidence for at in _claims(piece) if at not in piece.repeated]


def voice_in(stored: StoredPassage, span: Span) -> Speaker | None:
    """Return who says a span of a passage; None where the text does not say who."""
    return stored.once(("voice", span), lambda: voice_of(stored.source.metadata, stored.passage, span))


def _claims(piece: Evidence) -> tuple[int, ...]:
    """The places of the sentences of a passage that may be candidates."""
    return piece.stored.once("claims", lambda: tuple(_claiming(piece)))


def _claiming(piece: Evidence) -> Iterator[int]:
    if not is_reference_matter(piece):
        yield from (at for at in _for_readers(piece.passage) if Candidate(piece, at).is_prose)


def _for_readers(passage: Passage) -> Iterator[int]:
    """The places of the sentences that stand beside no command to a language model."""
    starts = tuple(span.start - passage.start for span in passage.sentences)
    commands = tainted(passage.text, starts)
    return (place for place in range(len(starts)) if place not in commands)
