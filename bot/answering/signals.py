"""What speaks for a sentence as an answer, and for a question as one that the sources answer: plain numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from bot.answering.question import Question, Wanted, name_stems
from bot.answering.sentences import Candidate
from bot.embedding import Vectors
from bot.retrieval import Evidence
from bot.terms import content_stems

SENTENCE_SIGNALS = (
    "similarity",  # cosine of question and sentence
    "similarity_to_best",  # the same, less the highest of all candidates
    "neighbours",  # the higher cosine of the sentences beside it
    "coverage",  # share of the question's words in the sentence
    "coverage_with_title",  # the same, with the title, headings and speaker of its passage
    "pairs",  # share of the question's word pairs that stand side by side in it too
    "passage",  # fused score of its passage, less the best passage's
    "wanted",  # 1 if it has the kind of thing that is asked for, 0 if not, 0.5 if any kind will do
    "length",  # in characters, 1 from 300 on
)
ANSWERABLE_SIGNALS = (
    "aligned",  # share of the question's words that the best sentence has, in other words too
    "similarity",  # highest cosine of the three best sentences
    "stands_out",  # highest cosine of any sentence, less the median
    "passage_similarity",  # highest cosine of a passage
    "margin",  # fused score of the best passage, less the fifth's
    "coverage",  # share of the question's words in the three best sentences
    "passage_coverage",  # in the best sentence's passage with its title
    "known",  # share of the question's words that the evidence has at all
    "best_of_known",  # share of those that the best sentence has
    "names",  # share of the question's names in the three best sentences
    "lacks_wanted",  # 1 if no good sentence has the date, number or role that is asked for
)

_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?"
_DATE = re.compile(
    rf"\b(?:1\d{{3}}|20\d{{2}})s?\b|\b(?:{_MONTH}|May)\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\bcentur|"
    r"\b(?:years|months|weeks|days|hours) (?:ago|later|before|after)\b|\b(?:yesterday|today|tomorrow)\b"
)
_ONES = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty"
_NUMBER = re.compile(
    rf"\d|\b(?:{_ONES}|hundreds?|thousands?|millions?|billions?|dozens?|half|third|quarter|twice|once|double|several)\b",
    re.IGNORECASE,
)
_CAUSE = "because|since|due to|so that|in order to|owing|therefore|thus|caused?|reasons?|led to|results?|for the|to"
_REASON = re.compile(rf"\b(?:{_CAUSE})\b", re.IGNORECASE)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ANY_DATE = re.compile(
    rf"\b(?:{_DAY} (?:of )?(?:{_MONTH}|May)|(?:{_MONTH}|May) {_DAY})\b(?:,? \d{{4}})?|"
    rf"\b(?:{_MONTH}|May),? \d{{4}}\b|\b(?:in|since|from|until) (?:1[5-9]\d{{2}}|20\d{{2}})\b"
)
_LABEL = re.compile(r"\b(?:[A-Z][\w’'-]+|[Rr]esolutions?|[Aa]rticles?|[Pp]aragraphs?)[ -]\d+\b")
"""A number that only names a thing: “Hwasong 15”, “resolution 2375”."""

_UNITS = {
    "length": r"\b(?:km|kilomet|miles?\b|met(?:er|re)|feet\b|foot\b|inch|yards?\b|cm\b|mm\b|light.years?)",
    "time": r"\b(?:1[5-9]\d\d|20\d\d)\b|\b(?:second|minute|hour|day|week|month|year|decade|centur|generation)s?",
    "age": r"\b(?:years?|aged?|born|old|decades?|centur(?:y|ies))\b",
}
_MEASURED = (
    (r"how (?:far|high|tall|deep|wide)\b|\b(?:distance|height|depth)\b", _UNITS["length"]),
    (r"how long\b", rf"{_UNITS['time']}|{_UNITS['length']}"),
    (r"how old\b", _UNITS["age"]),
)
_MEASURES = tuple((re.compile(asked, re.IGNORECASE), re.compile(unit, re.IGNORECASE)) for asked, unit in _MEASURED)
_HAS = {Wanted.DATE: _DATE, Wanted.REASON: _REASON}


def sentence_signals(question: Question, vector: Sequence[float], found: Sequence[Candidate]) -> Vectors:
    """Return the signals of each candidate, of shape (candidates, SENTENCE_SIGNALS); there is at least one."""
    evidence = {candidate.evidence.stored.key: candidate.evidence for candidate in found}
    similarity = {key: piece.stored.vectors @ np.asarray(vector, np.float32) for key, piece in evidence.items()}
    best_passage = max(piece.score for piece in evidence.values())
    best = max(float(similarity[candidate.evidence.stored.key][candidate.position]) for candidate in found)
    titles = {key: _title_stems(piece) for key, piece in evidence.items()}
    rows = [
        _sentence_row(question, candidate, similarity[candidate.evidence.stored.key], titles, (best, best_passage))
        for candidate in found
    ]
    return np.array(rows, dtype=np.float32)


def _sentence_row(
    question: Question,
    candidate: Candidate,
    similarity: Vectors,
    titles: dict[int, frozenset[str]],
    best: tuple[float, float],
) -> list[float]:
    at = candidate.position
    beside = [float(similarity[i]) for i in (at - 1, at + 1) if 0 <= i < len(similarity)]
    pairs = question.pairs & set(pairwise(candidate.terms))
    return [
        float(similarity[at]),
        float(similarity[at]) - best[0],
        max(beside, default=0.0),
        question.coverage(candidate.stems),
        question.coverage(candidate.stems | titles[candidate.evidence.stored.key]),
        len(pairs) / max(1, len(question.pairs)),
        candidate.evidence.score - best[1],
        offers(question, candidate),
        min(len(candidate.text), 300) / 300,
    ]


def answerable_signals(
    question: Question,
    found: Sequence[Candidate],
    signals: Vectors,
    chances: Vectors,
    evidence: Sequence[Evidence],
    aligned: float,
) -> Vectors:
    """Return what speaks for the question being answered by these candidates, of shape (ANSWERABLE_SIGNALS,).

    `aligned` is the aligned coverage of the likeliest candidate.
    """
    order = [int(index) for index in np.argsort(-chances)[:3]]
    stems = frozenset[str]().union(*(found[index].stems for index in order))
    best = found[order[0]]
    similarity = signals[:, 0]
    anywhere = frozenset[str]().union(*(context_stems(piece) for piece in evidence))
    known = question.coverage(anywhere)
    row = [
        aligned,
        float(similarity[order].max()),
        float(similarity.max() - np.median(similarity)),
        max(piece.dense for piece in evidence),
        evidence[0].score - evidence[min(4, len(evidence) - 1)].score,
        question.coverage(stems),
        question.coverage(context_stems(best.evidence)),
        known,
        question.coverage(best.stems) / known if known else 0.0,
        len(question.names & stems) / len(question.names) if question.names else 1.0,
        float(_lacks_wanted(question, [found[index] for index in order[:2]])),
    ]
    return np.array(row, dtype=np.float32)


def offers(question: Question, candidate: Candidate) -> float:
    """Return 1 where a sentence has the kind of thing that is asked for, 0 where not, 0.5 where any kind will do."""
    if question.wanted is Wanted.OTHER:
        return 0.5
    if question.wanted is Wanted.NUMBER:
        return float(_has_number(question.text, candidate.text))
    if question.wanted in _HAS:
        return float(_HAS[question.wanted].search(candidate.text) is not None)
    return float(bool(name_stems(candidate.text) - question.weights.keys()))


def context_stems(evidence: Evidence) -> frozenset[str]:
    """Return the stems of a passage with its title, headings and speaker."""
    return content_stems(evidence.passage.text) | _title_stems(evidence)


def _title_stems(evidence: Evidence) -> frozenset[str]:
    metadata = evidence.source.metadata
    parts = (metadata.title, evidence.passage.heading, metadata.speaker)
    return content_stems(" ".join(part for part in parts if part))


def _has_number(question: str, sentence: str) -> bool:
    """Whether a sentence has a number, not of a date or a label, and the unit that “how far” and the like want."""
    if _NUMBER.search(_LABEL.sub(" ", _ANY_DATE.sub(" ", sentence))) is None:
        return False
    return all(unit.search(sentence) for asked, unit in _MEASURES if asked.search(question))


def _lacks_wanted(question: Question, best: Sequence[Candidate]) -> bool:
    if question.wanted in (Wanted.DATE, Wanted.NUMBER):
        return not any(offers(question, candidate) for candidate in best)
    return question.role is not None and not question.role.is_in(best[0].terms)
