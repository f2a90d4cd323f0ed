"""Footnotes: which lines are theirs, and their raised markers in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.loading.pdf.glyphs import LOWERED, RAISED
from bot.loading.pdf.lines import MOST, Line

_SMALLER = 0.93
_RAISED_MARK = re.compile(f"{RAISED}([^{LOWERED}]*){LOWERED}\\s?")
_OPENING = re.compile(f"(?:{RAISED}\\s*)?(\\d{{1,3}}|[*†‡§])[.)]?\\s*(?:{LOWERED}|(?=\\s)|(?=[A-ZÀ-Ý“«]))\\s*(?=\\S)")
# Some fonts have markers of their own, as high and large as any digit.
_GLUED_MARK = re.compile(r"(?<=[^\W\d][.,;:!?»”’)])(\d{1,2}|[*†‡§])(?=\s|$)")
_FINISHED = re.compile(r"[.!?…][\"'’”»)\]]*$")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Notes:
    """Finds the notes of a document, a page at a time; `body` is the size of its text."""

    def __init__(self, body: float) -> None:
        self._body = body
        self._unfinished = False

    def mark(self, page: Sequence[Line]) -> set[str]:
        """Mark the lines of a page that are notes; return the notes' markers."""
        marks: set[str] = set()
        is_note = False
        for line in page if len(page) <= MOST else ():
            opening = _OPENING.match(line.text)
            small = line.size < _SMALLER * self._body and not line.is_row
            if small and (opening or self._unfinished) and _is_lowest(line, page, self._body):
                is_note = True
                marks |= {opening[1]} if opening else set()
            line.is_note = is_note = is_note and small
            if is_note:
                self._unfinished = not _FINISHED.search(line.text)
        return marks


def opens_note(line: Line) -> bool:
    """Whether a line of notes begins one."""
    return bool(_OPENING.match(line.text))


def _is_lowest(line: Line, page: Sequence[Line], body: float) -> bool:
    """Whether no line of the text's size stands below it in its column."""
    return not any(
        other.size >= _SMALLER * body
        and other.box.top < line.box.bottom
        and other.box.left < line.box.right
        and line.box.left < other.box.right
        for other in page
    )


def plain(line: Line, marks: set[str]) -> str:
    """The line's text without the markers of the page's notes; a note's own begins it, as in “1. See there.”"""
    text = line.text
    if line.is_note and (opening := _OPENING.match(text)):
        mark = opening[1]
        text = f"{mark}{'.' if mark.isdigit() else ''} {text[opening.end() :]}"
    if not line.is_note:
        text = _GLUED_MARK.sub(lambda found: "" if found[1] in marks else found[0], text)
    return _RAISED_MARK.sub(lambda found: _without(found[1].strip(), marks), text)


def _without(raised: str, marks: set[str]) -> str:
    if raised and all(each in marks for each in re.split(r"[,\s]+", raised)):
        return ""
    return raised.translate(_SUPERSCRIPT)
