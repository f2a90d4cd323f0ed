"""What a sentence has that those behind it lack: a particular, a negation, or one set beside other words; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.quotations.remarks import listed, negated
from bot.support.particulars import Particular, Read, read
from bot.terms import content_terms, stem

REACH = 3
"""Words of content on either side that tell what a particular is said of."""

APART = 2
"""A particular is said of something else where another of its kind has so many more of the words beside it."""

GAP = 0.3
"""Far less: of a sentence's words a source has this share less than another one."""

JOINED = 4
"""Words within which a source has two words of one name: “Minister of Foreign Affairs” for “Foreign Minister”."""

AFTER_NEGATION = 4
"""Words of content after a negation that tell what it denies."""

DENIED = 0.6
"""Share of these that a sentence has where it is on what is denied."""

DENYING = frozenset(
    stem(word)
    for word in """refuse reject deny fail lack decline avoid prevent prohibit ban forbid exclude stop cease oppose rule
    unable impossible unlikely""".split()
)
"""Stems that deny without a negation, so that one side may have the one and the other the other."""

IsName = Callable[[str], bool]
"""Tells whether a stem is known as a name."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sentences behind another one, what else is known of their documents, and which stems are names."""

    sentences: tuple[Read, ...]
    told: tuple[Read, ...]
    is_name: IsName

    @property
    def stems(self) -> frozenset[str]:
        """Every stem of theirs, and of what is known of them."""
        return frozenset[str]().union(*(one.terms for one in (*self.sentences, *self.told)))

    @property
    def particulars(self) -> Iterator[tuple[Read, Particular]]:
        """Every particular of the sentences, each with its sentence."""
        return ((one, each) for one in self.sentences for each in one.particulars)


def unfaithful(sentence: str, sources: Sequence[str], told: Sequence[str], is_name: IsName) -> str | None:
    """Return what a sentence says otherwise than its sources, in one line; None where it says nothing otherwise.

    `told` is what else is known of the sources, as speakers and dates: names and dates may be taken from it.
    """
    there = Sources(tuple(map(read, sources)), tuple(map(read, told)), is_name)
    said = read(sentence)
    particulars = [*said.particulars, *_opening(said, there)]
    faults = (*_missing(said, particulars, there), *_displaced(said, particulars, there), *_negated(said, there))
    return next(iter(faults), None)


def _opening(said: Read, there: Sources) -> Iterator[Particular]:
    """The first word where it is a name, which its capital does not tell.

    It is taken for one, too, where no source has it and they name somebody whom the sentence does not.
    """
    key, written = _first(said)
    named = {each.key for each in said.particulars if each.kind == "name"}
    if not key or key in named:
        return
    others = {each.key for _, each in there.particulars if each.kind == "name"}
    others |= {each for each, _ in map(_first, there.sentences) if there.is_name(each)}
    if there.is_name(key) or (others - named and key not in there.stems):
        yield Particular("name", key, 0, 0, written)


def _first(text: Read) -> tuple[str, str]:
    """The stem and the form of a text's first word, if it has a capital and carries content; else two empty ones."""
    first = next(iter(text.words), None)
    written = text.text[first.start : first.end] if first else ""
    keys = content_terms(written) if written[:1].isupper() else []
    return (keys[0], written) if keys else ("", "")


def _missing(said: Read, particulars: Sequence[Particular], there: Sources) -> Iterator[str]:
    """The particulars that no source has."""
    keys = {each.key for _, each in there.particulars if each.kind != "name"}
    dates = {each.key for one in there.told for each in one.particulars if each.kind == "date"}
    stems = there.stems
    found = {"name": stems, "date": keys | dates, "number": keys, "unit": keys}
    missing = [each.written for each in particulars if each.key not in found[each.kind]]
    missing = missing or list(_unjoined(said, particulars, there))
    if missing:
        yield f"The sources it cites do not have {listed(missing)}."


