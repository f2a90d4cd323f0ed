"""The page as Gradio blocks: its parts, and which handler answers which event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI

from bot import api
from bot.page import masthead, transcript
from bot.page.handlers import Handlers
from bot.page.opening import Opening
from bot.page.policy import ContentPolicy
from bot.page.theme import theme

HERE = Path(__file__).parent
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": None}
"""For every event: no overlay of Gradio's, no public endpoint, and nobody waits for another reader's answer."""


def build(opening: Opening) -> gr.Blocks:
    """The page over a bot that may still be opening."""
    handlers = Handlers(opening)
    blocks = gr.Blocks(title=masthead.NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        turns = gr.State(())
        top = _html(masthead.preparing(), "masthead")
        notice = _html("", "notice")
        conversation = _html(transcript.render(()), "transcript")
        question, send = _composer()
        # The script of the page lives in the pane, which it shows and closes; it raises the events of all parts.
        pane = _html("", "pane", js_on_load=(HERE / "page.js").read_text("utf-8"))

        shown = [conversation, turns, question]
        blocks.load(handlers.prepare, None, [top, notice], **QUIET)
        asking = gr.on(
            [question.submit, send.click], handlers.ask, [question, turns], shown, trigger_mode="once", **QUIET
        )
        offered = pane.ask_example(handlers.ask_example, [turns], shown, trigger_mode="once", **QUIET)
        pane.restart(handlers.restart, None, [conversation, turns, pane], cancels=[asking, offered], **QUIET)
        pane.open_citation(handlers.open_citation, [turns], pane, trigger_mode="always_last", **QUIET)
        pane.open_document(handlers.open_document, None, pane, trigger_mode="always_last", **QUIET)
    return blocks


def application(opening: Opening) -> FastAPI:
    """The whole server: the page at `/`, with nothing allowed to come from, or go to, another address."""
    app = FastAPI(openapi_url=None)
    api.mount(app, opening)
    gr.mount_gradio_app(
        app,
        build(opening),
        path="/",
        theme=theme(),
        head=f"<style>{(HERE / 'style.css').read_text('utf-8')}</style>",
        favicon_path=str(HERE / "favicon.svg"),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    app.add_middleware(ContentPolicy)
    return app


def _html(value: str, name: str, **options: Any) -> gr.HTML:
    return gr.HTML(value, elem_id=name, apply_default_css=False, **({"js_on_load": None} | options))


def _composer() -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="composer"):
        question = gr.Textbox(
            label="Your question",
            placeholder="Ask the sources…",
            show_label=False,
            container=False,
            max_lines=6,
            autofocus=True,
            elem_id="question",
        )
        send = gr.Button("Ask", variant="primary", elem_id="send", min_width=80)
    return question, send
