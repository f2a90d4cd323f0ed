"""The one form that all text takes before anything points into it."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Soft hyphen, zero-width space, word joiner, byte-order mark. The joiners U+200C and U+200D shape words, and stay.
# Embeddings, overrides and isolates would show a quotation in another order than it is read in; letters have one
# of their own.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
# Letters that no font shows.
_TAGS = range(0xE0000, 0xE0080)
_LINE_ENDS = {"\v": "\n", "\f": "\n", "\u0085": "\n", "\u2028": "\n", "\u2029": "\n\n"}
_CONTROLS = {"Cc", "Cs"}

_SPACES = re.compile(r"[ \t]+")
_AROUND_LINES = re.compile(r" *\n *")
_BLANK_LINES = re.compile(r"\n{3,}")


def _replacements() -> dict[int, str]:
    """Code point → what stands for it, for each that does not stand for itself."""
    table = dict.fromkeys((*map(ord, _INVISIBLE), *_TAGS), "")
    for point in (*range(0x3001), *range(0xD800, 0xE000)):
        category = unicodedata.category(chr(point))
        if category == "Zs":
            table[point] = " "
        elif category in _CONTROLS and chr(point) not in "\t\n":
            table[point] = _LINE_ENDS.get(chr(point), "")
    return table | {ord(char): end for char, end in _LINE_ENDS.items()}


_TABLE = _replacements()


def clean(text: str) -> str:
    """The text in NFC with `\\n` for line ends, plain spaces, and without invisible or control characters."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unix.translate(_TABLE))


def normalise(text: str) -> str:
    """The cleaned text with single spaces, trimmed lines and at most one blank line in a row; idempotent."""
    trimmed = _AROUND_LINES.sub("\n", _SPACES.sub(" ", clean(text)))
    return _BLANK_LINES.sub("\n\n", trimmed).strip()


def one_line(text: str) -> str:
    """The normalised text with a space for each line end."""
    return " ".join(normalise(text).split())


def fingerprint(text: str) -> str:
    """The SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
