"""The `answer` JSON back into the records that it was made of; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from bot.records import Answer, Citation, Sentence, Side, Withheld

Json = Mapping[str, Any]
Shape = TypeVar("Shape")


def to_answer(data: Json) -> Answer:
    """Return the answer that `to_dict` made the JSON of; fields that are not known are left out.

    Raises:
        KeyError, TypeError: the JSON is none of an answer.
    """
    return _record(
        Answer,
        data,
        sentences=_sentences(data["sentences"]),
        unsupported=tuple(_record(Withheld, each) for each in data.get("unsupported", ())),
        nearest=_citations(data.get("nearest", ())),
        sides=tuple(_side(each) for each in data.get("sides", ())),
    )


def _side(data: Json) -> Side:
    return _record(Side, data, sentences=_sentences(data["sentences"]), own=tuple(data.get("own", ())))


def _sentences(data: Any) -> tuple[Sentence, ...]:
    return tuple(_record(Sentence, each, citations=_citations(each["citations"])) for each in data)


def _citations(data: Any) -> tuple[Citation, ...]:
    return tuple(_record(Citation, each) for each in data)


def _record(shape: type[Shape], data: Json, **made: Any) -> Shape:
    """The record of the fields that it has, those that are records themselves given."""
    known = {field.name for field in fields(shape)}  # type: ignore[arg-type]  # the shapes are dataclasses
    return shape(**{name: value for name, value in data.items() if name in known} | made)
