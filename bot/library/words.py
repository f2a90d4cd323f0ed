"""The lexical index: tantivy with BM25 over title, heading, text and pairs of words, and the filters as fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, Self

import tantivy
from tantivy import Occur, Query, TextAnalyzerBuilder, Tokenizer

from bot.errors import LibraryDamaged
from bot.library.damage import Meaning, damaged, explained, unwritten
from bot.library.filters import NAMED, Condition, attributes, day_number
from bot.library.sealing import Sealed, Torn
from bot.records import Metadata, Passage
from bot.terms import analyser, content_terms, fold_names

BOOSTS = {"text": 1.0, "heading": 0.2, "title": 0.5}
"""How much a term counts in each field."""

SEAL = "seal"
"""The hash of what is indexed of a passage, since the index does not keep its texts."""

PAIRS = "pairs"
PAIR_BOOST = 0.4
"""How much two terms that stand side by side count beyond the two."""

SEGMENTS = "[0-9a-f]*.*"
FILES = (SEGMENTS, "meta.json", ".managed.json")
"""What tantivy writes, but for its locks: its segments, whose names are hexadecimal, and the lists of them."""

UNNAMED = ".tmp*"
"""What tantivy writes before it gives it a name."""

HEAP_BYTES = 64_000_000

MOST_FREQUENCIES = 20_000
"""Stems whose frequency is kept: some 2 MB."""

FAR = 2**62


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in BOOSTS:
        builder = builder.add_text_field(field, tokenizer_name="words", index_option="freq")
    builder = builder.add_text_field(PAIRS, tokenizer_name="pairs", index_option="freq")
    for field in NAMED:
        builder = builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    for field in ("key", "number", "date", SEAL):
        builder = builder.add_unsigned_field(field, indexed=True, fast=True)
    return builder.build()


class WordIndex(Protocol):
    """BM25 over the passages of a library, each known by its key: what `Words` says of its methods."""

    @property
    def broken(self) -> bool: ...  # noqa: D102
    def refresh(self, path: Any) -> None: ...  # noqa: D102
    def write(self, passages: Iterable[tuple[int, int, Passage, Metadata]], gone: Iterable[int] = ()) -> None: ...  # noqa: D102
    def count(self) -> int: ...  # noqa: D102
    def search(self, terms: Sequence[str], limit: int, condition: Condition) -> list[tuple[int, float]]: ...  # noqa: D102
    def meeting(self, condition: Condition) -> list[int]: ...  # noqa: D102
    def frequency(self, term: str) -> int: ...  # noqa: D102
    def entries(self) -> list[tuple[int, int]]: ...  # noqa: D102
    def problems(self) -> list[str]: ...  # noqa: D102


class Words:
    """BM25 over the passages of a library, each known by its key."""

    def __init__(self, path: Path, means: Meaning = damaged) -> None:
        self._path = path
        self._schema = _schema()
        with self._guarded(means):
            self._open()

    @classmethod
    def made(cls, path: Path) -> Self:
        """Make the folder of a library that has none, or only what is left of one that was not finished."""
        Sealed(path).begin()
        return cls(path, means=unwritten)

    @property
    def broken(self) -> bool:
        """Whether a writer is at work, or did not come to the end."""
        return self._sealed.broken

    def refresh(self, path: Path) -> None:
        """See what has been written since, by this process or another, maybe elsewhere."""
        with self._guarded():
            if path == self._path:
                self._reload()
            else:
                self._path = path
                self._open()

    def _sweep(self) -> None:
        """Remove what a writer left who died before its commit: tantivy would stumble over the names."""
        listed = json.loads((self._path / "meta.json").read_bytes())["segments"]
        living = {each["segment_id"].replace("-", ""): each["deletes"] for each in listed}
        for path in self._path.glob(SEGMENTS):
            segment, _, kind = path.name.partition(".")
            deletes = living.get(segment) or {}
            if segment not in living or (kind.endswith("del") and kind != f"{deletes.get('opstamp')}.del"):
                path.unlink()
        for path in self._path.glob(UNNAMED):
            path.unlink()

    def _open(self) -> None:
        self._sealed = Sealed(self._path, *FILES)
        with self._sealed.alone():
            # A commit of tantivy is whole, whatever was written after it.
            with suppress(Torn):
                self._sealed.check()
            self._index = self._opened()
            self._forget()
            self._sealed.renew()

    def _opened(self) -> tantivy.Index:
        index = tantivy.Index(self._schema, path=str(self._path))
        index.register_tokenizer("words", analyser())
        index.register_tokenizer("pairs", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
        index.config_reader("manual")
        index.reload()
        return index

    def _reload(self) -> None:
        self._index.reload()
        self._forget()

    def _forget(self) -> None:
        """Count anew what was counted before the index was read: a count that comes late gets to the former cache."""
        self._frequency = lru_cache(MOST_FREQUENCIES)(self._counted)

    def write(self, passages: Iterable[tuple[int, int, Passage, Metadata]], gone: Iterable[int] = ()) -> None:
        """Add passages, given as key, number, passage and metadata, and drop the numbers that are gone; commit."""
        with self._guarded(unwritten), self._sealed.alone(), self._sealed.writing():
            self._sweep()
            writer = self._index.writer(HEAP_BYTES, 1)
            for number in gone:
                writer.delete_documents_by_query(self._one_of("number", (number,)))
            for key, number, passage, metadata in passages:
                writer.add_document(_document(key, number, passage, metadata))
            writer.commit()
            writer.wait_merging_threads()
            self._reload()

    def count(self) -> int:
        """Return how many passages there are."""
        return int(self._index.searcher().num_docs)

    def search(self, terms: Sequence[str], limit: int, condition: Condition) -> list[tuple[int, float]]:
        """Return the keys of up to `limit` passages with their BM25 scores, best first."""
        if not terms:
            return []
        searcher = self._index.searcher()
        with self._guarded():
            hits = searcher.search(self._query(terms, condition), limit, count=False).hits
            keys = searcher.fast_field_values("key", [address for _, address in hits])
        return [(int(key), float(score)) for key, (score, _) in zip(keys, hits, strict=True) if key is not None]

    def meeting(self, condition: Condition) -> list[int]:
        """Return the keys of all passages that meet a condition."""
        searcher = self._index.searcher()
        query = Query.boolean_query([(Occur.Must, Query.all_query()), *self._conditions(condition)])
        with self._guarded():
            hits = searcher.search(query, max(1, searcher.num_docs), count=False).hits
            keys = searcher.fast_field_values("key", [address for _, address in hits])
        return [int(key) for key in keys if key is not None]

    def frequency(self, term: str) -> int:
        """Return in how many passages a stem stands, in any field (the largest of the fields' counts).

        A stem that ends with “*” stands for all that begin with it; then 1 is returned where there is any.
        """
        return self._frequency(term)

    def _counted(self, term: str) -> int:
        searcher = self._index.searcher()
        # tantivy's own frequencies count passages that were removed until their segment is merged.
        if term.endswith("*"):
            there = partial(searcher.terms_with_prefix, filter_query=Query.all_query(), limit=1)
            return int(any(count for field in BOOSTS for _, count in there(field, term[:-1])))
        queries = (Query.term_query(self._schema, field, term, "freq") for field in BOOSTS)
        # Its type stub lacks the count.
        return max(int(searcher.search(query, 1).count or 0) for query in queries)  # type: ignore[attr-defined]

    def entries(self) -> list[tuple[int, int]]:
        """Return the key of every entry with the hash of what was indexed, each as often as it is there.

        Raises:
            LibraryDamaged: the index cannot be read.
        """
        with self._guarded():
            searcher = self._index.searcher()
            if not searcher.num_docs:
                return []
            hits = searcher.search(Query.all_query(), searcher.num_docs, count=False).hits
            values = [searcher.fast_field_values(field, [each for _, each in hits]) for field in ("key", SEAL)]
        return [
            (int(key), int(seal)) for key, seal in zip(*values, strict=True) if key is not None and seal is not None
        ]

    def problems(self) -> list[str]:
        """Return which of the files are not as they were written."""
        with self._sealed.alone():
            try:
                self._sealed.check()
            except LibraryDamaged as error:
                return [error.message]
        return []

    def _guarded(self, means: Meaning = damaged) -> AbstractContextManager[None]:
        return explained(f"The part {self._path}", ValueError, KeyError, TypeError, OSError, means=means)

    def _query(self, terms: Sequence[str], condition: Condition) -> Query:
        wanted = [(field, term, boost) for term in sorted(set(terms)) for field, boost in BOOSTS.items()]
        wanted += [(PAIRS, pair, PAIR_BOOST) for pair in sorted(set(pairs_of(terms)))]
        matches = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, field, term, "freq"), boost))
            for field, term, boost in wanted
        ]
        return Query.boolean_query([(Occur.Must, Query.boolean_query(matches)), *self._conditions(condition)])

    def _conditions(self, condition: Condition) -> list[tuple[Occur, Query]]:
        clauses = [(Occur.Must, self._one_of(name, values)) for name, values in condition.values]
        if condition.numbers is not None:
            clauses.append((Occur.Must, self._one_of("number", condition.numbers)))
        if condition.since or condition.until:
            since, until = condition.since or 1, condition.until or FAR
            dates = Query.range_query(self._schema, "date", tantivy.FieldType.Unsigned, since, until)
            clauses.append((Occur.Must, Query.const_score_query(dates, 0.0)))
        return clauses + [(Occur.MustNot, self._one_of("number", (number,))) for number in condition.hidden]

    def _one_of(self, field: str, values: Sequence[Any]) -> Query:
        return Query.const_score_query(Query.term_set_query(self._schema, field, list(values)), 0.0)


def seal_of(number: int, passage: Passage, metadata: Metadata) -> int:
    """Return the hash of what is indexed of a passage."""
    return _seal(number, texts_of(passage, metadata), metadata)


def _seal(number: int, texts: list[tuple[str, str]], metadata: Metadata) -> int:
    digest = hashlib.sha256(repr((number, texts, _date(metadata))).encode())
    return int.from_bytes(digest.digest()[:7])


def _document(key: int, number: int, passage: Passage, metadata: Metadata) -> tantivy.Document:
    document, texts = tantivy.Document(), texts_of(passage, metadata)
    document.add_unsigned("key", key)
    document.add_unsigned("number", number)
    document.add_unsigned("date", _date(metadata))
    document.add_unsigned(SEAL, _seal(number, texts, metadata))
    for field, text in texts:
        document.add_text(field, text)
    return document


def _date(metadata: Metadata) -> int:
    return day_number(metadata.date) if metadata.date else 0


def texts_of(passage: Passage, metadata: Metadata) -> list[tuple[str, str]]:
    """Return what is searched for, and filtered by, each with its field."""
    searched = [
        ("title", fold_names(metadata.title)),
        ("heading", fold_names(passage.heading or "")),
        ("text", fold_names(passage.text)),
        (PAIRS, " ".join(pairs_of(content_terms(passage.text)))),
    ]
    named = attributes(metadata, passage.voices).items()
    return searched + [(field, value) for field, values in named for value in values]


def pairs_of(terms: Sequence[str]) -> list[str]:
    """Return each two terms that stand side by side, as one."""
    return [f"{first}_{second}" for first, second in pairwise(terms)]
