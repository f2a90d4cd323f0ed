"""The questions that may be asked next, above the question box."""

from __future__ import annotations

from collections.abc import Sequence

from bot.page.markup import Html, element
from bot.page.words import Words


def render(words: Words, questions: Sequence[str], after: str) -> Html:
    """A button for each; `after` tells the script which conversation, how many turns long, they belong to."""
    if not questions:
        return Html()
    label = element("span", words("suggestions.label"), class_="label", id="suggestions-label")
    # They are put in the language of the sources.
    items = (element("li", element("button", each, type="button", data_ask=each, lang="en")) for each in questions)
    listed = element("ul", *items, aria_labelledby="suggestions-label")
    return element("div", label, listed, class_="suggestions", data_after=after)
