"""Which lines are headings, by their size and weight, where that tells them soundly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.loading.pdf.lines import Line

_LARGER = 1.12
_LONGEST = 160
_MOST_LEVELS = 4
_MOST = 0.2
"""The share of a document's characters that headings may have; beyond it size and weight tell nothing."""

_CLAUSE_END = re.compile(r"[.,;][\"'’”»)\]]*$")
_NO_WORDS = re.compile(r"[\W\d]*$")
_Style = tuple[float, bool]


def levels(lines: Sequence[Line], body: float) -> dict[int, int]:
    """The level of each line that is a heading, by the line's `id`; larger ones are further out."""
    found = {id(line): _style(line, body) for line in lines if _stands_out(line, body)}
    length = sum(len(line.text) for line in lines)
    if sum(len(line.text) for line in lines if id(line) in found) > _MOST * length:
        return {}
    order = sorted(set(found.values()), reverse=True)
    return {key: min(order.index(style) + 1, _MOST_LEVELS) for key, style in found.items()}


def _style(line: Line, body: float) -> _Style:
    return (round(line.size * 2) / 2 if line.size > _LARGER * body else body, line.is_bold)


def _stands_out(line: Line, body: float) -> bool:
    if line.is_row or line.is_note or len(line.text) > _LONGEST:
        return False
    if _NO_WORDS.match(line.text) or _CLAUSE_END.search(line.text):
        return False
    return line.size > _LARGER * body or (line.is_bold and line.size > 0.95 * body)
