"""What happens on the page: each handler reads what was asked, makes one call of the bot, and shows the result."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

import gradio as gr

from bot.errors import BotError
from bot.page import masthead, pane, transcript
from bot.page.markup import Html, element
from bot.page.opening import Opening, unexpected
from bot.page.turns import Turn, history, place
from bot.records import Citation

log = logging.getLogger(__name__)

Turns = tuple[Turn, ...]
Shown = tuple[Html, Turns, object]
"""The conversation as HTML and as data, and what becomes of the text in the question box."""


class Handlers:
    """The page's events over a bot that may still be opening."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def prepare(self) -> tuple[Html, Html]:
        """Wait for the library: the masthead with its sources, and a notice where it could not be opened."""
        try:
            return masthead.ready(self._opening.bot().documents()), Html()
        except BotError as error:
            return masthead.failed(), element("div", transcript.problem(error), role="alert")

    def ask(self, question: str, turns: Turns) -> Iterator[Shown]:
        """Answer the question, showing each sentence as it is made."""
        if not question.strip():
            return
        yield *_shown((*turns, Turn(question))), ""
        for turn in self._answered(question, turns):
            yield *_shown((*turns, turn)), gr.skip()

    def ask_example(self, turns: Turns, event: gr.EventData) -> Iterator[Shown]:
        """Answer a question that was offered on the page."""
        yield from self.ask(str(event.question), turns)

    def restart(self) -> tuple[Html, Turns, Html]:
        """An empty conversation and a closed pane."""
        return transcript.render(()), (), Html()

    def open_citation(self, turns: Turns, event: gr.EventData) -> Html:
        """The source of a citation, at its words, with the other citations of the same document."""
        try:
            citations = turns[int(event.turn)].citations
            cited = citations[int(event.citation) - 1]
        except IndexError:
            return pane.failure(BotError("The server no longer has this conversation.", "Ask the question again."))
        others = [other for other in citations if other.document == cited.document and place(other) != place(cited)]
        return self._opened(cited.document, cited, others)

    def open_document(self, event: gr.EventData) -> Html:
        """A document from the list of sources."""
        return self._opened(str(event.document))

    def _opened(self, document: str, cited: Citation | None = None, others: Sequence[Citation] = ()) -> Html:
        try:
            return pane.render(self._opening.bot().document(document), cited, others)
        except BotError as error:
            return pane.failure(error)

    def _answered(self, question: str, turns: Turns) -> Iterator[Turn]:
        turn = Turn(question)
        try:
            for event in self._opening.bot().stream(question, history=history(turns)):
                turn = turn.after(event)
                yield turn
        except BotError as error:
            yield turn.failed(error)
        except Exception:
            log.exception("A question could not be answered")
            yield turn.failed(unexpected())


def _shown(turns: Turns) -> tuple[Html, Turns]:
    return transcript.render(turns), turns
