"""Starting: the page in the reader's language, once the library is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from bot.errors import BotError
from bot.library import Filters
from bot.page.handlers.asking import Turns
from bot.page.markup import Html
from bot.page.opening import Opening
from bot.page.views import guide, masthead, transcript
from bot.page.views.tabs import PANELS, panels
from bot.page.words import Words, preferred, words_of

SKIPPED = (gr.skip(),) * PANELS
"""The tabs, left as they are."""

Page = tuple[Any, ...]
"""The masthead, the notice, the conversation, its box and button, the tabs, the help sheet, and the language."""


class Starting:
    """The events that show the whole page, over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def begin(self, turns: Turns, chosen: Filters, event: gr.EventData, request: gr.Request) -> Iterator[Page]:
        """Show the page in the language of the link or the browser, then what needs the library."""
        language = preferred(str(event.lang), request.headers.get("accept-language", ""))
        words = words_of(language)
        yield _page(words, (masthead.render(words, is_ready=False), masthead.preparing(words)), turns, SKIPPED)
        yield self._ready(words, turns, chosen)

    def speak(self, turns: Turns, chosen: Filters, event: gr.EventData) -> Page:
        """Show the page in another language, with the conversation as it is."""
        return self._ready(words_of(str(event.language)), turns, chosen)

    def _ready(self, words: Words, turns: Turns, chosen: Filters) -> Page:
        try:
            bot = self._opening.bot()
        except BotError as error:
            top = masthead.render(words, is_ready=False), masthead.failed(words, error)
            return _page(words, top, turns, SKIPPED)
        tabs = panels(words, bot.documents(), chosen, read_only=bot.settings.read_only)
        return _page(words, (masthead.render(words, is_ready=True), Html()), turns, tabs)


def _page(words: Words, top: tuple[Html, Html], turns: Turns, tabs: Sequence[object]) -> Page:
    question = gr.update(label=words("ask.label"), placeholder=words("ask.placeholder"))
    conversation = transcript.render(words, turns)
    return *top, conversation, question, gr.update(value=words("ask.send")), guide.render(words), *tabs, words.language
