"""The other documents of almost the same text, as links."""

from __future__ import annotations

from collections.abc import Mapping

from bot.page.markup import Html, element, join
from bot.page.words import Words
from bot.records import Source


def alike(words: Words, source: Source, titles: Mapping[str, str]) -> Html:
    """What is almost the same as a document, and which of them is cited; `titles` are those of the library, by id."""
    others = [each for each in source.near_duplicates if each in titles]
    if not others:
        return Html()
    links = [_link(each, titles[each], last=each == others[-1]) for each in others]
    first = titles.get(source.duplicate_of or "")
    cited = words("alike.cited", title=first) if first else ""
    return element("p", words("alike.to"), " ", *links, " " if cited else "", cited, class_="alike")


def _link(document: str, title: str, *, last: bool) -> Html:
    button = element("button", title, type="button", data_document=document)
    return join(button, "." if last else ", ")
