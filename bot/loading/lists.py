"""The markers of list items, counted as word processors count them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


@dataclass(slots=True)
class Counters:
    """How far each list has counted, by the list and the depth of the item."""

    counts: Counter[tuple[str, int]] = field(default_factory=Counter)

    def marker(self, of: str, depth: int, style: str, start: int = 1, *, restart: bool = False) -> str:
        """The marker of the next item: `style` is a number format of ODF (1, a, A, i, I) or OOXML, or none."""
        for key in [key for key in self.counts if key[0] == of and key[1] > depth]:
            del self.counts[key]
        if style in {"", "bullet", "none"}:
            return "- "
        key = (of, depth)
        self.counts[key] = self.counts[key] + 1 if key in self.counts and not restart else start
        return f"{_written(self.counts[key], _FORMATS.get(style, style))}. "


def _written(number: int, style: str) -> str:
    if style in {"a", "A"} and number > 0:
        letters = chr(ord(style) + (number - 1) % 26)
        return letters * ((number - 1) // 26 + 1)
    if style in {"i", "I"} and 0 < number < 4000:
        roman = ""
        for value, sign in (*_ROMAN, *_SMALL_ROMAN):
            count, number = divmod(number, value)
            roman += sign * count
        return roman.upper() if style == "I" else roman
    return str(number)
