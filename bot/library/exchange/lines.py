"""Records as lines of JSON, and back; pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.library.exchange.records import End, Header
from bot.library.history import Older
from bot.records import Document, Passage

Record = Header | Document | Older | Passage | End
SHAPES: dict[str, type[Record]] = {
    "library": Header,
    "document": Document,
    "version": Older,
    "passage": Passage,
    "end": End,
}
_NAMES = {shape: name for name, shape in SHAPES.items()}


def to_line(record: Record) -> bytes:
    """Return a record as one line, in UTF-8."""
    packed = json.dumps({"type": _NAMES[type(record)], **asdict(record)}, ensure_ascii=False, separators=(",", ":"))
    return f"{packed}\n".encode()


def from_line(line: bytes) -> Record:
    """Return the record of a line; keys that are not known are left out.

    Raises:
        ValueError: it is none.
    """
    try:
        packed = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    kind = packed.get("type") if isinstance(packed, dict) else None
    if kind not in SHAPES:
        raise ValueError(f"its type is none of {', '.join(SHAPES)}")
    try:
        record: Record = _adapter(kind).validate_json(line, strict=True)
    except ValidationError as error:
        raise ValueError(_told(error)) from error
    return record


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(SHAPES[kind])


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
