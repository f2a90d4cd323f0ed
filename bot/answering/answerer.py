"""A question becomes an answer, or a decline with its reason; nothing is said that is not in the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from bot.answering.about import about_documents
from bot.answering.alignment import aligned_coverage
from bot.answering.question import Question, analyse
from bot.answering.sayings import asks_for_voice, heard, sayings_in
from bot.answering.selection import said_by, select
from bot.answering.sentences import Candidate, is_reference_matter
from bot.answering.signals import answerable_signals, sentence_signals
from bot.answering.voices import Voices
from bot.answering.weights import Weights
from bot.citations import cite
from bot.embedding import Vectors, embedded_model
from bot.library import Condition, Filters, Library
from bot.records import Answer, Citation, Event, Sentence, Span
from bot.retrieval import Evidence, Query, Retriever
from bot.terms import content_terms

NEAREST = 3
"""Passages offered with a declined question."""

LIKELIEST = 60
"""Sentences that are compared with a topic word by word, which takes some 5 ms each."""

ON_TOPIC = 0.5
"""Of the weight of a topic's words a statement on it has at least this share, in its own words or in others."""

UNSAID = Sentence("The sources do not say.", own_words=True, citations=())


@dataclass(frozen=True)
class Assessment:
    """The sentences that may answer, the chance of each, and how likely one of them does, 0 to 1.

    `is_voiced` tells that somebody's words are asked for.
    """

    found: Sequence[Candidate]
    chances: Vectors
    confidence: float
    is_voiced: bool = False


@dataclass(frozen=True)
class Weighed:
    """A question as it was `asked` and as it stands alone, what was found for it, and what that amounts to."""

    asked: str
    question: Question
    evidence: Sequence[Evidence]
    assessed: Assessment


