"""A question becomes an answer, or a decline with its reason; nothing is said that is not in the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.about import about_documents
from bot.answering.alignment import aligned_coverage
from bot.answering.question import Question, analyse
from bot.answering.selection import meets, said_by, select
from bot.answering.sentences import Candidate, candidates, is_reference_matter
from bot.answering.signals import answerable_signals, sentence_signals
from bot.answering.weights import Weights
from bot.citations import cite
from bot.embedding import Vectors, embedded_model
from bot.library import Filters, Library
from bot.records import Answer, Citation, Sentence, Span
from bot.retrieval import Evidence, Retriever
from bot.terms import content_terms

NEAREST = 3
"""Passages offered with a declined question."""

UNSAID = Sentence("The sources do not say.", own_words=True, citations=())


@dataclass(frozen=True)
class Assessment:
    """The sentences that may answer, the chance of each, and how likely one of them does, 0 to 1."""

    found: Sequence[Candidate]
    chances: Vectors
    confidence: float


class Answerer:
    """Answers from a library with its own sentences. Safe for several threads."""

    def __init__(self, library: Library, retriever: Retriever, weights: Weights) -> None:
        self._library = library
        self._retriever = retriever
        self._weights = weights

    def answer(self, question: str, filters: Filters, asked: str | None = None) -> Answer:
        """Answer a question that stands alone; `asked` is how it was put, if otherwise.

        Raises:
            QuestionError: a filter has a value that nothing in the library has.
        """
        asked = asked or question
        told = about_documents(question, self._library, filters)
        if told:
            return Answer(asked, question, declined=False, reason=None, confidence=1.0, sentences=told)
        evidence = [
            piece
            for piece in self._retriever.retrieve(question, filters)
            if meets(filters, piece.source.metadata, piece.passage.text)
        ]
        parts = analyse(question, self._library.frequency, self._library.passage_count)
        if not evidence:
            return self._decline(asked, question, self._nothing_to_search(), 0.0, evidence)
        if parts.unknown:
            reason = f"The sources never mention {' or '.join(f'“{name}”' for name in parts.unknown)}."
            return self._decline(asked, question, reason, 0.0, evidence)
        return self._from_evidence(asked, parts, evidence, filters)

    def assess(self, question: Question, evidence: Sequence[Evidence], filters: Filters) -> Assessment:
        """Weigh every sentence of the evidence, and the chance that the question is answered by them.

        Only what the filters' speaker says counts, where there is one, as does whom the question itself asks for.
        """
        found = [each for each in candidates(evidence) if meets(filters, each.evidence.source.metadata, each.text)]
        if not found:
            return Assessment(found, np.empty(0, np.float32), 0.0)
        signals = sentence_signals(question, self._library.embedder.embed_query(question.text), found)
        wanted = frozenset(content_terms(filters.speaker or ""))
        chances = self._weights.sentence.chances(signals) * said_by(question.speaker, found) * said_by(wanted, found)
        aligned = aligned_coverage(question, found[int(chances.argmax())].text, embedded_model())
        row = answerable_signals(question, found, signals, chances, evidence, aligned)
        return Assessment(found, chances, float(self._weights.answerable.chances(row)))

    def _from_evidence(self, asked: str, question: Question, evidence: Sequence[Evidence], filters: Filters) -> Answer:
        assessed = self.assess(question, evidence, filters)
        if not assessed.chances.any():
            reason = "The sources have no words of that speaker about this."
            return self._decline(asked, question.text, reason, 0.0, evidence)
        chosen = select(assessed.found, assessed.chances, self._previous)
        confidence = round(assessed.confidence, 3) if chosen else 0.0
        if confidence < self._weights.threshold:
            reason = "No sentence of the sources answers this closely enough."
            return self._decline(asked, question.text, reason, confidence, evidence)
        sentences = tuple(quoted(candidate) for candidate in chosen)
        return Answer(asked, question.text, declined=False, reason=None, confidence=confidence, sentences=sentences)

    def _nothing_to_search(self) -> str:
        if self._library.passage_count:
            return "No passage of the library meets the filters."
        return "The library is empty: add a document first."

    def _decline(
        self, asked: str, question: str, reason: str, confidence: float, evidence: Sequence[Evidence]
    ) -> Answer:
        nearest = tuple(whole(piece) for piece in evidence if not is_reference_matter(piece))[:NEAREST]
        return Answer(
            question=asked,
            standalone_question=question,
            declined=True,
            reason=reason,
            confidence=confidence,
            sentences=(UNSAID,),
            nearest=nearest,
        )

    def _previous(self, candidate: Candidate) -> Candidate | None:
        """The sentence before, in the passage before where need be."""
        if candidate.position > 0:
            return Candidate(candidate.evidence, candidate.position - 1)
        evidence = candidate.evidence
        key = evidence.stored.key - 1
        stored = self._library.passages([key]).get(key) if evidence.passage.ordinal else None
        if stored is None or stored.passage.heading != evidence.passage.heading:
            return None
        earlier = Evidence(stored, evidence.score, evidence.dense, evidence.lexical)
        return Candidate(earlier, len(stored.passage.sentences) - 1)


def quoted(candidate: Candidate) -> Sentence:
    """Return a candidate as a sentence of an answer, which cites itself."""
    return Sentence(candidate.text, own_words=False, citations=(candidate.citation(),))


def whole(evidence: Evidence) -> Citation:
    """Return the citation of a whole passage."""
    passage = evidence.passage
    return cite(evidence.source, passage, Span(passage.start, passage.end))
