"""A conversation as JSON: every answer as the bot gives it, and what its documents are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.exports.bibtex import bibtex_entry
from bot.exports.chicago import chicago_note
from bot.exports.numbering import Numbering
from bot.records import Answer, Source


def as_json(name: str, answers: Sequence[Answer], sources: Mapping[str, Source]) -> str:
    """Return one JSON object: `name`, `answers`, and the `documents` that are cited, each with its references."""
    cited = dict.fromkeys(citation.document for citation in Numbering(answers).citations)
    documents = [_described(sources[each]) for each in cited if each in sources]
    whole = {"name": name, "answers": [answer.to_dict() for answer in answers], "documents": documents}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _described(source: Source) -> dict[str, object]:
    return {**source.to_dict(), "chicago": chicago_note(source), "bibtex": bibtex_entry(source)}
