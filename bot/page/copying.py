"""An answer as Markdown, and its references as BibTeX and as Chicago notes: what is put on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.exports import bibtex_entry, chicago_note
from bot.page.references import reference
from bot.page.turns import Turn, distinct, number_of
from bot.page.words import Words
from bot.records import Citation, Sentence, Source

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def markdown(words: Words, turn: Turn) -> str:
    """The question, the sentences with their numbers, and a line for each number; empty while there is no answer."""
    if turn.answer is None:
        return ""
    # The passages that are nearest to a declined question bear nothing out.
    cited = distinct(turn.answer.cited)
    sides = [_side(side.speaker or side.country or "", side.sentences, cited) for side in turn.answer.sides]
    said = sides or [_said(turn.sentences, cited) or _escaped(words.message(turn.answer.reason or ""))]
    parts = [f"**{_escaped(turn.question)}**", *said, "\n".join(_references(words, cited))]
    return "\n\n".join(part for part in parts if part) + "\n"


def bibtex(turn: Turn, sources: Mapping[str, Source]) -> str:
    """An entry for each document that the answer cites and the library still has."""
    cited = dict.fromkeys(each.document for each in turn.answer.cited) if turn.answer else {}
    return "\n".join(bibtex_entry(sources[each]) for each in cited if each in sources)


def chicago(turn: Turn, sources: Mapping[str, Source]) -> str:
    """A note for each citation of the answer, those that are alike once; as it was kept where its document is gone."""
    cited = distinct(turn.answer.cited) if turn.answer else ()
    notes = (
        chicago_note(sources[each.document], each) if each.document in sources else each.reference for each in cited
    )
    return "\n".join(dict.fromkeys(notes)) + "\n"


def _side(name: str, sentences: Sequence[Sentence], cited: Sequence[Citation]) -> str:
    return f"**{_escaped(name)}:** {_said(sentences, cited) or '—'}"


def _said(sentences: Iterable[Sentence], cited: Sequence[Citation]) -> str:
    return " ".join(_escaped(each.text) + _markers(each.citations, cited) for each in sentences)


def _markers(citations: Sequence[Citation], cited: Sequence[Citation]) -> str:
    return "".join(f" [{number}]" for number in dict.fromkeys(number_of(each, cited) for each in citations))


def _references(words: Words, cited: Sequence[Citation]) -> Iterable[str]:
    return (f"{number}. {_escaped(reference(words, each))}" for number, each in enumerate(cited, start=1))


def _escaped(text: str) -> str:
    """The text with what Markdown would read as markup escaped."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
