"""A document becomes passages made of whole sentences, each with exact offsets; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sentencex

from bot.records import Document, Heading, Passage, Span, marks_within

# The embedding model reads 256 tokens, about 1,000 characters of English prose; it would not see what lies beyond.
MAX_LENGTH = 1_000
# Long enough to hold a claim with its context, and short enough that the passage is about one thing.
TARGET_LENGTH = 700
# A passage shorter than this takes the next paragraph in, and a last one joins its predecessor.
_SHORT = 250

# What stands between the headings above a passage.
SEPARATOR = " › "
# What the segmenter reads at once: its time grows with the square of the quotation marks left open.
_WINDOW = 4_000
# A space of several bytes before a full stop makes it panic, so it is shown plain ones.
_ODD_SPACE = re.compile(r"[^\S ]")
# It pairs curly quotation marks better than straight ones, so it is shown the former; lengths stay the same.
_OPENING_QUOTE = re.compile(r'(?<![^\s(\[–—-])"(?=\S)')
_MARKER = re.compile(r"\s*(?:[-•*]|\(?(?:\d{1,3}|[A-Za-z])[.)])\s+")
# Abbreviations of documents and press reports that it takes for the end of a sentence.
_BEFORE_NUMBER = re.compile(r"\b(?:paras?|arts?|res|approx|ch)\.\s+$", re.IGNORECASE)
_TIME = re.compile(r"\b[ap]\.m\.\s+$")
_ZONE = re.compile(r"[A-Z]{2,4}\b")
# Where an over-long sentence may be cut, best first: after a sentence that it quotes, after a clause, at any space.
_CUTS = (re.compile(r"[.!?…][\"'’”»)\]]*\s"), re.compile(r"[;:,–—]\s"), re.compile(r"\s"))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence or a heading, with what decides where a passage may end."""

    span: Span
    heading: Heading | None = None
    opens_paragraph: bool = False


def chunk(document: Document) -> tuple[Passage, ...]:
    """The document's passages, in order; together their sentences hold every character that is no whitespace.

    A passage lies under one heading and is at most `MAX_LENGTH` characters long.
    """
    passages: list[Passage] = []
    for section, path in _sections(document):
        for units in _packed(section):
            passages.append(_passage(document, len(passages), units, path))
    return tuple(passages)


def _passage(document: Document, ordinal: int, units: Sequence[_Unit], path: str | None) -> Passage:
    sentences = tuple(unit.span for unit in units)
    start, end = sentences[0].start, sentences[-1].end
    marks = marks_within(document.marks, start, end)
    text, page = document.text[start:end], marks[0].page if marks else None
    return Passage(document.id, ordinal, start, end, text, sentences, path, page, marks=marks)


def _sections(document: Document) -> Iterator[tuple[list[_Unit], str | None]]:
    """The stretches under each heading, with the path of headings above them.

    A heading directly above a deeper one stays in that one's section, so that it is no passage by itself.
    """
    path: list[Heading] = []
    section: list[_Unit] = []
    for unit in _units(document):
        if unit.heading:
            above = section[-1].heading if section else None
            if section and not (above and (above is unit.heading or above.level < unit.heading.level)):
                yield section, _joined(path, document.metadata.title)
                section = []
            path = [*(outer for outer in path if outer.level < unit.heading.level), unit.heading]
        section.append(unit)
    if section:
        yield section, _joined(path, document.metadata.title)


def _joined(path: Sequence[Heading], title: str) -> str | None:
    """The headings' texts, outermost first, without the one that is the document's title."""
    texts = [heading.text for heading in path if not (heading.level == 1 and heading.text == title)]
    return SEPARATOR.join(texts) or None


def _units(document: Document) -> Iterator[_Unit]:
    """The headings and sentences of the text, in order."""
    headings = {heading.start: heading for heading in document.headings}
    language = document.metadata.language or "en"
    start, after_gap = 0, True
    for line in document.text.split("\n"):
        end = start + len(line)
        heading = headings.get(start)
        spans = [Span(start, end)] if heading else _sentences(line, start, language)
        for span in _bounded(document.text, spans):
            yield _Unit(span, heading, after_gap)
            after_gap = False
        after_gap = after_gap or not line.strip()
        start = end + 1


