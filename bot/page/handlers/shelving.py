"""Shelving: documents are added to the library with progress, and removed after a question."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import gradio as gr

from bot.additions import Added as Additions
from bot.collection import Collection
from bot.errors import BotError
from bot.fetching import parse
from bot.library import Filters
from bot.page.handlers.fields import one
from bot.page.handlers.reading import sheet
from bot.page.handlers.received import received
from bot.page.handlers.starting import SKIPPED
from bot.page.markup import Html
from bot.page.opening import Opening, unexpected
from bot.page.permits import Permits
from bot.page.views import library, pane
from bot.page.views.library import Added
from bot.page.views.problem import problem
from bot.page.views.tabs import panels
from bot.page.words import Words, words_of

log = logging.getLogger(__name__)

PAUSE = 0.25
"""Seconds between two looks at how far a file has come."""

Shelf = tuple[object, ...]
"""The parts of the page that name what is in the library, and what happened."""


class Shelving:
    """The events of the library's tab, over a bot that may still be opening."""

    def __init__(self, opening: Opening, permits: Permits | None = None) -> None:
        self._opening = opening
        self._permits = permits or Permits()

    def add(
        self, language: str, chosen: Filters, event: gr.EventData, request: gr.Request | None = None
    ) -> Iterator[Shelf]:
        """Add the files one by one, so that one that cannot be read keeps no other out."""
        words, done = words_of(language), list[Added]()
        try:
            editor = self._editor(words, request)
            for path in received(event.files):
                yield from _shown(words, editor, path, path.name, done)
        except BotError as error:
            yield *SKIPPED, problem(words, error)
            return
        yield *self._panels(words, chosen, request), library.outcome(words, done)

    def add_address(
        self, language: str, chosen: Filters, event: gr.EventData, request: gr.Request | None = None
    ) -> Iterator[Shelf]:
        """Fetch the document at an address and add it."""
        words, done, address = words_of(language), list[Added](), one(event, "address")
        try:
            editor = self._editor(words, request)
            if address:
                # What is no address would be the path of a file of the server's.
                yield from _shown(words, editor, str(parse(address, any_port=True)), address, done)
        except BotError as error:
            yield *SKIPPED, problem(words, error)
            return
        yield *self._panels(words, chosen, request), library.outcome(words, done)

    def ask_remove(self, language: str, event: gr.EventData) -> Html:
        """Ask whether a document shall go."""
        words = words_of(language)
        sources = [each for each in self._opening.bot().documents() if each.id == event.document]
        return library.question(words, sources[0]) if sources else Html()

    def keep(self) -> Html:
        """Take the question back."""
        return Html()

    def remove(self, language: str, chosen: Filters, event: gr.EventData, request: gr.Request | None = None) -> Shelf:
        """Remove a document."""
        words = words_of(language)
        try:
            editor = self._editor(words, request)
            sources = {each.id: each for each in self._opening.bot().documents()}
            editor.remove([str(event.document)])
        except BotError as error:
            return *self._panels(words, chosen, request), problem(words, error)
        return *self._panels(words, chosen, request), library.removed(words, sources[event.document])

    def restore(self, language: str, chosen: Filters, event: gr.EventData, request: gr.Request | None = None) -> Shelf:
        """Make an older version of a document the current one, and show that in the pane."""
        words = words_of(language)
        try:
            editor = self._editor(words, request)
            document, number = str(event.document), int(event.version)
            editor.restore(document, number)
            return *self._panels(words, chosen, request), sheet(words, self._opening.bot(), document, restored=number)
        except BotError as error:
            return *SKIPPED, pane.failure(words, error)

    def _panels(self, words: Words, chosen: Filters, request: gr.Request | None) -> tuple[Html, ...]:
        bot = self._opening.bot()
        return panels(words, bot, chosen, may_edit=self._permits.may_edit(bot, request))

    def _editor(self, words: Words, request: gr.Request | None) -> Collection:
        """What changes the library in the name of whoever asks, who may do so."""
        bot = self._opening.bot()
        if not self._permits.may_edit(bot, request):
            raise BotError(words("library.read_only"))
        return bot.by(self._permits.name(request))


def _shown(words: Words, editor: Collection, path: str | Path, name: str, done: list[Added]) -> Iterator[Shelf]:
    """Show how far a document has come; what became of it goes to `done`."""
    for step in _added(editor, path, name):
        if isinstance(step, Added):
            done.append(step)
        else:
            yield *SKIPPED, library.progress(words, name, *step)


def _added(editor: Collection, path: str | Path, name: str) -> Iterator[tuple[int, int] | Added]:
    """Add a document in a thread of its own: how much of how much is done, and at the end what became of it."""
    steps: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    with ThreadPoolExecutor(1) as pool:
        adding = pool.submit(editor.add, [path], lambda *step: steps.put(step), by_name=True)
        yield 0, 0
        while not adding.done():
            if step := _next(steps):
                yield step
    yield _outcome(name, adding)


def _next(steps: queue.SimpleQueue[tuple[int, int]]) -> tuple[int, int] | None:
    try:
        return steps.get(timeout=PAUSE)
    except queue.Empty:
        return None


def _outcome(name: str, adding: Future[Additions]) -> Added:
    try:
        return Added(name, tuple(adding.result()))
    except BotError as error:
        return Added(name, error=error)
    except Exception:
        log.exception("A file could not be added")
        return Added(name, error=unexpected())
