"""Whether cited passages support a sentence, whoever wrote it, and which of their sentences do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.sayings import Saying, sayings_of
from bot.answering.selection import goes_by
from bot.answering.sentences import Candidate
from bot.attribution.marks import quotations
from bot.citations import written_date
from bot.embedding import Embedder
from bot.quotations.normalisation import cleaned, units_of, words_of
from bot.quotations.remarks import listed
from bot.quotations.wording import Wording
from bot.records import Attribution, Metadata
from bot.support.bearing import SIGNALS, Borne, borne_by
from bot.support.faithfulness import unfaithful
from bot.support.known import Known
from bot.support.wholeness import is_whole, whole_signals
from bot.terms import content_terms

SHORTLIST = 12
"""Sentences of the cited passages that are looked at word by word."""

NEARLY = 0.15
"""Who is named as the speaker says nearly as much of it as anybody: this share less at most."""

NEAR = 0.5
"""The cosine from which on a word of the sources is near to one that they lack.

Of words put at random into sentences of the shipped briefs 95 % are nearer to none, and of words that rephrase one all
are.
"""

NOT_SAID = "No sentence that it cites says this."


@dataclass(frozen=True, slots=True)
class Judged:
    """The sentences that support one, in order; without any, the reason why none does."""

    support: tuple[Candidate, ...] = ()
    reason: str | None = None


class SupportCheck:
    """Judges sentences by the passages that they cite. Safe for several threads."""

    def __init__(self, embedder: Embedder, known: Known) -> None:
        self._embedder = embedder
        self._known = known

    def prepare(self) -> None:
        """Load what takes long, so that the first sentence need not wait for it."""
        self._known.attributions("Somebody said that this is so.")

    def judge(self, sentence: str, cited: Sequence[Candidate]) -> Judged:
        """Return which of the sentences that one cites support it, or why it is not supported.

        All of its names, numbers, dates, negations and quotations are theirs, and the rest is near enough.
        """
        if not cited or not content_terms(sentence):
            return Judged(reason=NOT_SAID)
        misquoted = next(_misquoted(sentence, cited), None)
        if misquoted:
            return Judged(reason=f"No source that it cites has the words {misquoted}.")
        chosen, borne = borne_by(sentence, cited, self._embedder, SHORTLIST)
        aligned = float(borne.signals[SIGNALS.index("aligned")])
        if not is_whole(whole_signals(sentence, [each.text for each in cited], aligned)):
            return Judged(reason=NOT_SAID)
        foreign = list(_foreign(borne, chosen))
        if foreign:
            return Judged(reason=f"The sources it cites say nothing like {listed(foreign)}.")
        return self._faithful(sentence, _with_subjects(chosen, cited))

    def _faithful(self, sentence: str, support: Sequence[Candidate]) -> Judged:
        told = list(dict.fromkeys(line for each in support for line in _told(each.evidence.source.metadata)))
        fault = unfaithful(sentence, [each.text for each in support], told, self._known.is_name)
        fault = fault or next(self._misattributed(sentence, support), None)
        return Judged(reason=fault) if fault else Judged(tuple(support))

    def _misattributed(self, sentence: str, support: Sequence[Candidate]) -> Iterator[str]:
        """Whoever a sentence names as the speaker of words that are another's."""
        if any(_is_extract(sentence, each.text) for each in support):
            return
        for said in self._known.attributions(sentence):
            if said.speaker is None:
                continue
            sayings = [saying for each in support for saying in sayings_of(each)]
            if not _is_said_by(said, sentence, sayings):
                yield f"The sources do not say that these are words of {said.speaker.name}."


def _with_subjects(chosen: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The chosen sentences, each after the one before it where it opens with a pronoun."""
    places = {(each.evidence.stored.key, each.position): each for each in found}
    wanted = {(each.evidence.stored.key, at) for each in chosen for at in _places(each)}
    return [each for place, each in places.items() if place in wanted]


def _foreign(borne: Borne, chosen: Sequence[Candidate]) -> Iterator[str]:
    """The words of content that the chosen sentences have neither so nor in another word; names are looked at apart."""
    there = {term for each in chosen for term in each.stems}
    for word, cosine in borne.words:
        if cosine < NEAR and word[0].islower() and not there.intersection(content_terms(word)):
            yield word


def _places(candidate: Candidate) -> tuple[int, ...]:
    return (candidate.position - 1, candidate.position) if candidate.hangs else (candidate.position,)


def _misquoted(sentence: str, cited: Sequence[Candidate]) -> Iterator[str]:
    """The quotations that no cited passage has."""
    passages = {each.evidence.stored.key: each.evidence for each in cited}.values()
    for span in quotations(sentence):
        quote = sentence[span.start : span.end]
        units = units_of(cleaned(quote))
        texts = [text for each in passages for text in (each.passage.text, each.source.metadata.title)]
        if units and not any(Wording(text, words_of(text)).places(units) for text in texts):
            yield f"“{cleaned(quote)}”"


def _is_said_by(said: Attribution, sentence: str, sayings: Sequence[Saying]) -> bool:
    """Whether who is named says as much of the words as anybody, or stands in a sentence that nobody else says."""
    words = frozenset(content_terms(sentence[said.start : said.end]))
    names = frozenset(content_terms(said.mention or (said.speaker.name if said.speaker else "")))
    shares = [(_share(words, each), _goes_by(each, names)) for each in sayings]
    theirs = max((share for share, is_theirs in shares if is_theirs), default=0.0)
    return theirs > 0 and theirs >= max(share for share, _ in shares) - NEARLY


def _goes_by(saying: Saying, names: frozenset[str]) -> bool:
    metadata = saying.evidence.source.metadata
    if goes_by(saying.voice, names, metadata):
        return True
    whole = Candidate(saying.evidence, saying.position)
    return names <= whole.stems and not any(other.stretch != saying.stretch for other in sayings_of(whole))


def _is_extract(sentence: str, source: str) -> bool:
    """Whether a sentence is made of words of one source in their order, so that whoever speaks there speaks here."""
    there = (word.form for word in words_of(source))
    return all(word.form in there for word in words_of(sentence))


def _share(words: frozenset[str], saying: Saying) -> float:
    return len(words & saying.stems) / len(words) if words else 1.0


def _told(metadata: Metadata) -> list[str]:
    """What is known of a source besides its text."""
    people = [f"{each.name}, {each.office}, {each.organisation}" for each in metadata.speakers]
    date = [written_date(metadata.date)] if metadata.date else []
    return [metadata.title, *people, *metadata.authors, *metadata.organisations, *metadata.countries, *date]
