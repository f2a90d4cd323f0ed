"""Which handler answers which event of the page, with what it reads and what it changes."""

from __future__ import annotations

from typing import Any

import gradio as gr

from bot.page.handlers.asking import Asking
from bot.page.handlers.conversing import Conversing
from bot.page.handlers.reading import Reading
from bot.page.handlers.researching import Researching
from bot.page.handlers.shelving import Shelving
from bot.page.handlers.starting import Starting
from bot.page.layout import Layout
from bot.page.opening import Opening
from bot.page.permits import Permits

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
"""For every event: no overlay of Gradio's, no public endpoint, and what takes no time waits for nothing."""

ONCE = QUIET | {"trigger_mode": "once"}
LAST = QUIET | {"trigger_mode": "always_last"}


def wire(page: Layout, opening: Opening, permits: Permits, at_once: int) -> None:
    """Connect the events of the page, which its script raises on the pane, with their handlers.

    `at_once` is how many questions, comparisons, checks and additions are worked on at the same time.
    """
    raised, work = page.pane, {"concurrency_limit": at_once, "concurrency_id": "work"}
    starting = Starting(opening, permits)
    raised.begin(starting.begin, page.chosen, [*page.page, *page.changed], **ONCE)
    spoken = [*page.page, page.conversation, page.conversations]
    raised.speak(starting.speak, [page.turns, page.chosen, page.kept], spoken, **LAST)
    raised.open_place(Reading(opening).open, page.language, page.pane, **LAST)
    _wire_asking(page, Asking(opening), work)
    _wire_conversations(page, Conversing(opening))
    _wire_forms(page, Researching(opening), work)
    _wire_library(page, Shelving(opening, permits), work)


def _wire_asking(page: Layout, asking: Asking, work: dict[str, Any]) -> None:
    raised, given = page.pane, [page.turns, page.chosen, page.language, page.kept]
    again = [page.turns, page.language, page.kept]
    makes = [
        # What is sent while an answer is written is asked next: its last sentence is there before Gradio calls it done.
        gr.on([page.question.submit, page.send.click], asking.ask, [page.question, *given], page.shown, **LAST | work),
        raised.ask_offered(asking.ask_offered, given, page.shown, **ONCE | work),
        raised.retry(asking.retry, again, page.shown, **ONCE | work),
    ]
    for made in makes:
        made.then(asking.suggest, again, page.suggestions, **QUIET)
    ends = QUIET | {"cancels": makes}
    # First the end, then what is left: else a last sentence could come after it, and stay as if more were to come.
    page.stop.click(None, **ends).then(asking.stop, again, page.talk, **QUIET)
    raised.edit(asking.edit, again, page.shown, **ends)
    raised.restart(None, **ends).then(asking.restart, again[1:], [*page.changed, page.pane], **QUIET)
    raised.filter(asking.filter, page.language, [page.active, page.chosen], **LAST)


def _wire_conversations(page: Layout, conversing: Conversing) -> None:
    raised, given, told = page.pane, [page.kept, page.language], page.conversations
    raised.list(conversing.show, given, told, **LAST)
    raised.rename(conversing.rename, given, told, **LAST)
    raised.open_conversation(conversing.open, given, page.changed, **LAST)
    raised.delete(conversing.delete, [page.turns, *given], page.changed, **ONCE)
    raised.export(conversing.export, [page.turns, *given], page.download, **LAST)
    raised.rate(conversing.rate, [page.turns, *given], [page.conversation, page.turns], **LAST)


def _wire_forms(page: Layout, researching: Researching, work: dict[str, Any]) -> None:
    raised, results = page.pane, page.results
    raised.compare(researching.compare, page.language, results["compare"], **LAST | work)
    raised.check_quote(researching.check_quote, page.language, results["check"], **LAST | work)
    raised.check_draft(researching.check_draft, page.language, results["check"], **LAST | work)
    raised.check_file(researching.check_file, page.language, results["check"], **LAST | work)
    raised.timeline(researching.timeline, page.language, results["timeline"], **LAST | work)


def _wire_library(page: Layout, shelving: Shelving, work: dict[str, Any]) -> None:
    raised, told = page.pane, page.results["library"]
    changed, given = [*page.panels, told], [page.language, page.chosen]
    raised.add_files(shelving.add, given, changed, **ONCE | work)
    raised.add_address(shelving.add_address, given, changed, **ONCE | work)
    raised.ask_remove(shelving.ask_remove, page.language, told, **LAST)
    raised.keep_document(shelving.keep, None, told, **LAST)
    raised.remove_document(shelving.remove, given, changed, **ONCE | work)
    raised.restore_version(shelving.restore, given, [*page.panels, page.pane], **ONCE | work)
