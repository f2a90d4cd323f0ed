"""The top of the page as HTML: its name, the list of sources, and the state of the library."""

from __future__ import annotations

from collections.abc import Sequence

from bot.page.icons import NEW, SOURCES
from bot.page.markup import Html, element
from bot.page.pane import badge, byline
from bot.records import Source

NAME = "Policy Brief Bot"


def preparing() -> Html:
    """The masthead while the library is being opened."""
    return _masthead(element("p", "Preparing the library…", class_="preparing", role="status"))


def ready(sources: Sequence[Source]) -> Html:
    """The masthead with the list of what is in the library."""
    return _masthead(_library(sources))


def failed() -> Html:
    """The masthead of a library that could not be opened."""
    return _masthead()


def _masthead(*tools: str) -> Html:
    words = "New conversation"
    new = element(
        "button", NEW, element("span", words), type="button", class_="new", aria_label=words, data_restart=True
    )
    return element("header", element("h1", NAME), element("nav", *tools, new, aria_label="Tools"), class_="masthead")


def _library(sources: Sequence[Source]) -> Html:
    summary = element(
        "summary", SOURCES, element("span", "Sources "), element("span", str(len(sources)), class_="count")
    )
    items = (element("li", _source(source)) for source in sources)
    listing = element("ul", *items) if sources else element("p", "The library is empty. Add a document with `bot add`.")
    return element("details", summary, element("div", listing, class_="listing"), class_="library")


def _source(source: Source) -> Html:
    return element(
        "button",
        element("span", source.metadata.title, class_="title"),
        element("span", byline(source.metadata), class_="byline"),
        element("span", badge(source.metadata.kind, original=source.original), class_="kind"),
        type="button",
        data_document=source.id,
    )
