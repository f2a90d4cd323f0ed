"""Transcripts: paragraphs that open with who speaks, as in “MINISTER FREELAND: Good morning.”; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.records import Span

FEWEST = 3
"""Labels that make a transcript."""

SHARE = 0.2
"""Of a transcript's paragraphs, at least this part has a label."""

LONGEST_LETTERS = 2
"""Letters of a label that is no name: “Q”, “A”."""

_WORD = r"[A-ZÀ-Þ][\w.’'-]*"
_LABEL = re.compile(
    rf"[ \t]*(?P<name>{_WORD}(?: {_WORD}){{0,5}})(?:,[^:\n]{{2,60}}| ?\([^)\n]{{1,60}}\))?:[ \t]+(?=\S)"
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NOBODY = frozenset({"question", "questions", "reporter", "journalist", "moderator", "operator", "interpreter"})
_ANSWERS = frozenset({"a", "an", "answer", "answers"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one says until the next one speaks; `said` starts after the label.

    `name` is None for a question of nobody who is named, and `is_answer` where a label only tells that it is one.
    """

    label: Span
    said: Span
    name: str | None
    is_answer: bool = False


def turns(text: str) -> list[Turn]:
    """Return who speaks when in a transcript; nothing for any other text."""
    lines = list(_LINE.finditer(text))
    labels = [match for line in lines if (match := _LABEL.match(text, line.start(), line.end()))]
    names = [match["name"] for match in labels]
    if len(labels) < max(FEWEST, SHARE * len(lines)) or len(set(names)) == len(names):
        return []
    ends = [match.start() for match in labels[1:]] + [len(text)]
    return list(_turns(text, labels, ends))


def _turns(text: str, labels: list[re.Match[str]], ends: list[int]) -> Iterator[Turn]:
    for match, end in zip(labels, ends, strict=True):
        said = Span(match.end(), len(text[:end].rstrip()))
        is_answer = match["name"].lower().rstrip(".") in _ANSWERS
        yield Turn(Span(match.start("name"), match.end("name")), said, _name(match["name"]), is_answer)


def _name(written: str) -> str | None:
    """The name as it is written elsewhere: “SECRETARY TILLERSON” as “Secretary Tillerson”."""
    if written.lower().rstrip(".") in _NOBODY or len(written.rstrip(".")) <= LONGEST_LETTERS:
        return None
    return written.title().replace("’S", "’s") if written.isupper() else written