def _unjoined(said: Read, particulars: Sequence[Particular], there: Sources) -> Iterator[str]:
    """Two words of one name that no source has near each other: as of “French Revolution”."""
    names = [each for each in particulars if each.kind == "name"]
    for one, other in pairwise(names):
        gap = said.text[said.words[one.last].end : said.words[other.first].start]
        if gap == " " and not any(_joins(text, one.key, other.key) for text in (*there.sentences, *there.told)):
            yield said.text[said.words[one.first].start : said.words[other.last].end]


def _joins(text: Read, one: str, other: str) -> bool:
    places = [[at for at, keys in enumerate(text.keys) if key in keys] for key in (one, other)]
    return any(abs(first - second) <= JOINED for first in places[0] for second in places[1])


def _displaced(said: Read, particulars: Sequence[Particular], there: Sources) -> Iterator[str]:
    """Particulars that the sources set beside other words, where another of the kind has those words."""
    keys = {each.key for each in particulars}
    for each in particulars:
        beside = said.beside(each.first, each.last, REACH)
        alike = [(other, _shared(one, other, beside)) for one, other in there.particulars if other.kind == each.kind]
        own = max((shared for other, shared in alike if other.key == each.key), default=0)
        own = max([own, *(_at_opening(one, each, beside) for one in there.sentences)])
        # Two names of a sentence stand near the same words, so only one that it lacks tells anything.
        rivals = [shared for other, shared in alike if other.key != each.key and not _is_named(other, keys)]
        if max(rivals, default=0) >= own + APART or _is_elsewhere(said, each, keys, there):
            yield f"The sources say “{each.written}” of something else."


def _at_opening(source: Read, particular: Particular, beside: frozenset[str]) -> int:
    """How many of some words stand beside a name with which a source opens, where its capital does not tell it."""
    opens = bool(source.words) and particular.key in content_terms(source.text[: source.words[0].end])
    return len(beside & source.beside(0, 0, REACH + 1)) if opens else 0


def _is_elsewhere(said: Read, particular: Particular, keys: set[str], there: Sources) -> bool:
    """Whether the sentence that says most of one has another of the kind, and those with this one say far less."""
    shares = [(_share(said, one), one) for one in there.sentences]
    most, best = max(shares, key=lambda each: each[0])
    own = [share for share, one in shares if any(each.key == particular.key for each in one.particulars)]
    others = {each.key for each in best.particulars if each.kind == particular.kind} - keys
    return bool(own and others) and most >= max(own) + GAP


def _share(said: Read, source: Read) -> float:
    """The share of a sentence's words of content that a source has, numbers left out."""
    wanted = {each for each in said.stems if each and not each[0].isdigit()}
    return len(wanted & set(source.stems)) / len(wanted) if wanted else 0.0


def _is_named(particular: Particular, keys: set[str]) -> bool:
    return particular.kind == "name" and particular.key in keys


def _shared(source: Read, other: Particular, beside: frozenset[str]) -> int:
    return len(beside & source.beside(other.first, other.last, REACH + 1))


def _negated(said: Read, there: Sources) -> Iterator[str]:
    """A negation on one side only, on what both sides speak of."""
    denied = list(_denied(said))
    denials = [each for one in there.sentences for each in _denied(one)]
    stems, others = frozenset(said.stems), frozenset(each for one in there.sentences for each in one.stems)
    if any(not _matches(each, denials) for each in denied) and DENYING.isdisjoint(others - stems):
        yield f"The sources it cites do not say {listed(negated(said.words))} of this."
    on_this = [each for each in denials if each and len(each & stems) >= DENIED * len(each)]
    if any(not _matches(each, denied) for each in on_this) and DENYING.isdisjoint(stems - others):
        words = [word for one in there.sentences for word in negated(one.words)]
        yield f"The sources it cites say {listed(words)}, which it leaves out."


def _denied(text: Read) -> Iterator[frozenset[str]]:
    """What each negation of a text denies, as the stems after it."""
    for at, word in enumerate(text.words):
        if negated([word]):
            yield frozenset([stem for stem in text.stems[at + 1 :] if stem][:AFTER_NEGATION])


def _matches(denied: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    """Whether one of the others denies the same, or something is denied that has no words of content."""
    return any(2 * len(denied & other) >= min(len(denied), len(other)) for other in others)
