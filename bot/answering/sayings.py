"""Who says what in a sentence: the sentence as a whole, and each clause of it that renders somebody's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.answering.sentences import Candidate, candidates, voice_in
from bot.citations import cite
from bot.library import Condition, StoredPassage
from bot.library.filters import voice_attributes
from bot.records import Attribution, Citation, Passage, Span, Speaker
from bot.retrieval import Evidence


@dataclass(frozen=True)
class Saying(Candidate):
    """A sentence, or a clause of it, with who says it; None where the text does not say who."""

    stretch: Span
    speaker: Speaker | None

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return self.stretch

    @cached_property
    def voice(self) -> Speaker | None:
        """Who says it."""
        return self.speaker

    @property
    def shown(self) -> Candidate:
        """What an answer shows: a whole sentence as such, which may hang on the one before it."""
        whole = Candidate(self.evidence, self.position)
        return whole if (self.stretch, self.speaker) == (whole.span, whole.voice) else self

    @property
    def hangs(self) -> bool:
        """Never: a side shows what is said under the name of who says it, without what comes before."""
        return False

    def citation(self) -> Citation:
        """Return the citation of exactly these words, under the name of who says them."""
        return cite(self.evidence.source, self.evidence.passage, self.stretch, self.speaker)


_CLOSING = re.compile(r"[”\"»“’']?[.!?]?[”\"»]?")

VOICES = ("speaker", "organisation", "country")
"""The conditions that ask for somebody's words."""


def heard(evidence: Sequence[Evidence], condition: Condition) -> list[Candidate]:
    """Return the sentences of the evidence; where a condition asks for somebody's words, only those words."""
    wanted = {name: values for name, values in condition.values if name in VOICES}
    if not wanted:
        return candidates(evidence)
    return [each.shown for each in sayings_in(evidence) if _is_wanted(each, wanted)]


def asks_for_voice(condition: Condition) -> bool:
    """Tell whether a condition asks for somebody's words."""
    return any(name in VOICES for name, _ in condition.values)


def _is_wanted(saying: Saying, wanted: Mapping[str, Sequence[str]]) -> bool:
    voice = saying.speaker
    if voice is None:
        return False
    known = voice_attributes(voice, saying.evidence.source.metadata)
    return all(set(known[name]) & set(values) for name, values in wanted.items())


def sayings_in(evidence: Sequence[Evidence]) -> list[Saying]:
    """Return what every sentence of the evidence says, in order."""
    return [saying for candidate in candidates(evidence) for saying in sayings_of(candidate)]


def sayings_of(candidate: Candidate) -> list[Saying]:
    """Return the sentence as its speaker's, and each clause in it that renders the words of another."""
    evidence, at = candidate.evidence, candidate.position
    said = evidence.stored.once(("said", at), lambda: _said(evidence.stored, evidence.passage.sentences[at]))
    return [Saying(evidence, at, stretch, speaker) for stretch, speaker in said]


def _said(stored: StoredPassage, span: Span) -> list[tuple[Span, Speaker | None]]:
    """A sentence and those of its clauses that are another's, each with who says it."""
    voice = voice_in(stored, span)
    clauses = (clause for clause in _clauses(stored.passage, span) if clause[1] != voice)
    return [(span, voice), *clauses]


def _clauses(passage: Passage, span: Span) -> Iterator[tuple[Span, Speaker]]:
    """The clauses of a sentence, each with who is quoted or reported in it."""
    within = passage.attributed(span)
    for each in within:
        start, end = max(each.frame.start, span.start, passage.start), min(each.frame.end, span.end, passage.end)
        if each.speaker and start < end and not _renders_another(each, within):
            yield Span(start, _closed(passage, end)), each.speaker


def _closed(passage: Passage, end: int) -> int:
    """The end of a clause with the marks that close it."""
    match = _CLOSING.match(passage.text, end - passage.start)
    return passage.start + match.end() if match else end


def _renders_another(outer: Attribution, within: Sequence[Attribution]) -> bool:
    """Whether somebody else's words make up most of what is said."""
    inner = (each for each in within if each is not outer and each.speaker != outer.speaker)
    return any(
        outer.start <= each.start and each.end <= outer.end and 2 * (each.end - each.start) > outer.end - outer.start
        for each in inner
    )
