"""A document as an entry of a BibTeX file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.exports.wording import line
from bot.records import Metadata, Source

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PERSON = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,4}")
_COMMON_WORD = re.compile(r"\b(?:of|the|and|for)\b")


def bibtex_entry(source: Source) -> str:
    """Return the entry; its key is the document's id, and a brief is marked as one in its note."""
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(source))
    return f"@misc{{{_key(source.id)},\n{fields}}}\n"


def _fields(source: Source) -> Iterator[tuple[str, str]]:
    data = source.metadata
    authors = _authors(data)
    if authors:
        yield "author", _braced(" and ".join(authors))
    # Twice, so that a style leaves the capitals as they are.
    yield "title", _braced(_braced(_plain(data.title)))
    yield from _date(data.date)
    yield "howpublished", _braced(_plain(", ".join(part for part in (data.kind.capitalize(), data.venue) if part)))
    if data.language:
        yield "language", _braced(_plain(data.language))
    note = _note(source)
    if note:
        yield "note", _braced(_plain(note))


def _authors(data: Metadata) -> list[str]:
    names = tuple(speaker.name for speaker in data.speakers) or data.authors or data.organisations
    return [_plain(name) if _is_person(name) else _braced(_plain(name)) for name in names]


def _is_person(name: str) -> bool:
    """Whether BibTeX may take a name apart; what is no person's stands in braces."""
    return bool(_PERSON.fullmatch(name)) and not _COMMON_WORD.search(name) and " " in name


def _date(iso: str | None) -> Iterator[tuple[str, str]]:
    parts = iso.split("-") if iso else []
    if parts:
        yield "year", _braced(parts[0])
    if len(parts) > 1:
        yield "month", _MONTHS[int(parts[1]) - 1]
    if len(parts) > 2:
        yield "day", _braced(str(int(parts[2])))


def _note(source: Source) -> str:
    origin = source.metadata.source or ""
    if source.original:
        return origin
    return f"Read as a brief of the original. Original: {origin}" if origin else "Read as a brief of the original"


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _plain(text: str) -> str:
    """Text that LaTeX reads as it is."""
    return "".join(_SPECIAL.get(char, char) for char in line(text))


def _key(document: str) -> str:
    return re.sub(r"[^A-Za-z0-9:.+/-]+", "-", document).strip("-") or "document"
