"""What a reader can do with a turn: copy it, cite it, edit its question, ask it again, export all, and rate it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from bot.page.copying import bibtex, chicago, markdown
from bot.page.icons import CITE, COPY, DOWN, EDIT, EXPORT, LINK, RETRY, UP
from bot.page.markup import Html, Value, element
from bot.page.turns import Turn
from bot.page.views.filters import query
from bot.page.words import Words
from bot.records import Source

EXPORTS = ("md", "docx", "json")


def render(words: Words, index: int, turn: Turn, sources: Mapping[str, Source], *, is_last: bool) -> Html:
    """The buttons below a turn, once nothing is being made."""
    if turn.pending:
        return Html()
    buttons = (
        _tool(COPY, words("tool.copy"), data_copy=markdown(words, turn)) if turn.answer else "",
        _cite(words, turn, sources),
        _tool(LINK, words("tool.link"), data_link_question=urlencode([("q", turn.question), *query(turn.filters)])),
        _tool(EDIT, words("tool.edit"), data_edit=index),
        _tool(RETRY, words("tool.retry"), data_retry=True) if is_last else "",
        _export(words) if is_last and turn.answer else "",
        element("span", *_rating(words, index, turn), class_="rates") if turn.number else "",
    )
    return element("div", *buttons, class_="tools", role="group", aria_label=words("tool.label"))


def _cite(words: Words, turn: Turn, sources: Mapping[str, Source]) -> Html:
    entries = bibtex(turn, sources)
    if not entries:
        return Html()
    choices = (
        element("button", words("cite.bibtex"), type="button", data_copy=entries),
        element("button", words("cite.chicago"), type="button", data_copy=chicago(turn, sources)),
    )
    return _menu(CITE, words("tool.cite"), *choices)


def _export(words: Words) -> Html:
    choices = (element("button", words(f"export.{each}"), type="button", data_export=each) for each in EXPORTS)
    return _menu(EXPORT, words("tool.export"), *choices)


def _menu(icon: Html, label: str, *choices: Html) -> Html:
    summary = element("summary", icon, element("span", label))
    return element("details", summary, element("div", *choices, class_="choices"), class_="menu")


def _tool(icon: Html, label: str, **data: Value) -> Html:
    return element("button", icon, element("span", label), type="button", **data)


def _rating(words: Words, index: int, turn: Turn) -> Iterator[Html]:
    """What the reader thinks of a kept answer."""
    for rating, icon in (("up", UP), ("down", DOWN)):
        label, pressed = words(f"rate.{rating}"), "true" if turn.rating == rating else "false"
        told: dict[str, Value] = {"aria_label": label, "title": label, "aria_pressed": pressed}
        yield element("button", icon, type="button", class_="rate", data_rate=rating, data_turn=index, **told)
