"""What went wrong, in one line with what to do about it."""

from __future__ import annotations

from bot.errors import BotError
from bot.page.icons import PROBLEM
from bot.page.markup import Html, element
from bot.page.words import Words


def problem(words: Words, error: BotError) -> Html:
    """An error with its hint."""
    hint = element("span", words.message(error.hint), class_="hint") if error.hint else ""
    line = element("p", element("strong", words.message(error.message)), " ", hint)
    return element("div", PROBLEM, line, class_="problem", role="alert")
