"""The help sheet: the keys of the page, and what its signs mean."""

from __future__ import annotations

from bot.page.icons import CLOSE
from bot.page.markup import Html, element, join
from bot.page.views.forms import entry
from bot.page.words import Words

KEYS = {
    "/": "question",
    "?": "help",
    "Esc": "close",
    "n": "next",
    "p": "previous",
    "c": "conversations",
    "1–5": "view",
    "← →": "tabs",
}
"""Each key, and the name of what it does."""


def render(words: Words) -> Html:
    """The sheet, which the script opens."""
    close = element("button", CLOSE, type="button", class_="close", aria_label=words("help.close"), data_dismiss=True)
    title = element("h2", words("help.title"), id="help-title")
    rows = (_row(words, key, name) for key, name in KEYS.items())
    box = entry("keys", type="checkbox", data_keys=True)
    switch = element("label", box, element("span", words("help.keys")), class_="switch")
    signs = element("p", words("help.signs"))
    return element(
        "dialog", title, close, element("dl", *rows), switch, signs, class_="help", aria_labelledby="help-title"
    )


def _row(words: Words, key: str, name: str) -> Html:
    return element("div", element("dt", element("kbd", key)), element("dd", join(words(f"key.{name}"))))
