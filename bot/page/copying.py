"""An answer as Markdown, with its references: what the copy button puts on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.page.turns import Turn, number_of
from bot.records import Citation, Sentence

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def markdown(turn: Turn) -> str:
    """The question, the sentences with their numbers, and a line for each number; empty while there is no answer."""
    if turn.answer is None:
        return ""
    cited = turn.citations
    sides = [_side(side.speaker or side.country or "", side.sentences, cited) for side in turn.answer.sides]
    said = sides or [_said(turn.sentences, cited) or _escaped(turn.answer.reason or "")]
    parts = [f"**{_escaped(turn.question)}**", *said, "\n".join(_references(cited))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _side(name: str, sentences: Sequence[Sentence], cited: Sequence[Citation]) -> str:
    return f"**{_escaped(name)}:** {_said(sentences, cited) or '—'}"


def _said(sentences: Iterable[Sentence], cited: Sequence[Citation]) -> str:
    return " ".join(_escaped(each.text) + _markers(each.citations, cited) for each in sentences)


def _markers(citations: Sequence[Citation], cited: Sequence[Citation]) -> str:
    return "".join(f" [{number}]" for number in dict.fromkeys(number_of(each, cited) for each in citations))


def _references(cited: Sequence[Citation]) -> Iterable[str]:
    return (f"{number}. {_escaped(each.reference)}" for number, each in enumerate(cited, start=1))


def _escaped(text: str) -> str:
    """The text with what Markdown would read as markup escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
