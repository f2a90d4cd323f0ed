"""Starting: the page in the reader's language, once the library is open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from bot.errors import BotError
from bot.library import Filters
from bot.page.handlers.asking import Turns
from bot.page.handlers.conversing import opened
from bot.page.handlers.listing import listing
from bot.page.handlers.showing import shown
from bot.page.keeping import Kept
from bot.page.markup import Html
from bot.page.opening import Opening
from bot.page.permits import Permits
from bot.page.views import guide, masthead, transcript
from bot.page.views.tabs import PANELS, panels
from bot.page.words import Words, preferred, words_of

SKIPPED = (gr.skip(),) * PANELS
"""The tabs, left as they are."""

Page = tuple[Any, ...]
"""The masthead, the notice, the question box and its buttons, the help sheet, the tabs, the language; then what is
shown of conversations."""


class Starting:
    """The events that show the whole page, over a bot that may still be opening."""

    def __init__(self, opening: Opening, permits: Permits | None = None) -> None:
        self._opening = opening
        self._permits = permits or Permits()

    def begin(self, chosen: Filters, event: gr.EventData, request: gr.Request) -> Iterator[Page]:
        """Show the page in the language of the link or the browser, then what needs the library."""
        language = preferred(str(event.lang), request.headers.get("accept-language", ""))
        words, kept = words_of(language), Kept(str(event.owner), str(event.conversation))
        top = masthead.render(words, is_ready=False), masthead.preparing(words)
        # The start page would be seen for a moment before the conversation that the link names.
        first = _nothing(words, kept)
        yield *_page(words, top, SKIPPED), *((gr.skip(), *first[1:]) if kept.id else first)
        ready = self._ready(words, chosen, request)
        yield *ready, *(opened(self._opening, words, kept) if self._is_open() else first)

    def speak(
        self, turns: Turns, chosen: Filters, kept: Kept, event: gr.EventData, request: gr.Request | None = None
    ) -> Page:
        """Show the page in another language, with the conversation as it is; one that is being made follows later."""
        words = words_of(str(event.language))
        is_busy = bool(turns) and turns[-1].pending
        conversation = gr.skip() if is_busy else shown(self._opening, words, turns, kept)
        return *self._ready(words, chosen, request), conversation, listing(self._opening, words, kept)

    def _is_open(self) -> bool:
        try:
            self._opening.bot()
        except BotError:
            return False
        return True

    def _ready(self, words: Words, chosen: Filters, request: gr.Request | None) -> Page:
        try:
            bot = self._opening.bot()
        except BotError as error:
            return _page(words, (masthead.render(words, is_ready=False), masthead.failed(words, error)), SKIPPED)
        top = masthead.render(words, is_ready=True, keeps=not bot.settings.read_only), Html()
        return _page(words, top, panels(words, bot, chosen, may_edit=self._permits.may_edit(bot, request)))


def _page(words: Words, top: tuple[Html, Html], tabs: Sequence[object]) -> Page:
    question = gr.update(label=words("ask.label"), placeholder=words("ask.placeholder"))
    buttons = gr.update(value=words("ask.send")), gr.update(value=words("ask.stop"))
    return *top, question, *buttons, guide.render(words), *tabs, words.language


def _nothing(words: Words, kept: Kept) -> Page:
    return transcript.render(words, ()), (), Kept(kept.owner), Html(), Html()