class Answerer:
    """Answers from a library with its own sentences. Safe for several threads."""

    def __init__(self, library: Library, retriever: Retriever, weights: Weights) -> None:
        self._library = library
        self._retriever = retriever
        self._weights = weights
        self._voices = Voices(library)

    @property
    def threshold(self) -> float:
        """The least confidence with which a question is answered."""
        return self._weights.threshold

    def answer(self, question: str, filters: Filters, asked: str | None = None, query: Query | None = None) -> Answer:
        """Answer a question that stands alone; `asked` is how it was put, and `query` what is searched, if otherwise.

        Raises:
            QuestionError: a filter has a value that nothing in the library has.
        """
        found = self.weighed(question, filters, asked, query)
        return found if isinstance(found, Answer) else self.extracted(found)

    def weighed(
        self, question: str, filters: Filters, asked: str | None = None, query: Query | None = None
    ) -> Answer | Weighed:
        """Find what may answer a question; the answer itself where no sentence has to be chosen for it.

        Raises:
            QuestionError: as `answer` does.
        """
        asked = asked or question
        told = about_documents(question, self._library, filters)
        if told:
            return Answer(asked, question, declined=False, reason=None, confidence=1.0, sentences=told)
        condition = self._library.condition(filters)
        parts = analyse(question, self._library.frequency, self._library.passage_count)
        evidence = self._evidence(parts, query or Query(question), condition)
        if not evidence:
            return self._decline(asked, question, self._nothing_to_search(), 0.0, evidence)
        unknown = [name for name in parts.unknown if not self._voices.named(frozenset(content_terms(name)))]
        if unknown:
            reason = f"The sources never mention {' or '.join(f'“{name}”' for name in unknown)}."
            return self._decline(asked, question, reason, 0.0, evidence)
        assessed = self.assess(parts, evidence, condition, self._alone(parts, query, condition))
        return Weighed(asked, parts, evidence, assessed)

    def extracted(self, weighed: Weighed) -> Answer:
        """Answer with the likeliest sentences, or decline."""
        return self._from_assessment(weighed.asked, weighed.question, weighed.evidence, weighed.assessed)

    def declines(self, found: Answer | Weighed) -> bool:
        """Tell whether what was found does not answer."""
        return found.declined if isinstance(found, Answer) else found.assessed.confidence < self.threshold

    def declined(self, weighed: Weighed, reason: str) -> Answer:
        """Decline for a reason of the caller's."""
        confidence = round(weighed.assessed.confidence, 3)
        return self._decline(weighed.asked, weighed.question.text, reason, confidence, weighed.evidence)

    def _alone(self, question: Question, query: Query | None, condition: Condition) -> list[Evidence] | None:
        """What a question finds without the context that it was searched in; None where there was none."""
        if query is None or (query.text == question.text and not query.weight):
            return None
        return self._evidence(question, Query(question.text), condition)

    def _evidence(self, question: Question, query: Query, condition: Condition) -> list[Evidence]:
        """The passages nearest to a question, and those nearest of the words of whom it asks for.

        Others would crowd these out, but show how much nearer the best is than the rest.
        """
        nearest = self._retriever.retrieve_within(query, condition)
        names = self._voices.named(question.speaker)
        if not names or asks_for_voice(condition):
            return nearest
        theirs = replace(condition, values=(*condition.values, ("speaker", names)))
        keys = {piece.stored.key for piece in nearest}
        more = self._retriever.retrieve_within(query, theirs)
        return [*nearest, *(piece for piece in more if piece.stored.key not in keys)]

    def assess(
        self,
        question: Question,
        evidence: Sequence[Evidence],
        condition: Condition,
        alone: Sequence[Evidence] | None = None,
    ) -> Assessment:
        """Weigh every sentence of the evidence, and the chance that the question is answered by them.

        `alone` is what the question finds without the context that the evidence was searched in, which is what the
        chance is fitted on.
        Only the words of whom the condition asks for count, where it does, as do those of whom the question asks for.
        """
        known = bool(self._voices.named(question.speaker))
        if known and not asks_for_voice(condition):
            found = [saying.shown for saying in sayings_in(evidence)]
        else:
            found = heard(evidence, condition)
        if not found:
            return Assessment(found, np.empty(0, np.float32), 0.0)
        signals, chances = self._chances(question, found, known=known)
        is_voiced = bool(question.speaker) or asks_for_voice(condition)
        return replace(self._assessed(question, found, signals, chances, alone or evidence), is_voiced=is_voiced)

    def weigh_on_topic(self, topic: Question, found: Sequence[Candidate], evidence: Sequence[Evidence]) -> Assessment:
        """Weigh statements on a topic; without half of the topic's words, or others for them, one has no chance.

        The sentence beside one that answers may be part of an answer, but is no statement on the topic.
        """
        if not found:
            return Assessment(found, np.empty(0, np.float32), 0.0)
        signals, chances = self._chances(topic, found)
        likeliest = np.argsort(-chances, kind="stable")[:LIKELIEST]
        on_topic = np.zeros(len(found), np.float32)
        on_topic[[at for at in likeliest if _is_on(topic, found[at])]] = 1.0
        return self._assessed(topic, found, signals, chances * on_topic, evidence)

    def _chances(
        self, question: Question, found: Sequence[Candidate], *, known: bool = False
    ) -> tuple[Vectors, Vectors]:
        """The signals of each candidate, of shape (candidates, signals), and the chance that it answers."""
        signals = sentence_signals(question, self._library.embedder.embed_query(question.text), found)
        return signals, self._weights.sentence.chances(signals) * said_by(question.speaker, found, known=known)

    def _assessed(
        self,
        question: Question,
        found: Sequence[Candidate],
        signals: Vectors,
        chances: Vectors,
        evidence: Sequence[Evidence],
    ) -> Assessment:
        aligned = aligned_coverage(question, found[int(chances.argmax())].text, embedded_model())
        row = answerable_signals(question, found, signals, chances, evidence, aligned)
        return Assessment(found, chances, float(self._weights.answerable.chances(row)))

    def _from_assessment(
        self, asked: str, question: Question, evidence: Sequence[Evidence], assessed: Assessment
    ) -> Answer:
        if not assessed.chances.any():
            reason = "The sources have no words of that speaker about this."
            return self._decline(asked, question.text, reason, 0.0, evidence)
        previous = self._previous_of_same if assessed.is_voiced else self._previous
        chosen = select(assessed.found, assessed.chances, previous, alone=assessed.is_voiced)
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
        claims = (piece for piece in evidence if not is_reference_matter(piece))
        nearest = tuple(whole(piece) for piece in islice(claims, NEAREST))
        return Answer(
            question=asked,
            standalone_question=question,
            declined=True,
            reason=reason,
            confidence=confidence,
            sentences=(UNSAID,),
            nearest=nearest,
        )

    def _previous_of_same(self, candidate: Candidate) -> Candidate | None:
        """The sentence before, where the same one says it."""
        before = self._previous(candidate)
        return before if before and before.voice == candidate.voice else None

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


def events_of(answer: Answer) -> Iterator[Event]:
    """Yield the sentences of an answer, and the answer."""
    yield from (Event("sentence", sentence=sentence) for sentence in answer.sentences)
    yield Event("answer", answer=answer)


def quoted(candidate: Candidate) -> Sentence:
    """Return a candidate as a sentence of an answer, which cites itself."""
    return Sentence(candidate.text, own_words=False, citations=(candidate.citation(),))


def whole(evidence: Evidence) -> Citation:
    """Return the citation of a whole passage."""
    passage = evidence.passage
    return cite(evidence.source, passage, Span(passage.start, passage.end))


def _is_on(topic: Question, candidate: Candidate) -> bool:
    if topic.coverage(candidate.stems) >= ON_TOPIC:
        return True
    return aligned_coverage(topic, candidate.text, embedded_model()) >= ON_TOPIC
