"""Records as rows of the catalogue's tables, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, astuple
from functools import lru_cache
from typing import Any

import numpy as np

from bot.embedding import Vectors
from bot.records import Attribution, Document, Heading, Mark, Metadata, Passage, Source, Span, Speaker

PassageRow = tuple[Passage, Vectors, Vectors]
"""A passage, its sentences' vectors, of shape (sentences, dimensions), and its own, of shape (dimensions,)."""

KEY_BITS = 20
"""Passages in one document: at most 2^20."""


NONE = "[]"
"""How a list without anything in it is stored."""

SPEAKERS = 4_096
"""Speakers that are kept, each once, as most documents of a library have those of others."""

_speaker = lru_cache(SPEAKERS)(Speaker)


def key_of(number: int, ordinal: int) -> int:
    """Return the key of a passage: its document's number and its ordinal."""
    return (number << KEY_BITS) + ordinal


def to_source(row: Any) -> Source:
    """Return a document without its text, from a row of `sources`."""
    document, sha256, metadata, original, work, origin, voices, passages = row[1:]
    heard = tuple(_speaker(**voice) for voice in json.loads(voices)) if voices != NONE else ()
    return Source(document, sha256, _metadata(metadata), passages, bool(original), work, origin, heard)


def to_document(row: Any) -> Document:
    """Return a whole document from its row."""
    document, text, sha256, metadata, headings, work, original, origin, marks = row
    lines = tuple(Heading(**heading) for heading in json.loads(headings))
    return Document(document, text, sha256, _metadata(metadata), lines, work, bool(original), origin, _marks(marks))


def document_row(number: int, document: Document, passages: Iterable[Passage]) -> tuple[Any, ...]:
    """Return the row of a document; its voices are those of its passages."""
    headings = json.dumps([asdict(heading) for heading in document.headings], ensure_ascii=False)
    metadata = json.dumps(asdict(document.metadata), ensure_ascii=False)
    identity = (number, document.id, document.sha256, document.text)
    return (
        *identity,
        metadata,
        headings,
        document.work,
        int(document.original),
        document.origin,
        packed_voices(passages),
        _packed_marks(document.marks),
    )


def packed_voices(passages: Iterable[Passage]) -> str:
    """Return whom passages quote or report, each once, as they are stored."""
    heard = (each.speaker for passage in passages for each in passage.attributions if each.speaker)
    return json.dumps([asdict(speaker) for speaker in dict.fromkeys(heard)], ensure_ascii=False)


def _metadata(packed: str) -> Metadata:
    data: dict[str, Any] = json.loads(packed)
    data["speakers"] = tuple([_speaker(**speaker) for speaker in data["speakers"]])
    for key, value in data.items():
        if isinstance(value, list):
            data[key] = tuple(value)
    return Metadata(**data)


def to_passage(row: Any) -> tuple[int, Passage, Vectors]:
    """Return the document's number, the passage and its sentences' vectors from a row."""
    key, number, start, end, text, sentences, heading, page, vectors, attributions, marks, document = row
    flat = json.loads(sentences)
    spans = tuple(Span(a, b) for a, b in zip(flat[::2], flat[1::2], strict=True))
    said = tuple(map(_attribution, json.loads(attributions))) if attributions != NONE else ()
    ordinal = key - (number << KEY_BITS)
    passage = Passage(document, ordinal, start, end, text, spans, heading, page, said, _marks(marks))
    return number, passage, unpack(vectors, len(spans))


def passage_row(number: int, passage: Passage, vectors: Vectors, vector: Vectors) -> tuple[Any, ...]:
    """Return the row of a passage, given its sentences' vectors and its own."""
    flat = [offset for span in passage.sentences for offset in (span.start, span.end)]
    place = (key_of(number, passage.ordinal), number, passage.start, passage.end, passage.text, json.dumps(flat))
    described = (passage.heading, passage.page, pack(vectors), packed_attributions(passage))
    return (*place, *described, _packed_marks(passage.marks), pack(vector))


def packed_attributions(passage: Passage) -> str:
    """Return who says what in a passage, as it is stored."""
    return json.dumps([asdict(each) for each in passage.attributions], ensure_ascii=False)


def _attribution(data: dict[str, Any]) -> Attribution:
    speaker = Speaker(**data["speaker"]) if data["speaker"] else None
    return Attribution(**{**data, "frame": Span(**data["frame"]), "speaker": speaker})


def _packed_marks(marks: Iterable[Mark]) -> str:
    return json.dumps([astuple(mark) for mark in marks], ensure_ascii=False)


def _marks(packed: str) -> tuple[Mark, ...]:
    return tuple(Mark(*values) for values in json.loads(packed)) if packed != NONE else ()


def pack(vectors: Vectors) -> bytes:
    """Return vectors as float16, which keeps the order of similarities."""
    return vectors.astype(np.float16).tobytes()


def unpack(packed: bytes, rows: int) -> Vectors:
    """Return vectors, one a row, from what `pack` made of them."""
    return np.frombuffer(packed, dtype=np.float16).astype(np.float32).reshape(rows, -1)
