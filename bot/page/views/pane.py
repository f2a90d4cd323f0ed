"""The source pane as HTML: a document's reference and its whole text, with the words of every citation marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.citations import reference
from bot.errors import BotError
from bot.page.icons import CLOSE, LINK, NEXT, PREVIOUS
from bot.page.markup import Html, Value, element, join
from bot.page.places import Place
from bot.page.references import localised
from bot.page.views import placemarks
from bot.page.views.alike import alike
from bot.page.views.badge import badge
from bot.page.views.blocks import blocks, cuts
from bot.page.views.problem import problem
from bot.page.words import Words
from bot.records import Document, Heading, Metadata, Source, Span

_NOTHING = Html()


def render(
    words: Words,
    document: Document,
    places: Sequence[Place] = (),
    at: int = 0,
    sources: Sequence[Source] = (),
    *,
    versions: Html = _NOTHING,
) -> Html:
    """The document with the places marked, that of number `at` (from 0) more strongly.

    `sources` are the library's, of which those are named that are almost the same; `versions` are its other texts.
    """
    lost = bool(places) and not places[at].holds(document)
    shown = [(number, place) for number, place in enumerate(places) if place.holds(document)]
    text = element("div", *_text(words, document, shown, at), class_="text", lang=document.metadata.language)
    note = element("p", words("pane.changed"), class_="note") if lost else ""
    also = _alike(words, document, sources)
    walk = _walk(words, [number for number, _ in shown], at)
    return _frame(words, join(_heading(words, document, places, at), walk), also, versions, note, text)


def _alike(words: Words, document: Document, sources: Sequence[Source]) -> Html:
    titles = {source.id: source.metadata.title for source in sources}
    return join(*(alike(words, source, titles) for source in sources if source.id == document.id))


def failure(words: Words, error: BotError) -> Html:
    """The pane with what went wrong in place of a document."""
    return _frame(
        words, element("header", element("h2", words("pane.failed"), id="source-title")), problem(words, error)
    )


def _frame(words: Words, header: Html, *content: str) -> Html:
    close = element("button", CLOSE, type="button", class_="close", aria_label=words("pane.close"), data_close=True)
    # Scrolls below its header, and by the keyboard too: hence the tab stop.
    sheet = element("div", *content, class_="sheet", tabindex=0, role="group", aria_labelledby="source-title")
    return element(
        "section", header, close, sheet, class_="source", role="dialog", aria_labelledby="source-title", tabindex=-1
    )


def _heading(words: Words, document: Document, places: Sequence[Place], at: int) -> Html:
    data = document.metadata
    # The reference of a brief names the original itself.
    origin = _origin(words, data) if document.original else ""
    return element(
        "header",
        element("p", badge(words, data.kind, original=document.original), class_="kind"),
        element("h2", data.title, id="source-title"),
        *_references(words, document, places, at),
        element("p", origin, class_="origin") if origin else "",
    )


def _origin(words: Words, data: Metadata) -> str:
    """Where a document is from, and the day on which it was fetched from the web."""
    if not data.source:
        return ""
    if data.retrieved:
        return words("pane.retrieved", source=data.source, date=words.date(data.retrieved))
    return words("pane.origin", source=data.source)


def _references(words: Words, document: Document, places: Sequence[Place], at: int) -> Iterator[Html]:
    """The reference of each place, of which one is seen at a time."""
    own = localised(words, document.metadata, reference(document.metadata, original=document.original))
    for number, place in enumerate(places or [None]):
        line = (place.reference if place else None) or own
        yield element("p", line, class_="reference", data_of=number, hidden=number != at)


def _walk(words: Words, numbers: Sequence[int], at: int) -> Html:
    """The buttons to the previous and the next place, and a link to this one."""
    if not numbers:
        return Html()
    many = len(numbers) > 1
    counts = (
        element("span", words("pane.place", number=order, count=len(numbers)), data_of=number, hidden=number != at)
        for order, number in enumerate(numbers, start=1)
    )
    steps = (
        _button(PREVIOUS, words("pane.previous"), data_step=-1) if many else "",
        element("span", *counts, role="status", class_="at"),
        _button(NEXT, words("pane.next"), data_step=1) if many else "",
        _button(LINK, words("pane.link"), data_link_place=True),
    )
    return element("nav", *steps, class_="walk", aria_label=words("pane.walk"))


def _button(icon: Html, label: str, **data: Value) -> Html:
    return element("button", icon, type="button", aria_label=label, title=label, **data)


def _text(words: Words, document: Document, shown: Sequence[tuple[int, Place]], at: int) -> Iterator[Html]:
    marks = [(number, Span(place.start, place.end)) for number, place in shown]
    levels: list[int] = []
    told, since = placemarks.told(document.marks), 0
    for span, heading in blocks(document):
        if heading and heading.text == document.metadata.title and not _is_marked(span, marks):
            continue
        yield from (placemarks.render(words, each) for each in placemarks.above(span, told, since))
        since = span.end
        placed = {each.start: placemarks.render(words, each) for each in placemarks.inside(span, told)}
        yield element(_tag(heading, levels), *_words(document.text, span, marks, at, placed))


def _tag(heading: Heading | None, levels: list[int]) -> str:
    """The element of a block; `levels` are those of the headings that it stands under, brought up to date.

    Under the pane's own heading comes h3, and no level is left out, whatever the document does: who hears the page
    finds the way by them.
    """
    if heading is None:
        return "p"
    while levels and levels[-1] >= heading.level:
        levels.pop()
    levels.append(heading.level)
    return f"h{min(len(levels) + 2, 6)}"


def _is_marked(block: Span, marks: Sequence[tuple[int, Span]]) -> bool:
    return any(block.start < span.end and span.start < block.end for _, span in marks)


def _words(
    text: str, block: Span, marks: Sequence[tuple[int, Span]], at: int, placed: Mapping[int, Html]
) -> Iterator[Html]:
    """The words of a block: those of citations marked, and what is `placed` between them at its offset."""
    edges = [edge for _, span in marks for edge in (span.start, span.end)]
    for start, end in cuts(block, [*edges, *placed]):
        yield placed.get(start, _NOTHING)
        over = [number for number, span in marks if span.start <= start < span.end]
        if over:
            of = " ".join(map(str, over))
            yield element("mark", text[start:end], class_="cited" if at in over else "also", data_marks=of)
        else:
            yield join(text[start:end])
