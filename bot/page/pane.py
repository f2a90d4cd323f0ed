"""The source pane as HTML: a document's reference and its whole text, with the cited words marked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from bot.citations import is_exact, reference, written_date
from bot.errors import BotError
from bot.page.icons import CLOSE
from bot.page.markup import Html, element, join
from bot.page.transcript import problem
from bot.records import Citation, Document, Heading, Metadata, Span

BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def render(document: Document, cited: Citation | None = None, others: Sequence[Citation] = ()) -> Html:
    """The document with `cited` marked, and more lightly the `others`, which are of the same document."""
    shown = cited if cited and is_exact(cited, document) else None
    light = [Span(other.start, other.end) for other in others if is_exact(other, document)]
    strong = Span(shown.start, shown.end) if shown else None
    text = element("div", *_blocks(document, strong, light), class_="text", lang=document.metadata.language)
    return _frame(_heading(document, cited), _changed() if cited and not shown else "", text)


def failure(error: BotError) -> Html:
    """The pane with what went wrong in place of a document."""
    return _frame(element("header", element("h2", "This source cannot be shown", id="source-title")), problem(error))


def _frame(header: Html, *content: str) -> Html:
    close = element("button", CLOSE, type="button", class_="close", aria_label="Close the source", data_close=True)
    # Scrolls below its header, and by the keyboard too: hence the tab stop.
    sheet = element("div", *content, class_="sheet", tabindex=0, role="group", aria_labelledby="source-title")
    return element(
        "section", header, close, sheet, class_="source", role="dialog", aria_labelledby="source-title", tabindex=-1
    )


def _changed() -> Html:
    return element("p", "The text has changed since this answer was given, so its words are not marked.", class_="note")


def _heading(document: Document, cited: Citation | None) -> Html:
    data = document.metadata
    line = cited.reference if cited else reference(data, original=document.original)
    # The reference of a brief names the original itself.
    origin = f"Source: {data.source}" if document.original and data.source else None
    return element(
        "header",
        element("p", badge(data.kind, original=document.original), class_="kind"),
        element("h2", data.title, id="source-title"),
        element("p", line, class_="reference"),
        element("p", origin, class_="origin") if origin else "",
    )


def badge(kind: str, *, original: bool) -> Html:
    """What the document is, and whether it is the original or our brief of it."""
    words = element("span", "Original" if original else "Brief", class_="original" if original else "brief")
    return join(element("span", kind[:1].upper() + kind[1:]), words) if kind != "brief" else words


def byline(data: Metadata) -> str:
    """Whose words, where and when, as far as it is known."""
    date = written_date(data.date) if data.date else None
    return ", ".join(part for part in (data.speaker, data.venue, date) if part)


def _blocks(document: Document, strong: Span | None, light: Sequence[Span]) -> Iterator[Html]:
    for span, heading in _spans(document):
        if heading and heading.text == document.metadata.title and not _overlaps(span, strong, light):
            continue
        words = _words(document.text, span, strong, light)
        yield element(f"h{min(heading.level + 2, 6)}" if heading else "p", *words)


def _overlaps(block: Span, strong: Span | None, light: Sequence[Span]) -> bool:
    return any(block.start < mark.end and mark.start < block.end for mark in (*light, *([strong] if strong else [])))


def _spans(document: Document) -> Iterator[tuple[Span, Heading | None]]:
    position = 0
    for heading in document.headings:
        yield from ((span, None) for span in _paragraphs(document.text, position, heading.start))
        yield Span(heading.start, heading.end), heading
        position = heading.end
    yield from ((span, None) for span in _paragraphs(document.text, position, len(document.text)))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    breaks = [edge for found in BLANK_LINE.finditer(text, start, end) for edge in found.span()]
    edges = [start, *breaks, end]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if words := text[first:last].strip():
            begin = text.index(words, first)
            yield Span(begin, begin + len(words))


def _words(text: str, block: Span, strong: Span | None, light: Sequence[Span]) -> Iterator[Html]:
    for start, end in _cuts(block, [*light, *([strong] if strong else [])]):
        words = text[start:end]
        if strong and strong.start <= start < strong.end:
            yield element("mark", words, class_="cited")
        elif any(span.start <= start < span.end for span in light):
            yield element("mark", words, class_="also")
        else:
            yield join(words)


def _cuts(block: Span, marks: Iterable[Span]) -> Iterator[tuple[int, int]]:
    edges = {min(max(edge, block.start), block.end) for span in marks for edge in (span.start, span.end)}
    ordered = sorted(edges | {block.start, block.end})
    return itertools.pairwise(ordered)
