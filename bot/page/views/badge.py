"""What a document is, in a word or two."""

from __future__ import annotations

from bot.page.markup import Html, element, join
from bot.page.words import Words


def badge(words: Words, kind: str, *, original: bool) -> Html:
    """The kind of a document, and whether it is the original or our brief of it."""
    name = words("badge.original" if original else "badge.brief")
    made = element("span", name, class_="original" if original else "brief")
    return join(element("span", words.kind(kind)), " ", made) if kind != "brief" else made
