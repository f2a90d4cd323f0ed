"""Quotation marks: which stretches of a text stand between them, however they are written; pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.records import Span

CLOSERS = {"“": "”“", "„": "“”", "«": "»", "»": "«", "‹": "›", '"': '"', "‘": "’", "'": "'", "‚": "‘’"}
"""What may end a quotation, by the mark that opens it; the German one ends with the English opening mark."""

FEWEST_PULLED = 6
"""Words that nobody repeats without marks unless they are the text's own."""

_ELISION = re.compile(r"[’'‘](?:\d\d(?:s\b|\b)|n[’']|(?:tis|twas|em|cause|til|round)\b)", re.IGNORECASE)
"""Words that begin with an apostrophe: ’tis, the ’90s, rock ’n’ roll."""

_TITLED = re.compile(
    r"(?:\b(?:on|in|of|at|for|to|from|with|by|titled|entitled|show|song|book|film|movie|series|poem|play)|[’']s?)\s+[“\"‘']?$",
    re.IGNORECASE,
)
_LEAD = 60
"""Characters before a title that are looked at."""

_SMALL_WORD = frozenset("a an and as at but by for from in is nor of on or the to up with vs".split())

SINGLE = "‘'‚"
_SINGLE_MARK, _MARK = re.compile(r"[‘’'‚]"), re.compile(r"[“”„«»‹›\"‘’'‚]")
OPENING_CONTEXT = re.compile(r"[\s(\[{–—“„«\"‘/-]")
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words between a pair of marks; `depth` is 0 for the outermost, and `continues` a quotation of several
    paragraphs, whose earlier ones have no closing mark."""

    span: Span
    depth: int
    continues: bool = False


@dataclass(slots=True)
class _Open:
    mark: str
    at: int


def straightened(text: str) -> str:
    """Return a text with the marks that typesetters and treebanks write as two characters; offsets stay."""
    return text.replace("``", "“ ").replace("''", " ”") if "``" in text else text


def quotations(text: str) -> list[Span]:
    """Return the outermost quotations of a text, without their marks, in order."""
    return [quoted.span for quoted in quoted_stretches(text) if not quoted.depth]


def is_pulled(text: str, span: Span, quoted: Sequence[Span]) -> bool:
    """Tell whether words in marks are the text's own, which a magazine repeats in large print.

    `quoted` are all quotations of the text, in order.
    """
    words = text[span.start : span.end].rstrip(".…!,; ")
    if len(words.split()) < FEWEST_PULLED:
        return False
    forms = {words, words[0].lower() + words[1:], words[0].upper() + words[1:]}
    return any(not _is_within(place, quoted) for form in forms for place in _places(text, form))


def _places(text: str, words: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)


def _is_within(place: int, quoted: Sequence[Span]) -> bool:
    at = bisect_right(quoted, place, key=lambda span: span.start) - 1
    return at >= 0 and place < quoted[at].end


def is_title(text: str, span: Span) -> bool:
    """Tell whether words in marks are the name of a work or a broadcast, as in “said on ‘Face the Nation’”."""
    words = [word for word in re.findall(r"[^\W\d_]+", text[span.start : span.end]) if word.lower() not in _SMALL_WORD]
    return (
        bool(words)
        and all(word[0].isupper() for word in words)
        and _TITLED.search(text, max(0, span.start - _LEAD), span.start) is not None
    )


def quoted_stretches(text: str) -> list[Quoted]:
    """Return all quotations of a text without their marks, in order; of two that nest the outer comes first.

    A quotation ends with its paragraph. Where it is not closed there, the next paragraph has to open with a mark again:
    so a quotation of several paragraphs is written; else the mark is taken for a slip.
    """
    paragraphs = list(_PARAGRAPH.finditer(text))
    found: list[Quoted] = []
    for order, match in enumerate(paragraphs):
        after = paragraphs[order + 1].group().lstrip()[:1] if order + 1 < len(paragraphs) else ""
        found += _Marks(match.group()).quoted(match.start(), after)
    return sorted(found, key=lambda each: (each.span.start, -each.span.end))


class _Marks:
    """The marks of one paragraph; what lies behind a mark is looked up, not read again for each."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._length = len(text.rstrip())
        self._stack: list[_Open] = []
        self._free: dict[str, int] = {}
        self._ending: dict[str, int] = {}
        for match in reversed(list(_SINGLE_MARK.finditer(text))):
            self._note(match.start())

    def quoted(self, offset: int, next_mark: str) -> Iterator[Quoted]:
        """Yield the quotations, as they end; `next_mark` opens the next paragraph, which starts at the offset."""
        for match in _MARK.finditer(self._text):
            at, character = match.start(), match.group()
            closed = self._closed(at)
            if closed is not None:
                yield from self._between(self._stack[closed].at + 1, at, closed, offset)
                del self._stack[closed:]
            elif self._opens(at):
                self._stack.append(_Open(character, at))
        for depth, left in enumerate(self._stack):
            if left.mark == next_mark and left.mark not in SINGLE:
                yield from self._between(left.at + 1, self._length, depth, offset, continues=True)

    def _note(self, at: int) -> None:
        """Keep where each single mark is free of a word behind it for the last time, and where it may end one."""
        mark = self._text[at]
        if self._ends(at, "'"):
            self._ending.setdefault(mark, at)
        if not self._text[at + 1 : at + 2].isalnum():
            self._free.setdefault(mark, at)

    def _between(self, start: int, end: int, depth: int, offset: int, *, continues: bool = False) -> Iterator[Quoted]:
        """The words between two marks, without the space that French puts there."""
        while end > start and self._text[end - 1].isspace():
            end -= 1
        while start < end and self._text[start].isspace():
            start += 1
        if start < end:
            yield Quoted(Span(offset + start, offset + end), depth, continues)

    def _closed(self, at: int) -> int | None:
        """The place in the stack of the quotation that a mark ends, or None."""
        for depth in range(len(self._stack) - 1, -1, -1):
            mark = self._stack[depth].mark
            if self._text[at] in CLOSERS[mark] and self._ends(at, mark):
                return depth
        return None

    def _ends(self, at: int, mark: str) -> bool:
        before, after = self._text[at - 1 : at], self._text[at + 1 : at + 2]
        if mark in SINGLE:
            return not after.isalnum() and not before.isspace() and not self._is_possessive(at)
        if self._text[at] == '"' or (mark == "“" and self._text[at] == "“"):
            return not (OPENING_CONTEXT.match(before or " ") and after.strip())
        return True

    def _is_possessive(self, at: int) -> bool:
        """Whether an apostrophe after an s is a genitive: another mark further on ends the quotation."""
        if self._text[at - 1 : at].lower() != "s" or not re.match(r"\s\w", self._text[at + 1 : at + 3]):
            return False
        return self._free.get(self._text[at], -1) > at

    def _opens(self, at: int) -> bool:
        mark, before = self._text[at], self._text[at - 1 : at] if at else " "
        is_open = any(each.mark == mark for each in self._stack)
        if mark not in CLOSERS or not self._text[at + 1 : at + 2].strip() or is_open:
            # French marks have a space within them, as all have in a text that was taken apart into words.
            is_apart = mark in "«“" or (mark == '"' and before.isspace())
            return is_apart and at + 1 < self._length and not is_open
        if mark in "“„«":
            return True
        if not OPENING_CONTEXT.match(before):
            return False
        return mark not in SINGLE or (_ELISION.match(self._text, at) is None and self._is_closed_later(at))

    def _is_closed_later(self, at: int) -> bool:
        """Whether another mark ends the words that a single one opens."""
        return any(self._ending.get(mark, -1) >= at + 2 for mark in CLOSERS[self._text[at]])
