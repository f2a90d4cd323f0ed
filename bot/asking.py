"""A question and its history become an answer: understood, compared or weighed, and then extracted or written."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answering import Answerer, Weighed, events_of
from bot.conversation import Turn, Understood, checked, depends, people_of, speaks_of_author, understood
from bot.french.detection import FRENCH, is_french
from bot.library import Filters, Library
from bot.positions import Comparer
from bot.records import Answer, Event
from bot.terms import stem

if TYPE_CHECKING:
    from bot.language_model import LanguageModel
    from bot.writing import Writer


Observe = Callable[[Answer, float], object]
"""Is given each answer once it is whole, with the seconds that it took."""


class Asker:
    """Answers questions from a library, by a chat model where there is one. Safe for several threads."""

    def __init__(
        self,
        library: Library,
        answerer: Answerer,
        comparer: Comparer,
        model: LanguageModel | None,
        observe: Observe | None = None,
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._comparer = comparer
        self._model = model
        self._observe = observe

    def ask(self, question: str, history: Sequence[Turn], filters: Filters) -> Answer:
        """Return the whole answer.

        Raises:
            QuestionError: the question is empty or too long, or a filter has a value that nothing in the library has.
        """
        return next(event.answer for event in self.write(question, history, filters) if event.answer)

    @property
    def writes(self) -> bool:
        """True where a chat model writes the answers."""
        return self._model is not None

    def write(self, question: str, history: Sequence[Turn], filters: Filters) -> Generator[Event]:
        """Yield the answer as it is made.

        Raises:
            QuestionError: as `ask` does.
        """
        started = time.perf_counter()
        for event in self._written(question, history, filters):
            if event.answer and self._observe:
                self._observe(event.answer, time.perf_counter() - started)
            yield event

    def _written(self, question: str, history: Sequence[Turn], filters: Filters) -> Generator[Event]:
        found = self._found(question, history, filters)
        if isinstance(found, Answer):
            yield from events_of(found)
        elif self._writer is None:
            yield from events_of(self._answerer.extracted(found))
        else:
            yield from self._writer.write(found)

    def _found(self, question: str, history: Sequence[Turn], filters: Filters) -> Answer | Weighed:
        """What may answer a question, or the answer itself where it compares or nothing has to be chosen for it."""
        asked = checked(question)
        if not is_french(asked):
            return self._weighed(asked, asked, history, filters)
        in_french = self._weighed(asked, asked, history, filters) if self._has_french(filters) else None
        if in_french and not self._answerer.declines(in_french):
            return in_french
        turns = [(role, self._in_english(text) if role == "user" else text) for role, text in history]
        return self._weighed(self._in_english(asked), asked, turns, filters)

    def _weighed(self, put: str, asked: str, history: Sequence[Turn], filters: Filters) -> Answer | Weighed:
        meant = self._understood(put, history, filters)
        compared = self._comparer.answer(meant.question, filters, asked) if meant.is_whole else None
        return compared or self._answerer.weighed(meant.question, filters, asked, meant.query)

    def _has_french(self, filters: Filters) -> bool:
        return any(source.metadata.language == FRENCH for source in self._library.visible(filters))

    def _in_english(self, text: str) -> str:
        if not is_french(text):
            return text
        # The words of two languages, which most questions do not need.
        from bot.french import in_english

        return in_english(text, lambda word: self._library.frequency(stem(word)) > 0)

    def _understood(self, asked: str, history: Sequence[Turn], filters: Filters) -> Understood:
        """What a question means: as the model puts it, where that adds nothing, else by our own rules."""
        authors = self._authors(filters) if speaks_of_author(asked, history) else ()
        sources = tuple(self._library.sources.values())
        meant = understood(asked, history, authors, people_of(sources) if history else ())
        if self._writer is None or not history or not depends(asked):
            return meant
        better = self._writer.standalone(asked, history)
        return Understood(better, replace(meant.query, text=better)) if better else meant

    def _authors(self, filters: Filters) -> tuple[str, ...]:
        return tuple({author: None for source in self._library.visible(filters) for author in source.metadata.authors})

    @cached_property
    def _writer(self) -> Writer | None:
        """What has the model write; None without a model."""
        if self._model is None:
            return None
        # What checks quotations and reads Markdown takes a tenth of a second to import, which the default never needs.
        from bot.support.check import SupportCheck
        from bot.support.known import Known
        from bot.writing import Writer

        check = SupportCheck(self._library.embedder, Known(self._library))
        return Writer(self._answerer, check, self._model)


async def in_thread(events: Generator[Event]) -> AsyncGenerator[Event]:
    """Yield events that are made in threads, so that the event loop goes on; whoever stops listening stops them."""
    pulling = threading.Lock()

    def pulled() -> Event | None:
        with pulling:
            return next(events, None)

    def closed() -> None:
        with pulling:
            events.close()

    try:
        while (event := await asyncio.to_thread(pulled)) is not None:
            yield event
    finally:
        # Nobody waits for the sentence in the making.
        asyncio.get_running_loop().run_in_executor(None, closed)
