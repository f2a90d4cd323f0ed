"""The characters of a page with their places become segments: words on one line with no wide gap between them."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

# Between these stands a raised marker of a note; no character of a file is a control character here.
RAISED, LOWERED = "\x0e", "\x0f"
HYPHEN = "\x02"
"""What pdfium gives for a hyphen at the end of a line."""

# In parts of the character's height. The smallest space that typesetters make between words is about a fifth of an em.
_WORD_GAP = 0.14
# Some programs write a space and take it back, to move what follows.
_SPACE_GAP = 0.05
_CELL_GAP = 1.1
_RAISED_HEIGHT = 0.85
_ASCENT, _DESCENT = 0.75, 0.2
_NOTE_MARK = re.compile(r"[\d*†‡§]")
_BOLD = re.compile(r"bold|black|heavy|semibd|demi|cmbx|\bbx", re.IGNORECASE)
_SAMPLED = 50
_LIGATURES = range(0xFB00, 0xFB07)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.top - self.bottom

    def shares_line(self, other: Box) -> bool:
        """Whether half of the lower one's height is at the height of the other."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared >= 0.5 * min(self.height, other.height)

    def over(self, other: Box) -> Box:
        """The place that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.bottom, other.bottom),
            max(self.right, other.right),
            max(self.top, other.top),
        )


@dataclass(slots=True)
class Segment:
    """Words next to each other; `size` is that of the font in points."""

    text: str
    box: Box
    size: float
    is_bold: bool
    page: int


@dataclass(slots=True)
class _Growing:
    """A segment as it is read."""

    first: int
    box: Box
    line: Box
    last: Box
    text: list[str] = field(default_factory=list)
    raised: bool = False


def segments(page: pypdfium2.PdfPage, number: int) -> list[Segment]:
    """The segments of a page, in the order of the file; those that stand at another angle than most are left out."""
    textpage = page.get_textpage()
    try:
        turn = _usual_turn(textpage.raw, textpage.count_chars())
        grown = list(_grown(textpage, turn))
        return [_finished(textpage.raw, each, number) for each in grown if _turn(textpage.raw, each.first) == turn]
    finally:
        textpage.close()


def _usual_turn(raw: Any, count: int) -> int:
    sample = range(0, count, max(count // _SAMPLED, 1))
    turns = Counter(_turn(raw, at) for at in sample if not pdfium.FPDFText_IsGenerated(raw, at))
    return turns.most_common(1)[0][0] if turns else 0


def _turn(raw: Any, at: int) -> int:
    """By how many degrees a character is turned, a right angle being 90; slanted ones keep their angle."""
    return round(math.degrees(pdfium.FPDFText_GetCharAngle(raw, at))) % 360


def _grown(textpage: pypdfium2.PdfTextPage, turn: int) -> Iterator[_Growing]:
    growing: _Growing | None = None
    spaced = False
    for at, char, box in _characters(textpage, turn):
        if char.isspace():
            spaced = True
            continue
        if growing and _continues(growing, box):
            _extend(growing, char, box, spaced=spaced)
        else:
            if growing:
                yield growing
            growing = _Growing(at, box, box, box, [char])
        spaced = False
    if growing:
        yield growing


def _characters(textpage: pypdfium2.PdfTextPage, turn: int) -> Iterator[tuple[int, str, Box]]:
    """The characters that the file has, with their places, without what pdfium made up between them."""
    raw = textpage.raw
    for at in range(textpage.count_chars()):
        if pdfium.FPDFText_IsGenerated(raw, at) == 1:
            continue
        char = _known(pdfium.FPDFText_GetUnicode(raw, at))
        box = _box(raw, at, turn) if char else None
        if box:
            yield at, char, box


def _box(raw: Any, at: int, turn: int) -> Box | None:
    """Where a character stands; its height is that of its font, since what files say of single ones differs."""
    found, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    placed = pdfium.FPDFText_GetLooseCharBox(raw, at, ctypes.byref(found))
    if not placed or not pdfium.FPDFText_GetCharOrigin(raw, at, ctypes.byref(x), ctypes.byref(y)):
        return None
    size = _size(raw, at)
    wide = _upright((found.left, found.bottom, found.right, found.top), turn)
    base = _upright((x.value, y.value, x.value, y.value), turn).bottom
    return Box(wide.left, base - _DESCENT * size, wide.right, base + _ASCENT * size)


def _known(point: int) -> str:
    """The character of a code point, a ligature as its letters; nothing for a control character or half of a pair."""
    if point in _LIGATURES:
        return unicodedata.normalize("NFKC", chr(point))
    if point == ord(HYPHEN) or point in {9, 10, 13}:
        return HYPHEN if point == ord(HYPHEN) else " "
    if point > 0x10FFFF or unicodedata.category(chr(point)) in {"Cc", "Cs", "Cn"}:
        return ""
    return chr(point)


def _upright(place: tuple[float, float, float, float], turn: int) -> Box:
    """The place (left, bottom, right, top) as seen when the page is turned so that its text is upright."""
    left, bottom, right, top = place
    if turn == 90:
        return Box(bottom, -right, top, -left)
    if turn == 180:
        return Box(-right, -top, -left, -bottom)
    return Box(-top, left, -bottom, right) if turn == 270 else Box(left, bottom, right, top)


def _continues(growing: _Growing, box: Box) -> bool:
    """Whether a character stands next to the last one, or is raised a little from it."""
    # The letters of a ligature have one place.
    if box == growing.last:
        return True
    height = max(growing.line.height, box.height)
    gap = box.left - growing.box.right
    return growing.line.shares_line(box) and -0.5 * height < gap < _CELL_GAP * height


def _extend(growing: _Growing, char: str, box: Box, *, spaced: bool) -> None:
    height = max(growing.line.height, box.height)
    raised = _is_raised(growing.line, box) and bool(_NOTE_MARK.match(char))
    if raised != growing.raised:
        growing.text.append(RAISED if raised else LOWERED)
        growing.raised = raised
    gap = (box.left - growing.box.right) / height if height else 0.0
    if not raised and gap > (_SPACE_GAP if spaced else _WORD_GAP):
        growing.text.append(" ")
    growing.text.append(char)
    growing.last = box
    growing.box = Box(growing.box.left, growing.box.bottom, max(box.right, growing.box.right), growing.box.top)
    if box.height > growing.line.height:
        # It began with a small character, such as the raised marker of a note.
        if _is_raised(box, growing.line) and _NOTE_MARK.match(growing.text[0]):
            growing.text = [RAISED, *growing.text[:-1], LOWERED, growing.text[-1]]
        growing.line, growing.box = box, growing.box.over(box)


def _is_raised(line: Box, box: Box) -> bool:
    return box.height < _RAISED_HEIGHT * line.height and box.bottom > line.bottom + 0.15 * line.height


def _finished(raw: Any, growing: _Growing, number: int) -> Segment:
    text = "".join(growing.text) + (LOWERED if growing.raised else "")
    middle = growing.first + len(text) // 2
    if pdfium.FPDFText_IsGenerated(raw, middle):
        middle = growing.first
    box = Box(growing.box.left, growing.line.bottom, growing.box.right, growing.line.top)
    return Segment(text, box, _size(raw, middle), _is_bold(raw, middle), number)


def _size(raw: Any, at: int) -> float:
    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(raw, at, ctypes.byref(matrix)):
        scale = math.hypot(matrix.c, matrix.d) or 1.0
    return round(float(pdfium.FPDFText_GetFontSize(raw, at)) * scale, 1)


def _is_bold(raw: Any, at: int) -> bool:
    buffer, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, at, buffer, len(buffer), ctypes.byref(flags))
    return bool(_BOLD.search(buffer.value.decode("utf-8", "replace")))
