"""Bytes of an unknown encoding become text, or are refused as not being text."""

from __future__ import annotations

import codecs
import re
import unicodedata

import charset_normalizer

from bot.errors import UnreadableDocument

_MAGIC = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3": "a SQLite database",
    b"\x7fELF": "a program",
    b"RIFF": "a sound or video file",
}
# UTF-32 comes first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS_TEXT = "Save it as plain text or Markdown in UTF-8."
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What other code pages look like when they are read as Windows-1252: a capital inside a word, a symbol inside a word.
_UNLIKE_WESTERN = re.compile(r"[a-zß-öø-ÿ][À-ÖØ-ÞŠŒŽŸ]|[^\W\d_][¡¢¤-¦¨ª¬¯-³µ¶¸-¿ˆ˜‹›†‡]+[^\W\d_]")


def decode(data: bytes, name: str) -> str:
    """The text of a file called `name`.

    Raises:
        UnreadableDocument: it is binary, or in no encoding that we can tell.
    """
    _refuse_known_binaries(data, name)
    marked = _marked(data, name)
    text = _unmarked(data, name) if marked is None else marked
    if len(_CONTROLS.findall(text)) > max(2, len(text) // 100) or "\x00" in text:
        raise UnreadableDocument(f"{name} is a binary file, not text.", _AS_TEXT)
    return text


def _refuse_known_binaries(data: bytes, name: str) -> None:
    for magic, format_name in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableDocument(f"{name} is {format_name}, not text.", _AS_TEXT)


def _marked(data: bytes, name: str) -> str | None:
    """The text of data that begins with a byte-order mark, None where there is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableDocument(f"{name} is marked as {encoding.upper()} but is not.", _AS_TEXT) from error
    return None


def _unmarked(data: bytes, name: str) -> str:
    if b"\x00" in data:
        text = _utf16(data)
        if text is None:
            raise UnreadableDocument(f"{name} is a binary file, not text.", _AS_TEXT)
        return text
    for attempt in (_utf8, _western, _detected, _cp1252):
        text = attempt(data)
        if text is not None:
            return text
    raise UnreadableDocument(f"{name} is in an encoding that cannot be told.", _AS_TEXT)


def _utf8(data: bytes) -> str | None:
    return _strictly(data, "utf-8")


def _cp1252(data: bytes) -> str | None:
    return _strictly(data, "cp1252")


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """Data with zero bytes as UTF-16 of the likelier byte order; None where neither makes text."""
    candidates = [text for order in ("utf-16-le", "utf-16-be") if (text := _strictly(data, order)) is not None]
    likeliest = max(candidates, key=_ascii_count, default="")
    return likeliest if _ascii_count(likeliest) and _all_assigned(likeliest) else None


def _ascii_count(text: str) -> int:
    return sum("\t" <= char <= "~" for char in text)


def _all_assigned(text: str) -> bool:
    return not any(unicodedata.category(char) in {"Cn", "Co", "Cs"} or char == "\x00" for char in set(text))


def _western(data: bytes) -> str | None:
    """The data as Windows-1252 where that reads like western text, which has few accents and few symbols."""
    text = _cp1252(data)
    if text is None or _UNLIKE_WESTERN.search(text):
        return None
    letters = [char for char in text if char.isalpha()]
    accented = sum(char > "~" for char in letters)
    return text if accented <= max(1, len(letters) // 4) else None


def _detected(data: bytes) -> str | None:
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else None
