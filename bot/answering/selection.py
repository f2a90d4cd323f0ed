"""Which sentences answer: the likeliest, with what their pronouns refer to, in an order that reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from bot.answering.sentences import Candidate
from bot.embedding import Vectors
from bot.records import Metadata, Speaker
from bot.terms import content_stems

MOST = 4
"""Sentences in an answer."""

NEXT_TO_BEST = 0.15
"""A further sentence of an answer has at least this share of the best one's chance."""

STAND_IN = 0.3
"""Where the best one cannot stand in the answer, the first that can has at least this share of its chance."""

CHAIN = 2
"""How many sentences are taken along to say what a pronoun means."""

REPEATS = 0.8
"""A sentence repeats another that holds this share of its words."""

Previous = Callable[[Candidate], Candidate | None]
"""Returns the sentence before one, or None at the start of its document."""


def said_by(speaker: frozenset[str], found: Sequence[Candidate], *, known: bool = False) -> Vectors:
    """Return how likely each candidate renders the words of a speaker, given by stems of the name, 0 to 1.

    Where the speaker is `known`, whose words there are in the library, only these count, and a sentence that names the
    speaker in a document of nobody's. Else a sentence that names the speaker counts most, then one of a document that
    goes by the name, then one in a passage that mentions it: a text may tell what somebody thinks without a word of
    saying. Where no speaker is given, all count alike.
    """
    if not speaker:
        return np.ones(len(found), dtype=np.float32)
    return np.array([_said_by(speaker, candidate, known=known) for candidate in found], dtype=np.float32)


def goes_by(speaker: Speaker | None, stems: frozenset[str], metadata: Metadata) -> bool:
    """Tell whether stems mean a speaker: by name, or by office, organisation and country; an author by name alone."""
    if speaker is None:
        return False
    if stems <= content_stems(speaker.name):
        return True
    known = (speaker.name, speaker.office, speaker.organisation, speaker.country)
    return speaker.name not in metadata.authors and stems <= content_stems(" ".join(part for part in known if part))


def _said_by(speaker: frozenset[str], candidate: Candidate, *, known: bool) -> float:
    metadata = candidate.evidence.source.metadata
    if goes_by(candidate.voice, speaker, metadata):
        return 1.0
    if known:
        # What nobody says is nobody else's either.
        return 0.7 * (candidate.voice is None and bool(speaker & candidate.stems))
    if speaker & candidate.stems:
        return 1.0
    if speaker & content_stems(_known_as(metadata)):
        return 0.7
    return 0.3 if speaker & content_stems(candidate.evidence.passage.text) else 0.0


def _known_as(metadata: Metadata) -> str:
    offices = (part or "" for each in metadata.speakers for part in (each.office, each.organisation, each.country))
    return " ".join([metadata.speaker or "", *metadata.organisations, *metadata.countries, *offices])


def select(found: Sequence[Candidate], chances: Vectors, previous: Previous, *, alone: bool = False) -> list[Candidate]:
    """Return one to four sentences, those of one document together and in its order; none if none can stand.

    One that hangs on another which cannot be had is left out, or stands `alone` where who speaks is asked for.
    """
    order = [int(index) for index in np.argsort(-chances, kind="stable")]
    best = float(chances[order[0]]) if order else 0.0
    chosen: list[Candidate] = []
    for index in order:
        if chances[index] < (NEXT_TO_BEST if chosen else STAND_IN) * best or len(chosen) >= MOST:
            break
        if chances[index] > 0 and not _repeats(found[index], chosen):
            chosen += _fitting(_with_antecedents(found[index], previous, alone=alone), chosen)
    return _in_order(chosen)


def _with_antecedents(candidate: Candidate, previous: Previous, *, alone: bool) -> list[Candidate]:
    """The sentence after those that its pronoun needs; nothing, or that one, where they cannot be had."""
    chain = [candidate]
    while chain[0].hangs:
        before = previous(chain[0]) if len(chain) <= CHAIN else None
        if before is None or not before.is_text:
            return [candidate] if alone else []
        chain.insert(0, before)
    return chain


def _fitting(chain: Sequence[Candidate], chosen: Sequence[Candidate]) -> list[Candidate]:
    new = [candidate for candidate in chain if _place(candidate) not in map(_place, chosen)]
    return new if len(chosen) + len(new) <= MOST else []


def _repeats(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    return any(len(candidate.stems & other.stems) >= REPEATS * len(candidate.stems) for other in chosen)


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.evidence.source.id, candidate.span.start


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    documents = list(dict.fromkeys(candidate.evidence.source.id for candidate in chosen))
    return sorted(chosen, key=lambda each: (documents.index(each.evidence.source.id), each.span.start))
