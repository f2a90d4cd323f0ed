"""Dated statements in order: all that a library has, or those about a topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from bot.answering import Answerer
from bot.answering.answerer import quoted
from bot.answering.question import analyse
from bot.answering.sayings import heard
from bot.answering.sentences import Candidate
from bot.library import Condition, Filters, Library
from bot.library.filters import day_number
from bot.library.rows import key_of
from bot.positions.asking import checked_topic
from bot.repeats import Repeats
from bot.retrieval import Evidence, Retriever
from bot.timeline.dates import Dated, dates_in, order
from bot.timeline.entries import Entry, Timeline

PASSAGES = 60
"""Passages in which statements about a topic are looked for."""

FEWEST_WORDS = 3
"""Words that an entry has beside its date: a dateline is no statement."""

YEAR = len("2017")
_REACHES = re.compile(r"(?:since|until|before|after|from|by|throughout)\b", re.IGNORECASE)

MOST = 200
"""Entries of a timeline, the earliest; it tells how many more there are."""

PAGE = 500
"""Passages read at once."""

MOST_READ = 4000
"""Passages read for a timeline without a topic, those of the earliest documents first."""


class Chronicler:
    """Puts statements in order of date. Safe for several threads."""

    def __init__(self, library: Library, retriever: Retriever, answerer: Answerer) -> None:
        self._library = library
        self._retriever = retriever
        self._repeats = Repeats(library)
        self._answerer = answerer

    def timeline(self, topic: str | None = None, filters: Filters | None = None) -> Timeline:
        """Return what was said and done, earliest first, each with the date in its sentence, else its document's.

        With a topic: the sentences about it. Without: the first sentence of every document, and those that state a
        date. `since` and `until` hold for the entries' own dates. What has no date has no entry. Of more than MOST
        entries the earliest are given, and the others counted.

        Raises:
            QuestionError: the topic is empty, or a filter has a value that nothing in the library has.
        """
        chosen = filters or Filters()
        period = self._library.condition(chosen)
        condition = replace(period, since=None, until=None)
        found = self._all(condition) if topic is None else self._about(checked_topic(topic), condition)
        entries = _distinct(entry for candidate, whole in found for entry in _entries(candidate, whole=whole))
        kept = sorted((entry for entry in entries if _is_within(entry, period)), key=_place)
        return Timeline(tuple(kept[:MOST]), max(0, len(kept) - MOST))

    def _about(self, topic: str, condition: Condition) -> Iterator[tuple[Candidate, bool]]:
        """The sentences about a topic; none where the library does not hold enough about it."""
        question = analyse(f"What is said about {topic}?", self._library.frequency, self._library.passage_count)
        evidence = self._retriever.retrieve_within(question.text, condition, PASSAGES)
        assessed = self._answerer.weigh_on_topic(question, heard(evidence, condition), evidence)
        if question.unknown or assessed.confidence < self._answerer.threshold:
            return
        for index in np.argsort(-assessed.chances, kind="stable"):
            if assessed.chances[index] > 0:
                yield assessed.found[index], True

    def _all(self, condition: Condition) -> Iterator[tuple[Candidate, bool]]:
        """Every document's first sentence, then all others."""
        first: list[Candidate] = []
        others: list[Candidate] = []
        for evidence in self._repeats.once(self._read(condition), condition):
            opens = evidence.passage.ordinal == 0
            found = heard([evidence], condition)
            first += found[:opens]
            others += found[opens:]
        yield from ((candidate, True) for candidate in first)
        yield from ((candidate, False) for candidate in others)

    def _read(self, condition: Condition) -> Iterator[Evidence]:
        """The passages of all documents that meet a condition, in order of date, a page at a time."""
        listed = sorted(self._library.sources.items(), key=lambda each: (each[1].metadata.date or "9999", each[0]))
        admitted = [(number, source.passages) for number, source in listed if condition.admits(number, source)]
        keys = [key_of(number, ordinal) for number, count in admitted for ordinal in range(count)][:MOST_READ]
        for at in range(0, len(keys), PAGE):
            stored = self._library.passages(keys[at : at + PAGE])
            yield from (Evidence(stored[key], 0.0, 0.0, 0.0) for key in keys[at : at + PAGE] if key in stored)


def _entries(candidate: Candidate, *, whole: bool) -> Iterator[Entry]:
    """An entry for each date that a sentence states; where it states none, for its document's, if that is asked for.

    A bare year mostly is background, so that the document's date counts as well; “since 2006” is nothing else. What
    says nothing beside a date has no entry.
    """
    base = candidate.evidence.source.metadata.date
    found = dates_in(candidate.text, base, _above(candidate))
    sentence = quoted(candidate)
    (citation,) = sentence.citations
    isos = {each.iso for each in found if not _is_background(each, candidate.text)}
    dates = sorted(iso for iso in isos if not any(other.startswith(f"{iso}-") for other in isos))
    if base and whole and all(len(date) == YEAR for date in dates):
        dates.append(base)
    if len(_beside(candidate.text, found).split()) >= FEWEST_WORDS:
        yield from (Entry(date, citation.title, citation.speaker, citation.document, sentence) for date in dates)


def _is_background(date: Dated, text: str) -> bool:
    """Whether a year only tells how far something reaches."""
    return len(date.iso) == YEAR and _REACHES.match(text, date.start) is not None


def _beside(text: str, dates: Sequence[Dated]) -> str:
    """A text without its dates."""
    for each in reversed(dates):
        text = text[: each.start] + text[each.end :]
    return text


def _above(candidate: Candidate) -> str:
    """The text of the passage before a sentence."""
    passage = candidate.evidence.passage
    return passage.text[: candidate.span.start - passage.start]


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, of such as say the same of the same day in one document only the first."""
    found: dict[tuple[str, str, str], Entry] = {}
    for entry in entries:
        found.setdefault((entry.date, entry.document, entry.sentence.text), entry)
    return list(found.values())


def _is_within(entry: Entry, condition: Condition) -> bool:
    first, _ = order(entry.date)
    day = day_number(first)
    return (condition.since or day) <= day <= (condition.until or day)


def _place(entry: Entry) -> tuple[tuple[str, int], str, int]:
    return order(entry.date), entry.document, entry.sentence.citations[0].start
