"""Where a page or a minute of the original begins, told within the text of a document without being part of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.page.markup import Html, element
from bot.page.words import Words
from bot.records import Mark, Span

APART = 30
"""Seconds between two times that are told: subtitles mark every few words."""


def told(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Those marks, of a document's in order, at which another page begins or some time has passed."""
    found: list[Mark] = []
    for mark in marks:
        if not found or _is_further(found[-1], mark):
            found.append(mark)
    return tuple(found)


def above(block: Span, marks: Sequence[Mark], since: int) -> tuple[Mark, ...]:
    """The last of the marks from `since` up to the start of a block: no text is shown between them."""
    return tuple(mark for mark in marks if since <= mark.start <= block.start)[-1:]


def inside(block: Span, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks between the words of a block."""
    return tuple(mark for mark in marks if block.start < mark.start < block.end)


def render(words: Words, mark: Mark) -> Html:
    """A mark. Its words are written by the styles, so that they are neither selected nor copied with the text."""
    place = mark.label or mark.page
    # Who hears the page is told of another page, as in a book, but not every half minute.
    heard = {"role": "separator", "aria_label": words("pane.page", page=place)} if place else {"aria_hidden": "true"}
    return element("span", class_="place", data_place=mark.written, **heard)


def _is_further(last: Mark, mark: Mark) -> bool:
    if (last.page, last.label) != (mark.page, mark.label):
        return True
    return mark.second is not None and mark.second >= (last.second or 0) + APART
