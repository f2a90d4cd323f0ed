"""How well and how fast words are found in Postgres, against tantivy: `python tests/measure_words.py SET --fused`.

A set is a folder of `evaluate`. Each of its queries is asked of tantivy, of BM25 over postings in Postgres, and of
Postgres's own full text with a GIN index, one after another, so that all have the same machine at the same time.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from postgres import Postgres

from bot.embedding import embedded_model
from bot.evaluation.corpora import Corpus
from bot.evaluation.metrics import ranking_figures
from bot.evaluation.sets import Query, sets_in
from bot.library.filters import Condition
from bot.library.indexing import passage_text
from bot.library.postgres import PostgresDatabase
from bot.library.rows import key_of
from bot.library.rowwords import TableWords, WordRows
from bot.library.words import Words
from bot.ranking import fuse
from bot.records import Metadata, Passage
from bot.terms import content_terms, content_words, fold_names

CANDIDATES = 50
BATCH = 512
Entry = tuple[int, int, Passage, Metadata]
Search = Callable[[str], list[tuple[int, float]]]

TABLE = """CREATE TABLE full_text (key BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)"""
INSERT = """INSERT INTO full_text SELECT key, setweight(to_tsvector('english', title), 'A') ||
    setweight(to_tsvector('english', heading), 'B') || setweight(to_tsvector('english', text), 'D')
    FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) AS new (key, title, heading, text)"""
ASK = """WITH asked AS (SELECT to_tsquery('english', ?) AS query) SELECT key, {rank}('{{1,1,.2,.5}}', words, query, 1)
    AS score FROM full_text, asked WHERE words @@ query ORDER BY score DESC, key LIMIT ?"""


def full_text(database: PostgresDatabase, entries: list[Entry]) -> None:
    """Keep passages as Postgres's documentation says to."""
    with database.transaction() as run:
        run(TABLE)
        run("CREATE INDEX full_text_by_word ON full_text USING gin (words)")
        for at in range(0, len(entries), BATCH):
            page = entries[at : at + BATCH]
            texts = [
                (fold_names(data.title), fold_names(each.heading or ""), fold_names(each.text))
                for _, _, each, data in page
            ]
            run(INSERT, ([key for key, *_ in page], *map(list, zip(*texts, strict=True))))


def asked_of(database: PostgresDatabase, rank: str) -> Search:
    def search(text: str) -> list[tuple[int, float]]:
        terms = [term for term in sorted(set(content_words(text))) if term.isalnum()]
        return (
            [(key, float(score)) for key, score in database.all(ASK.format(rank=rank), " | ".join(terms), CANDIDATES)]
            if terms
            else []
        )

    return search


def measured(entries: list[Entry], folder: Path, postgres: Postgres) -> Iterator[tuple[str, Search, float, int]]:
    """Each way to search, with the seconds that its index took, and its bytes."""
    database = PostgresDatabase(postgres.database("measured"))
    rows = WordRows(database, 1)
    rows.begin()
    words, table = Words.made(folder / "words"), TableWords(rows)
    for name, index in (("tantivy", words), ("postings", table)):
        start = time.perf_counter()
        for at in range(0, len(entries), BATCH):
            index.write(entries[at : at + BATCH])
        took = time.perf_counter() - start

        def search(text: str, index: Words | TableWords = index) -> list[tuple[int, float]]:
            return index.search(content_terms(text), CANDIDATES, Condition())

        size = (
            sum(path.stat().st_size for path in (folder / "words").glob("*"))
            if name == "tantivy"
            else _size(database, "word_postings", "word_entries")
        )
        yield name, search, took, size
    start = time.perf_counter()
    full_text(database, entries)
    took = time.perf_counter() - start
    with database._reading.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    for rank in ("ts_rank", "ts_rank_cd"):
        yield rank, asked_of(database, rank), took, _size(database, "full_text")


def _size(database: PostgresDatabase, *tables: str) -> int:
    return sum(database.one("SELECT pg_total_relation_size(?::text)", table)[0] for table in tables)


def best(found: list[tuple[int, float]], corpus: Corpus, passages: dict[int, Passage], top: int = 10) -> list[str]:
    names = dict.fromkeys(corpus.text_of(passages[key].document, passages[key].start) for key, _ in found)
    return list(names)[:top]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--texts", type=int, help="take so many texts only, those that answer a query first")
    parser.add_argument("--fused", action="store_true", help="fuse with exact dense scores, which takes minutes")
    chosen = parser.parse_args()
    (chosen_set,) = sets_in(chosen.folder.parent, (chosen.folder.name,))
    queries = [each for each in chosen_set.queries if each.relevant][: chosen.queries]
    wanted = {name for query in queries for name in query.relevant}
    texts = sorted(chosen_set.corpus, key=lambda row: row["_id"] not in wanted)
    corpus = Corpus(texts[: chosen.texts])
    entries = [
        (key_of(number, passage.ordinal), number, passage, document.metadata)
        for number, document in enumerate(corpus.documents, 1)
        for passage in corpus.chunk(document)
    ]
    with tempfile.TemporaryDirectory() as folder:
        postgres = Postgres(Path(folder) / "postgres")
        try:
            ways = list(measured(entries, Path(folder), postgres))
            sys.stdout.write(json.dumps(report(ways, corpus, entries, queries, fused=chosen.fused), indent=1) + "\n")
        finally:
            postgres.stop()


def report(ways, corpus, entries: list[Entry], queries: list[Query], *, fused: bool) -> dict:
    passages = {key: passage for key, _, passage, _ in entries}
    dense = dense_scores(entries, queries) if fused else None
    seconds = {name: [] for name, *_ in ways}
    runs: dict[str, list] = {name: [] for name, *_ in ways}
    both: dict[str, list] = {name: [] for name, *_ in ways}
    for at, query in enumerate(queries):
        for name, search, *_ in ways:
            start = time.perf_counter()
            found = search(query.text)
            seconds[name].append(time.perf_counter() - start)
            runs[name].append(best(found, corpus, passages))
            if dense:
                both[name].append(best(fuse([(0.4, dense[at]), (0.5, dict(found))]), corpus, passages))
    relevant = [query.relevant for query in queries]
    told = {}
    for name, _, took, size in ways:
        spread = statistics.quantiles(seconds[name], n=20)
        told[name] = {
            "ndcg@10": ranking_figures(relevant, runs[name])["ndcg@10"],
            "p50_ms": spread[9] * 1e3,
            "p95_ms": spread[18] * 1e3,
            "index_s": took,
            "mb": size / 1e6,
        }
        if dense:
            told[name]["fused_ndcg@10"] = ranking_figures(relevant, both[name])["ndcg@10"]
    return {"passages": len(entries), "queries": len(queries), **told}


def dense_scores(entries: list[Entry], queries: list[Query]) -> list[dict[int, float]]:
    """The passages nearest to each query, with their cosines, by comparing all."""
    model = embedded_model()
    rows = np.asarray(model.embed([passage_text(data, passage) for _, _, passage, data in entries]))
    keys = [key for key, *_ in entries]
    found = []
    for query in queries:
        scores = rows @ np.asarray(model.embed_query(query.text))
        found.append({keys[at]: float(scores[at]) for at in np.argsort(-scores)[:CANDIDATES]})
    return found


if __name__ == "__main__":
    main()
