"""Finds the places of a library that have the words of a quotation, or nearly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.attribution.marks import quoted_stretches
from bot.library import Condition, Library, StoredPassage
from bot.quotations.alignment import Alignment, align, window
from bot.quotations.findings import Finding
from bot.quotations.normalisation import Word, words_of
from bot.quotations.wording import Wording, may_have, nearness
from bot.records import Passage, Source
from bot.terms import content_terms, stem, words

CANDIDATES = 40
"""Passages that are looked at for one quotation."""

WIDE = 240
"""Passages that are looked at for the very words, where many have nearly the same."""

FORMULA = 0.7
"""The similarity of nearly the same words."""

ALIGNED = 6
"""Those of them that are compared word by word."""

SHORT = 6
"""Of a quotation with at most so many words one may differ: it is compared with all that a passage quotes."""

FEW = 3
"""With fewer words of content than this, all words are searched for."""

LIKELY = 50.0
"""Of 100: what a stretch's letters have in common with a quotation's at least."""

_OVER_SENTENCES = re.compile(r"[.!?…;:][\"'’”»)]*\s")

_BROKEN = re.compile(r"([^\W_]+)[-‐‑]\s*\n\s*([^\W_]+)")


class Finder:
    """Searches a library by words; the nearest passages are then compared with the quotation."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def find(self, quotation: str, units: Sequence[Word], conditions: Iterable[Condition]) -> list[Finding]:
        """Return the likeliest places, nearest first; those with the same words come before all others."""
        terms = _terms(quotation)
        proposed = [[key for key, _ in self._library.search_words(terms, WIDE, each)] for each in conditions]
        stored = self._library.passages(sorted({key for keys in proposed for key in keys[:CANDIDATES]}))
        found = [finding for each in stored.values() for finding in _exact(quotation, units, each)]
        if not found and _OVER_SENTENCES.search(quotation):
            found = list(self._over_edges(quotation, units, stored))
        seen = {finding.source.id for finding in found}
        for keys in proposed:
            others = (stored[key] for key in keys[:CANDIDATES] if key in stored)
            found += self._near(quotation, units, [each for each in others if each.source.id not in seen])
        if not seen and any(finding.similarity >= FORMULA for finding in found):
            found += self._further(quotation, units, sorted({key for keys in proposed for key in keys[CANDIDATES:]}))
        return _apart(sorted((each for each in found if each.is_of_one), key=lambda each: -each.similarity))

    def _over_edges(
        self, quotation: str, units: Sequence[Word], stored: Mapping[int, StoredPassage]
    ) -> Iterator[Finding]:
        """The same words where they begin in one passage and end in the next."""
        for key, each in stored.items():
            after = stored.get(key + 1)
            if after is None or after.passage.document != each.passage.document:
                continue
            joined = f"{each.passage.text}\n{after.passage.text}"
            # Only what is there is worth reading the whole document for.
            if may_have(joined, units):
                yield from _same_words(quotation, units, each.source, self._with_neighbours(each))

    def _further(self, quotation: str, units: Sequence[Word], keys: Sequence[int]) -> Iterator[Finding]:
        """The same words in passages further down: a formula that many have in another form."""
        for each in self._library.passages(keys).values():
            yield from _exact(quotation, units, each)

    def _near(self, quotation: str, units: Sequence[Word], stored: Sequence[StoredPassage]) -> Iterator[Finding]:
        for each in sorted(stored, key=lambda one: -nearness(one.passage.text, units))[:ALIGNED]:
            alignment = _aligned(units, _wording(each.passage.text))
            if alignment is not None:
                yield self._wider(quotation, units, each, alignment)
            if len(units) <= SHORT:
                yield from _among_quoted(quotation, units, each)

    def _wider(self, quotation: str, units: Sequence[Word], stored: StoredPassage, alignment: Alignment) -> Finding:
        """The finding, with the passages beside it where the words seem to reach over its edge and do."""
        narrow = _finding(quotation, units, stored.source, stored.passage, alignment)
        if alignment.place.start > 0 and alignment.place.stop < len(narrow.wording.words):
            return narrow
        passage = self._with_neighbours(stored)
        wide = next(_same_words(quotation, units, stored.source, passage), None) or _nearest(
            quotation, units, stored.source, passage
        )
        return wide if wide and wide.similarity > narrow.similarity else narrow

    def _with_neighbours(self, stored: StoredPassage) -> Passage:
        """The passage with those before and after it; their text is the document's."""
        middle = stored.passage
        beside = self._library.passages([stored.key - 1, stored.key + 1]).values()
        near = [each.passage for each in beside if each.passage.document == middle.document]
        parts = sorted([middle, *near], key=lambda each: each.ordinal)
        start, end = parts[0].start, parts[-1].end
        return replace(
            middle,
            start=start,
            end=end,
            text=self._library.document(middle.document).text[start:end],
            sentences=tuple(span for part in parts for span in part.sentences),
            attributions=tuple(dict.fromkeys(each for part in parts for each in part.attributions)),
        )


def _exact(quotation: str, units: Sequence[Word], stored: StoredPassage) -> Iterator[Finding]:
    return _same_words(quotation, units, stored.source, stored.passage)


def _same_words(quotation: str, units: Sequence[Word], source: Source, passage: Passage) -> Iterator[Finding]:
    if not may_have(passage.text, units):
        return
    for place in _wording(passage.text).places(units):
        count = len(place.words)
        yield _finding(quotation, units, source, passage, Alignment(place.words, (), 1.0, count, count, place.gaps))


def _among_quoted(quotation: str, units: Sequence[Word], stored: StoredPassage) -> Iterator[Finding]:
    """The nearest words of each stretch in quotation marks; the likeliest of a passage may be another's report."""
    wording = _wording(stored.passage.text)
    for quoted in quoted_stretches(stored.passage.text):
        alignment = align(units, wording, wording.within(quoted.span.start, quoted.span.end))
        if alignment is not None:
            yield _finding(quotation, units, stored.source, stored.passage, alignment)


def _nearest(quotation: str, units: Sequence[Word], source: Source, passage: Passage) -> Finding | None:
    alignment = _aligned(units, _wording(passage.text))
    return _finding(quotation, units, source, passage, alignment) if alignment else None


def _aligned(units: Sequence[Word], wording: Wording) -> Alignment | None:
    place = window(units, wording, LIKELY)
    return align(units, wording, place) if place else None


def _finding(quotation: str, units: Sequence[Word], source: Source, passage: Passage, alignment: Alignment) -> Finding:
    return Finding(quotation, tuple(units), source, passage, _wording(passage.text), alignment)


@lru_cache(maxsize=2_000)
def _wording(text: str) -> Wording:
    return Wording(text, words_of(text))


def _terms(quotation: str) -> list[str]:
    """The stems to search for; a word broken at the end of a line counts as one word, too."""
    text = f"{quotation} {' '.join(''.join(each) for each in _BROKEN.findall(quotation))}"
    terms = content_terms(text)
    return terms if len(terms) >= FEW else [stem(word) for word in words(text)]


def _apart(found: Sequence[Finding]) -> list[Finding]:
    """The findings without those that overlap a nearer one."""
    kept: list[Finding] = []
    for each in found:
        beside = (other for other in kept if other.source.id == each.source.id)
        if not any(other.span.start < each.span.end and each.span.start < other.span.end for other in beside):
            kept.append(each)
    return kept
