"""The numbered buttons behind a sentence, and what all buttons that open a source carry with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.page.markup import Html, Value, element
from bot.page.references import reference
from bot.page.words import Words
from bot.records import Citation


def chip(words: Words, number: int, citation: Citation) -> Html:
    """The number of a citation, which opens its source and previews its words."""
    label = words("chip.label", number=number, reference=reference(words, citation))
    return element("button", str(number), type="button", class_="chip", aria_label=label, **carried(words, citation))


def carried(words: Words, citation: Citation) -> dict[str, Value]:
    """The attributes of a button that opens a citation: its place, and what the preview shows of it."""
    return {
        "data_cite": True,
        "data_document": citation.document,
        "data_start": citation.start,
        "data_end": citation.end,
        "data_quote": citation.quote,
        "data_reference": reference(words, citation),
        "data_title": citation.title,
        "data_who": citation.speaker,
        "data_when": words.date(citation.date) if citation.date else words("date.none"),
    }


def references(words: Words, citations: Sequence[Citation]) -> Html:
    """The list of sources, each once, with the numbers of all its citations; number 1 is the first."""
    numbers: dict[str, list[int]] = {}
    for number, citation in enumerate(citations, start=1):
        numbers.setdefault(citation.reference, []).append(number)
    items = (element("li", _reference(words, each, citations[each[0] - 1])) for each in numbers.values())
    return element("ul", *items, class_="references", aria_label=words("chip.references")) if numbers else Html()


def _reference(words: Words, numbers: Iterable[int], citation: Citation) -> Html:
    return element(
        "button",
        element("span", " ".join(map(str, numbers)), class_="numbers"),
        element("span", reference(words, citation)),
        type="button",
        **carried(words, citation),
    )