def _sentences(line: str, offset: int, language: str) -> list[Span]:
    """The sentences of one line, untrimmed, at their offsets in the whole text; they cover the line."""
    spans: list[Span] = []
    start = 0
    for end in _ends(line, language):
        if spans and _belong_together(line[spans[-1].start - offset : start], line[start:end]):
            spans[-1] = Span(spans[-1].start, offset + end)
        else:
            spans.append(Span(offset + start, offset + end))
        start = end
    return spans


def _ends(line: str, language: str) -> Iterator[int]:
    """Where the sentences of a line end, the last one with the line; a list's marker opens its first sentence."""
    shown = _OPENING_QUOTE.sub("“", _ODD_SPACE.sub(" ", line)).replace('"', "”")
    marker = _MARKER.match(shown)
    start = marker.end() if marker else 0
    while start + _WINDOW < len(line):
        window = shown[start : start + _WINDOW]
        ends = [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, window)][:-1]
        ends = ends or [window.rfind(" ") + 1 or _WINDOW]
        yield from (start + end for end in ends)
        start += ends[-1]
    ends = [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, shown[start:])]
    yield from (start + end for end in ends[:-1])
    if line:
        yield len(line)


def _belong_together(before: str, after: str) -> bool:
    """Whether the library parted what is one sentence: at an abbreviation, or before stray punctuation."""
    if not any(char.isalnum() for char in after):
        return True
    return bool((_BEFORE_NUMBER.search(before) and after[0].isdigit()) or (_TIME.search(before) and _ZONE.match(after)))


def _bounded(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans trimmed of whitespace, those longer than a passage cut into pieces, none of them empty."""
    for span in spans:
        rest = _trimmed(text, span.start, span.end)
        while rest.start < rest.end:
            cut = _cut(text, rest)
            yield _trimmed(text, rest.start, cut)
            rest = Span(_skipped(text, cut, rest.end), rest.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    """The stretch without whitespace around it; where it is nothing else, its start is its end."""
    start = _skipped(text, start, end)
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _skipped(text: str, start: int, end: int) -> int:
    """The first offset from `start` on, up to `end`, that holds no whitespace."""
    while start < end and text[start].isspace():
        start += 1
    return start


def _cut(text: str, span: Span) -> int:
    """Where the first piece of a sentence ends: at its own end if it is short enough."""
    limit = span.start + MAX_LENGTH
    if span.end <= limit:
        return span.end
    for pattern in _CUTS:
        cuts = [match.end() for match in pattern.finditer(text, span.start + MAX_LENGTH // 2, limit)]
        if cuts:
            return cuts[-1]
    return limit


def _packed(section: Sequence[_Unit]) -> list[list[_Unit]]:
    """A section's units in runs of about the target length, which end with a paragraph where they can."""
    runs: list[list[_Unit]] = []
    for paragraph in _paragraphs(section):
        if runs and _joins(runs[-1], paragraph):
            runs[-1].extend(paragraph)
            continue
        fresh = not runs or _length(runs[-1]) >= _SHORT
        run: list[_Unit] = [] if fresh else runs.pop()
        runs.extend(_split(run, paragraph))
    if len(runs) > 1 and _length(runs[-1]) < _SHORT and _length(runs[-2] + runs[-1]) <= MAX_LENGTH:
        last = runs.pop()
        runs[-1].extend(last)
    return runs


def _paragraphs(section: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    paragraph: list[_Unit] = []
    for unit in section:
        if paragraph and unit.opens_paragraph:
            yield paragraph
            paragraph = []
        paragraph.append(unit)
    yield paragraph


def _joins(run: Sequence[_Unit], paragraph: Sequence[_Unit]) -> bool:
    """Whether a whole paragraph still fits: within the target, or within the maximum after a short run."""
    length = paragraph[-1].span.end - run[0].span.start
    return length <= (MAX_LENGTH if _length(run) < _SHORT else TARGET_LENGTH)


def _split(run: list[_Unit], paragraph: Sequence[_Unit]) -> list[list[_Unit]]:
    """The run and the paragraph's sentences in runs near the target; one that fits a passage stays whole."""
    runs = [run]
    bound = MAX_LENGTH if not run and _length(paragraph) <= MAX_LENGTH else TARGET_LENGTH
    for unit in paragraph:
        current = runs[-1]
        only_headings = all(earlier.heading for earlier in current)
        allowed = MAX_LENGTH if only_headings else bound
        if current and unit.span.end - current[0].span.start > allowed:
            runs.append([unit])
        else:
            current.append(unit)
    return runs


def _length(units: Sequence[_Unit]) -> int:
    return units[-1].span.end - units[0].span.start if units else 0
