"""A conversation as Markdown, in which all text of questions, answers and documents stays data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.exports.numbering import Numbering
from bot.exports.wording import ENGLISH, Wording, line
from bot.records import Answer, Sentence, Source

# What begins a construct within a line; a colon and the full stop after “www” would make a bare address a link.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$^=:@]|(?<=www)\.", re.IGNORECASE)
# What begins one at the start of a line.
_OPENING = re.compile(r"^(?:(\d+)([.)])|([-+=>]))")


def as_markdown(name: str, answers: Sequence[Answer], sources: Mapping[str, Source], wording: Wording = ENGLISH) -> str:
    """Return the conversation with numbered citations and, at its end, their references and quotes."""
    numbers = Numbering(answers)
    blocks = [f"# {escaped(name)}"]
    for answer in answers:
        blocks += _answer(answer, numbers, wording)
    if numbers.citations:
        blocks += [f"## {wording.references}", *_references(numbers, sources, wording)]
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return text as one line that Markdown shows as it is."""
    safe = _SPECIAL.sub(lambda found: f"\\{found[0]}", line(text))
    return _OPENING.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", safe)


def _answer(answer: Answer, numbers: Numbering, wording: Wording) -> Iterator[str]:
    yield f"## {escaped(answer.question)}"
    yield from (f"*{escaped(remark)}*" for remark in wording.remarks(answer))
    if answer.sides:
        for side in answer.sides:
            yield f"### {escaped(wording.side_name(side))}"
            yield _sentences(side.sentences, numbers, wording) or escaped(wording.message(side.reason or ""))
    elif answer.sentences:
        yield _sentences(answer.sentences, numbers, wording)
    if answer.nearest:
        yield f"{wording.nearest} {_markers(numbers.of(answer.nearest))}"


def _sentences(sentences: Sequence[Sentence], numbers: Numbering, wording: Wording) -> str:
    return " ".join(
        " ".join(part for part in (escaped(wording.said(each)), _markers(numbers.of(each.citations))) if part)
        for each in sentences
    )


def _markers(numbers: Sequence[int]) -> str:
    return "".join(f"\\[{number}\\]" for number in numbers)


def _references(numbers: Numbering, sources: Mapping[str, Source], wording: Wording) -> Iterator[str]:
    for number, citation in enumerate(numbers.citations, 1):
        indent = " " * (len(str(number)) + 2)
        reference = escaped(wording.reference(citation, sources.get(citation.document)))
        quote = wording.quoted.format(quote=escaped(citation.quote))
        lines = (f"{number}. {reference}", "", f"{indent}> {quote}", "", f"{indent}{escaped(wording.placed(citation))}")
        yield "\n".join(lines)
