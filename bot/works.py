"""The catalogue of known works: their briefs, and the originals that a user may add."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import yaml

from bot.errors import UnreadableDocument
from bot.loading import is_address, read_document
from bot.records import Document, Metadata

CATALOGUE = "catalogue.yaml"

# A shorter title, such as "Press statement", could be anybody's.
_FEWEST_TITLE_WORDS = 3
# A text that is little more than a title, such as a note about a work, is not the work.
_FEWEST_TEXT_WORDS = 20
_KEYS = {"id", "brief", "titles", "texts", "addresses", "phrases"}
_HINT = "Mend the catalogue, or take the one that the bot came with."
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Work:
    """A known work: its brief, its titles as `fold` writes them, and the hashes of its original texts.

    `addresses` are where the original is published; `phrases`, as `fold` writes them, all stand in it.
    """

    id: str
    brief: Document
    titles: frozenset[str]
    texts: frozenset[str]
    addresses: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Works:
    """The known works, in the catalogue's order."""

    entries: tuple[Work, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Works:
        """The works of the catalogue in `folder`, each with its brief.

        Raises:
            UnreadableDocument: the catalogue is missing or wrong, or a brief cannot be read.
            FrontMatterError: a brief's front matter is incomplete or wrong.
        """
        path = folder / CATALOGUE
        entries = tuple(_work(folder, path, number, entry) for number, entry in enumerate(_listed(path), 1))
        for number, work in enumerate(entries, 1):
            if work.id in {earlier.id for earlier in entries[: number - 1]}:
                raise _wrong(path, number, f"the id {work.id} is taken by an earlier entry.")
        return cls(entries)

    def briefs(self) -> tuple[Document, ...]:
        """The briefs as documents that name their work and are no originals."""
        return tuple(work.brief for work in self.entries)

    def recognise(self, document: Document) -> Document:
        """The document with the work that it is and that work's metadata; unchanged where it is none.

        It is a known work if its text is one of the work's original texts, or if its title or its first line is one
        of the work's titles, it holds at least 20 words, and it does not bring a date of its own that is not the
        work's. Of its own metadata, where it has some, all stays and only gaps are filled. A document that is a
        brief, by its text or by its file, stays a brief.
        """
        for work in self.entries:
            if work.brief.sha256 == document.sha256 or work.brief.origin == document.origin:
                return replace(document, work=work.id, original=False, metadata=completed(document, work))
        found = self._by_text(document) or self._by_title(document)
        if found is None:
            return document
        return replace(document, work=found.id, original=True, metadata=completed(document, found))

    def _by_text(self, document: Document) -> Work | None:
        return next((work for work in self.entries if document.sha256 in work.texts), None)

    def _by_title(self, document: Document) -> Work | None:
        """The one work that has the document's title; two works of the same title are told apart by date only."""
        if len(document.text.split()) < _FEWEST_TEXT_WORDS:
            return None
        titles = {fold(document.metadata.title), fold(document.text.partition("\n")[0])}
        date = document.metadata.date
        found = [work for work in self.entries if titles & work.titles and date in {None, work.brief.metadata.date}]
        return found[0] if len(found) == 1 else None


def fold(title: str) -> str:
    """The title's words without case, diacritics and punctuation: `“Canada’s” Côté` is `canada s cote`."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", title) if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in plain.casefold()).split())


def completed(document: Document, work: Work) -> Metadata:
    """The document's own metadata with its gaps filled; the work's where it has none of its own."""
    own, known = document.metadata, work.brief.metadata
    if own.date is None:
        return known
    blank = Metadata(title="")
    filled = [field.name for field in fields(Metadata) if getattr(own, field.name) != getattr(blank, field.name)]
    return replace(known, **{name: getattr(own, name) for name in filled})


def _listed(path: Path) -> list[Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnreadableDocument(f"There is no catalogue of works at {path}.", _HINT) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise UnreadableDocument(f"The catalogue {path} cannot be read: {reason}.", _HINT) from error
    entries = content.get("works") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise UnreadableDocument(f"The catalogue {path} has no list of works.", _HINT)
    return entries


def _work(folder: Path, path: Path, number: int, entry: object) -> Work:
    if not isinstance(entry, Mapping) or not entry.keys() >= {"id", "brief"}:
        raise _wrong(path, number, "it needs an id and a brief.")
    unknown = sorted(str(key) for key in entry.keys() - _KEYS)
    if unknown:
        raise _wrong(path, number, f"the key {unknown[0]} is unknown.")
    for key in ("id", "brief"):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise _wrong(path, number, f"its {key} is not a text.")
    keys = ("titles", "texts", "addresses", "phrases")
    titles, texts, addresses, phrases = (_texts(path, number, entry, key) for key in keys)
    if any(len(fold(title).split()) < _FEWEST_TITLE_WORDS for title in titles):
        raise _wrong(path, number, f"a title of fewer than {_FEWEST_TITLE_WORDS} words could be anybody's.")
    if not all(_SHA256.fullmatch(text) for text in texts):
        raise _wrong(path, number, "one of its texts is not a SHA-256 of 64 small hexadecimal digits.")
    if not all(is_address(address) for address in addresses):
        raise _wrong(path, number, "one of its addresses does not begin with https:// or http://.")
    brief = replace(read_document(folder / entry["brief"]), work=entry["id"], original=False)
    if brief.metadata.date is None:
        raise _wrong(path, number, f"its brief {entry['brief']} has no front matter.")
    names = frozenset(fold(title) for title in titles)
    return Work(entry["id"], brief, names, frozenset(texts), tuple(addresses), tuple(map(fold, phrases)))


def _texts(path: Path, number: int, entry: Mapping[str, Any], key: str) -> list[str]:
    values = entry.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise _wrong(path, number, f"its {key} are not a list of texts.")
    return values


def _wrong(path: Path, number: int, problem: str) -> UnreadableDocument:
    return UnreadableDocument(f"{path.name}, entry {number}: {problem}", _HINT)
