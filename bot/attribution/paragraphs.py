"""A text's paragraphs, each with its quotations and its parse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.attribution.cues import IMPERSONAL, REPORTING, verb_stem
from bot.attribution.marks import Quoted, quoted_stretches
from bot.attribution.masking import Masked
from bot.attribution.syntax import Parsed, parse
from bot.records import Span

NEWS = 0.2
"""Of the paragraphs of a text that reports what people say, at least this share tells of somebody's words."""

SHORTEST = 12
"""Characters of a quotation; less is a term in marks."""

LONGEST_HEADING = 14
"""Words of a line that ends without a stop and yet is no sentence."""

_STOP = re.compile(r"[.!?…:;,][\"'’”»)\]]*\s*$|[\"”»]\s*$")
_PERSONAL = REPORTING - IMPERSONAL
_SMALL_WORD = re.compile(r"\b[a-z]{3,}\b")
_LINE = re.compile(r"[^\n]*[^\s][^\n]*")
_DATELINE = re.compile(r"\s*[A-Z][A-Z .,'’-]{2,40}(?:, [A-Z][\w. ]+?)?,? *(?:\([\w .]+\) *)?[–—-]{1,2} +(?=\S)")


@dataclass(frozen=True, slots=True)
class Nesting:
    """A quotation with others in it, and its own parse."""

    outer: Quoted
    inner: tuple[Quoted, ...]
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of a text that holds words; `quoted` are its outermost quotations.

    A heading names people, but nobody is heard in it.
    """

    span: Span
    quoted: tuple[Quoted, ...]
    parsed: Parsed
    nestings: tuple[Nesting, ...] = ()
    is_heading: bool = False


def paragraphs_of(texts: Sequence[str]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of each text, in order; what can hold no report is not parsed, and is no part of them."""
    outlines = [_Outline(text) for text in texts]
    # Many stretches are parsed at once, whichever text they are of.
    parsed = parse([masked for outline in outlines for masked in outline.masked])
    return (list(outline.paragraphs(parsed)) for outline in outlines)


class _Outline:
    """A text before it is parsed: its stretches are its paragraphs, and then its quotations with others in them."""

    def __init__(self, text: str) -> None:
        quoted = quoted_stretches(text)
        spans = [Span(match.start() + _dateline(match.group()), match.end()) for match in _LINE.finditer(text)]
        self._text = text
        self._outer = {span: tuple(each for each in _within(quoted, span) if not each.depth) for span in spans}
        self._spans = _worth_parsing(text, self._outer)
        pairs = [(each, _below(quoted, each)) for each in quoted if not each.depth]
        self._nested = [(outer, inner) for outer, inner in pairs if inner]
        stretches = [(span, self._outer[span]) for span in self._spans]
        stretches += [(outer.span, inner) for outer, inner in self._nested]
        self.masked = [Masked(text, span, [each.span for each in inside]) for span, inside in stretches]

    def paragraphs(self, parsed: Iterator[Parsed]) -> Iterator[Paragraph]:
        """Yield the paragraphs, given what was made of its stretches and maybe others behind them."""
        whole, inner = (list(islice(parsed, len(each))) for each in (self._spans, self._nested))
        nestings = [Nesting(*pair, each) for pair, each in zip(self._nested, inner, strict=True)]
        for span, each in zip(self._spans, whole, strict=True):
            quoted = self._outer[span]
            nested = tuple(nesting for nesting in nestings if nesting.outer in quoted)
            yield Paragraph(span, quoted, each, nested, _is_heading(self._text[span.start : span.end]))


def _worth_parsing(text: str, outer: Mapping[Span, Sequence[Quoted]]) -> list[Span]:
    """Those that quote or tell of somebody's words; all of a text of which these are a good part, since others name
    who speaks. Parsing takes as long as embedding, and rules and papers hardly ever say who said what."""
    telling = [span for span, quoted in outer.items() if _tells(text[span.start : span.end], quoted)]
    return list(outer) if len(telling) >= NEWS * len(outer) else telling


def _tells(text: str, quoted: Sequence[Quoted]) -> bool:
    if any(each.span.end - each.span.start >= SHORTEST for each in quoted):
        return True
    if quoted and any(verb_stem(word) in REPORTING for word in _SMALL_WORD.findall(text)):
        return True
    return "ccording to" in text or any(verb_stem(word) in _PERSONAL for word in _SMALL_WORD.findall(text))


def _below(quoted: Sequence[Quoted], outer: Quoted) -> tuple[Quoted, ...]:
    return tuple(each for each in _within(quoted, outer.span) if each.depth == outer.depth + 1)


def _within(quoted: Sequence[Quoted], span: Span) -> Iterator[Quoted]:
    return (each for each in quoted if span.start <= each.span.start and each.span.end <= span.end)


def _is_heading(line: str) -> bool:
    """Whether a line is short and does not end as a sentence."""
    return len(line.split()) <= LONGEST_HEADING and not _STOP.search(line)


def _dateline(line: str) -> int:
    """How long a line's dateline is, whose place the parser may take for somebody."""
    match = _DATELINE.match(line)
    return match.end() if match else 0
