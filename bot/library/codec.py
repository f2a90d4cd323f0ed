"""Documents as plain JSON values, and back; what a record gains, these have, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from bot.records import Document

TEXT = ("id", "sha256", "text")


def facts_of(document: Document) -> dict[str, Any]:
    """Return what is known of a document besides its id, its text and the hash of that."""
    return {name: value for name, value in asdict(document).items() if name not in TEXT}


def to_document(document_id: str, sha256: str, text: str, facts: Mapping[str, Any]) -> Document:
    """Return the document of which `facts_of` told.

    Raises:
        ValueError: a value is missing, or of another kind.
    """
    return _documents().validate_python({**facts, "id": document_id, "sha256": sha256, "text": text})


@cache
def _documents() -> TypeAdapter[Document]:
    return TypeAdapter(Document)
