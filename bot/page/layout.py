"""The parts of the page, in the order of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import gradio as gr

from bot.page.keeping import Kept
from bot.page.turns import NO_FILTERS
from bot.page.views import masthead


@dataclass(frozen=True)
class Layout:
    """Every part that an event reads or changes."""

    masthead: gr.HTML
    notice: gr.HTML
    conversations: gr.HTML
    conversation: gr.HTML
    suggestions: gr.HTML
    filters: gr.HTML
    active: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    forms: dict[str, gr.HTML]
    results: dict[str, gr.HTML]
    help: gr.HTML
    download: gr.HTML
    pane: gr.HTML
    turns: gr.State
    kept: gr.State
    chosen: gr.State
    language: gr.State

    @classmethod
    def place(cls, script: str) -> Self:
        """Place the parts in the block that is being built; `script` is that of the page."""
        states: dict[str, Any] = {"turns": gr.State(()), "chosen": gr.State(NO_FILTERS), "language": gr.State("en")}
        states["kept"] = gr.State(Kept())
        parts: dict[str, Any] = {name: _html(name) for name in ("masthead", "notice", "conversations")}
        with gr.Column(elem_id="ask"):
            parts["conversation"] = _html("transcript")
            parts |= _composer()
        forms, results = {}, {}
        for view in masthead.VIEWS[1:]:
            with gr.Column(elem_id=view, elem_classes="view"):
                forms[view], results[view] = _html(f"{view}-form"), _html(f"{view}-result")
        # The script lives in the pane, which it shows and closes; it raises the events of all parts.
        parts |= {"help": _html("help"), "download": _html("download"), "pane": _html("pane", js_on_load=script)}
        return cls(forms=forms, results=results, **parts, **states)

    @property
    def talk(self) -> list[Any]:
        """The conversation on the page, as HTML and as data, and what is kept of it."""
        return [self.conversation, self.turns, self.kept]

    @property
    def changed(self) -> list[Any]:
        """What another conversation changes."""
        return [*self.talk, self.conversations, self.suggestions]

    @property
    def shown(self) -> list[Any]:
        """What a question changes."""
        return [*self.changed, self.question]

    @property
    def panels(self) -> list[Any]:
        """The parts that name what is in the library, in the order of `bot.page.views.tabs`."""
        return [self.filters, self.active, *self.forms.values()]

    @property
    def page(self) -> list[Any]:
        """All that is written in a language, but for what conversations change."""
        top = [self.masthead, self.notice, self.question, self.send, self.stop, self.help]
        return [*top, *self.panels, self.language]


def _html(name: str, **options: Any) -> gr.HTML:
    return gr.HTML("", elem_id=name, apply_default_css=False, **({"js_on_load": None} | options))


def _composer() -> dict[str, Any]:
    with gr.Column(elem_id="composer"):
        suggestions = _html("suggestions")
        with gr.Row(elem_id="narrowing"):
            filters, active = _html("filters"), _html("active")
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                label="", show_label=False, container=False, max_lines=6, autofocus=True, elem_id="question"
            )
            send = gr.Button("", variant="primary", elem_id="send", min_width=80)
            stop = gr.Button("", elem_id="stop", min_width=80)
    boxes = {"question": question, "send": send, "stop": stop}
    return {"suggestions": suggestions, "active": active, "filters": filters, **boxes}
