"""The comparison: for each side the best of its own words on the topic, or why it is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.answering import Answerer
from bot.answering.answerer import NEAREST, UNSAID, Assessment, quoted, whole
from bot.answering.question import analyse
from bot.answering.sayings import Saying, sayings_in
from bot.answering.selection import MOST, REPEATS
from bot.answering.sentences import Candidate
from bot.errors import QuestionError
from bot.library import Filters, Library
from bot.positions.asking import checked_topic, compared
from bot.positions.contrast import own_words, shared_words
from bot.positions.parties import Party, country_party, member_of, named_country, speaker_party, speaks_for, together
from bot.records import Answer, Sentence, Side, Speaker
from bot.retrieval import Retriever
from bot.terms import content_terms

PASSAGES = 24
"""Passages in which a side's words are looked for: more than for a question, since others speak in them, too."""

Says = Callable[[Saying], bool]


@dataclass(frozen=True, slots=True)
class Positions:
    """The sides of a topic; `shared` are words that several of them use, longest first."""

    topic: str
    sides: tuple[Side, ...]
    shared: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The `positions` JSON."""
        return {"topic": self.topic, "sides": [side.to_dict() for side in self.sides], "shared": list(self.shared)}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words that a party has on a topic, and how likely they are about it, 0 to 1."""

    sentences: tuple[Sentence, ...] = ()
    confidence: float = 0.0
    reason: str | None = None


class Comparer:
    """Puts speakers and countries side by side. Safe for several threads."""

    def __init__(self, library: Library, retriever: Retriever, answerer: Answerer) -> None:
        self._library = library
        self._retriever = retriever
        self._answerer = answerer

    def compare(
        self, topic: str, speakers: Iterable[str] = (), countries: Iterable[str] = (), filters: Filters | None = None
    ) -> Positions:
        """Return what each of the speakers and countries says on a topic, in words of its own.

        Raises:
            QuestionError: the topic is empty, there are fewer than two sides, or the library has nobody of a name.
        """
        asked, chosen = checked_topic(topic), filters or Filters()
        parties = [
            *(speaker_party(name, self._library, chosen) for name in _listed(speakers)),
            *(country_party(name, self._library, chosen) for name in _listed(countries)),
        ]
        return self._positions(asked, _distinct(parties), chosen)[0]

    def answer(self, question: str, filters: Filters, asked: str | None = None) -> Answer | None:
        """Answer a question that compares; None for any other, and where the library has nobody of a name.

        One that is asked under a filter by speaker or country is about these alone, and compares nothing.
        """
        comparison = compared(question)
        if comparison is None or filters.speaker or filters.country:
            return None
        try:
            parties = _distinct([self._party(name, filters) for name in comparison.names])
            positions, confidence = self._positions(comparison.topic, parties, filters)
        except QuestionError:
            return None
        sentences = tuple(sentence for side in positions.sides for sentence in side.sentences)
        nearest = [] if sentences else self._retriever.retrieve(question, filters, NEAREST)
        return Answer(
            question=asked or question,
            standalone_question=question,
            declined=not sentences,
            reason=None if sentences else "None of the sides says anything about this in the sources.",
            confidence=confidence,
            sentences=sentences or (UNSAID,),
            nearest=tuple(whole(piece) for piece in nearest),
            sides=positions.sides,
        )

    def _party(self, name: str, filters: Filters) -> Party:
        named = country_party if named_country(name) else speaker_party
        return named(name, self._library, filters)

    def _positions(self, topic: str, parties: Sequence[Party], filters: Filters) -> tuple[Positions, float]:
        """The sides, and the highest confidence of any."""
        found = [self._words_or_groups(topic, party, filters) for party in parties]
        texts = [[sentence.text for sentence in words.sentences] for words in found]
        leave = _names(parties, [sentence for words in found for sentence in words.sentences])
        own = own_words(texts, self._library.frequency, leave)
        sides = tuple(
            Side(party.speaker, party.country, words.sentences, words.reason, telling)
            for party, words, telling in zip(parties, found, own, strict=True)
        )
        shared = shared_words(texts, self._library.frequency, leave)
        return Positions(topic, sides, shared), max(words.confidence for words in found)

    def _words_or_groups(self, topic: str, party: Party, filters: Filters) -> _Words:
        """The words of a party; where it has none, of a group such as “Canadian ministers” that speaks for it."""
        own = self._words(topic, party, party.says)
        country = together(party, self._library, filters)
        if own.sentences or country is None:
            return own
        member = member_of(party, self._library.visible(Filters()))
        group = self._words(topic, country, lambda saying: _is_group(saying, member))
        if not group.sentences:
            return own
        names = sorted({citation.speaker or "" for each in group.sentences for citation in each.citations})
        reason = f"{own.reason} These are the words of {' and '.join(names)}, who speak for {party.country}."
        return replace(group, reason=reason)

    def _words(self, topic: str, party: Party, says: Says) -> _Words:
        question = f"What is said about {topic}?"
        evidence = self._retriever.retrieve_within(question, party.condition, PASSAGES)
        parts = analyse(question, self._library.frequency, self._library.passage_count)
        if parts.unknown:
            return _Words(reason=f"The sources never mention {' or '.join(f'“{name}”' for name in parts.unknown)}.")
        sayings = [saying for saying in sayings_in(evidence) if says(saying)]
        if not sayings:
            return _Words(reason=f"The sources have no words of {party.label}.")
        assessed = self._answerer.weigh_on_topic(parts, sayings, evidence)
        if not assessed.chances.any() or assessed.confidence < self._answerer.threshold:
            return _Words(reason=f"The sources have no words of {party.label} about this.")
        sentences = tuple(quoted(each) for each in sorted(_best(assessed), key=_when))
        return _Words(sentences, round(assessed.confidence, 3))


def _listed(names: Iterable[str]) -> Iterable[str]:
    """The names; one alone may be given as it is."""
    return [names] if isinstance(names, str) else names


def _distinct(parties: Sequence[Party]) -> list[Party]:
    """The parties, each once.

    Raises:
        QuestionError: there are fewer than two.
    """
    found = {party.names: party for party in reversed(parties)}
    if len(found) < 2:
        raise QuestionError("A comparison needs two sides.", "Name two speakers or countries that are not the same.")
    return [party for party in dict.fromkeys(parties) if found[party.names] is party]


def _names(parties: Sequence[Party], sentences: Sequence[Sentence]) -> frozenset[str]:
    """Stems of the names of those who are compared, and of those who are cited."""
    cited = (citation.speaker or "" for sentence in sentences for citation in sentence.citations)
    return frozenset(content_terms(" ".join([*(name for party in parties for name in party.names), *cited])))


def _best(assessed: Assessment) -> list[Candidate]:
    """The likeliest statements, at most as many as an answer has; one that says what a likelier one says is left out.

    How far a passage ranks below the best one does not matter here, as it does in an answer: a speaker's one
    sentence on a topic in another document is part of the position.
    """
    chosen: list[Candidate] = []
    for at in np.argsort(-assessed.chances, kind="stable"):
        each = assessed.found[at]
        repeats = any(len(each.stems & other.stems) >= REPEATS * len(each.stems) for other in chosen)
        if assessed.chances[at] > 0 and not repeats and len(chosen) < MOST:
            chosen.append(each)
    return chosen


def _is_group(saying: Saying, member: Speaker) -> bool:
    return saying.speaker is not None and speaks_for(saying.speaker, member)


def _when(saying: Candidate) -> tuple[str, str, int]:
    source = saying.evidence.source
    return source.metadata.date or "9999", source.id, saying.span.start
