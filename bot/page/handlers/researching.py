"""The three tabs that put one question to the library each: positions, a check, a timeline."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import gradio as gr

from bot.drafts import read_draft, report
from bot.errors import BotError
from bot.page.handlers.fields import many, one
from bot.page.handlers.received import received
from bot.page.markup import Html, element
from bot.page.opening import Opening, unexpected
from bot.page.views import check, comparison, timeline
from bot.page.views.problem import problem
from bot.page.views.reporting import wording
from bot.page.words import Words, words_of

log = logging.getLogger(__name__)


class Researching:
    """The events of the forms, over a bot that may still be opening; each first tells that it is at work."""

    def __init__(self, opening: Opening) -> None:
        self._opening = opening

    def compare(self, language: str, event: gr.EventData) -> Iterator[Html]:
        """The positions of the chosen speakers."""
        words, topic, speakers = words_of(language), one(event, "topic") or "", many(event, "speaker")
        yield from _shown(words, lambda: comparison.result(words, self._opening.bot().compare(topic, speakers)))

    def check_quote(self, language: str, event: gr.EventData) -> Iterator[Html]:
        """The verdict on a quotation."""
        words, quote, speaker = words_of(language), one(event, "quote") or "", one(event, "speaker")
        yield from _shown(words, lambda: check.quotation(words, self._opening.bot().check_quote(quote, speaker)))

    def check_draft(self, language: str, event: gr.EventData) -> Iterator[Html]:
        """The verdicts on a text that was pasted."""
        words, text = words_of(language), str(event.text)
        yield from _shown(words, lambda: self._draft(words, text, words("check.draft")))

    def check_file(self, language: str, event: gr.EventData) -> Iterator[Html]:
        """The verdicts on a file that was dropped."""
        words = words_of(language)
        yield from _shown(words, lambda: self._file(words, received(event.files)[0]))

    def timeline(self, language: str, event: gr.EventData) -> Iterator[Html]:
        """The dated statements."""
        words, topic = words_of(language), one(event, "topic")
        filters = {name: one(event, name) for name in ("speaker", "since", "until")}
        yield from _shown(words, lambda: timeline.result(words, self._opening.bot().timeline(topic, **filters)))

    def _file(self, words: Words, path: Path) -> Html:
        return self._draft(words, read_draft(path), path.name)

    def _draft(self, words: Words, text: str, name: str) -> Html:
        found = self._opening.bot().check_draft(text)
        return check.draft(words, found, report(found, name, wording(words)))


def _shown(words: Words, result: Callable[[], Html]) -> Iterator[Html]:
    yield element("p", words("result.pending"), class_="pending", role="status")
    try:
        yield result()
    except BotError as error:
        yield problem(words, error)
    except Exception:
        log.exception("A form could not be answered")
        yield problem(words, unexpected())
