"""A set of labelled data: its files, read and checked; what can be measured follows from what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.errors import BotError

CORPUS, QUERIES, CLAIMS, QUESTIONS = "corpus.jsonl", "queries.jsonl", "claims.jsonl", "questions.jsonl"
ATTRIBUTIONS = "attribution.jsonl"

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Query:
    """A labelled question; `unanswerable` is None where that is not labelled."""

    text: str
    relevant: dict[str, int]
    answers: tuple[str, ...]
    gold_sentences: tuple[str, ...]
    unanswerable: bool | None
    history: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EvaluationSet:
    """A folder with one or more of the files; a file that is absent gives no rows."""

    folder: Path

    @property
    def name(self) -> str:
        """The folder's name, by which the set's figures are known."""
        return self.folder.name

    @cached_property
    def corpus(self) -> tuple[Row, ...]:
        """The texts, in the order of the file."""
        return tuple(rows(self.folder / CORPUS, "_id", "text"))

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """The labelled questions."""
        return tuple(_query(row) for row in rows(self.folder / QUERIES, "text"))

    @cached_property
    def claims(self) -> tuple[Row, ...]:
        """The claims with the sentences that may support them."""
        return tuple(rows(self.folder / CLAIMS, "claim", "sentences", "gold_sets"))

    @cached_property
    def attributions(self) -> tuple[Row, ...]:
        """The statements within texts of the set, with their speakers.

        Raises:
            BotError: a row names a text that the set lacks.
        """
        found = tuple(rows(self.folder / ATTRIBUTIONS, "document", "statement", "answers"))
        known = {row["_id"] for row in self.corpus} if found else set()
        for number, row in enumerate(found, 1):
            if row["document"] not in known:
                raise BotError(
                    f"{self.folder / ATTRIBUTIONS}, row {number}: {CORPUS} has no text “{row['document']}”.",
                    "Mend the row, or add the text.",
                )
        return found

    @cached_property
    def questions(self) -> tuple[Row, ...]:
        """Questions about given documents, each of a kind, or each with sources of its own."""
        found = tuple(rows(self.folder / QUESTIONS))
        return tuple(row for row in found if "kind" in row or {"question", "sources", "answers"} <= row.keys())


def sets_in(folder: Path, names: tuple[str, ...] = ()) -> list[EvaluationSet]:
    """Return the sets of a folder, or those of the names given.

    Raises:
        BotError: the folder holds no set, or lacks one that was asked for.
    """
    files = (CORPUS, CLAIMS, QUESTIONS, ATTRIBUTIONS)
    found = sorted({path.parent.name for name in files for path in folder.glob(f"*/{name}")})
    if not found:
        raise BotError(f"{folder} has no set of labelled data.", f"Give a folder of folders with {' or '.join(files)}.")
    missing = [name for name in names if name not in found]
    if missing:
        raise BotError(f"{folder} has no set “{missing[0]}”.", f"It has {', '.join(found)}.")
    return [EvaluationSet(folder / name) for name in names or found]


def rows(path: Path, *needed: str) -> Iterator[Row]:
    """Yield the objects of a file of JSON lines, none where there is no file.

    Raises:
        BotError: a line is no JSON object, or lacks one of the keys.
    """
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(path, number, line, needed)


def _row(path: Path, number: int, line: str, needed: tuple[str, ...]) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BotError(f"{path}, line {number}: this is no JSON: {error}.", "Mend the line.") from error
    lacks = [key for key in needed if not isinstance(row, dict) or key not in row]
    if lacks or not isinstance(row, dict):
        raise BotError(f"{path}, line {number}: it has no “{', '.join(lacks)}”.", "Mend the line.")
    return row


def _query(row: Row) -> Query:
    return Query(
        text=row["text"],
        relevant=dict(row.get("relevant") or {}),
        answers=tuple(row.get("answers") or ()),
        gold_sentences=tuple(row.get("gold_sentences") or ()),
        unanswerable=row.get("unanswerable"),
        history=tuple((role, text) for role, text in row.get("history") or ()),
    )
