"""The page as Gradio blocks: its parts, and which handler answers which event."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from starlette.types import ASGIApp

from bot import api
from bot.guard import Guard
from bot.guard.bodies import MOST_FILE_BYTES
from bot.page.layout import Layout
from bot.page.opening import Opening
from bot.page.theme import theme
from bot.page.views.masthead import NAME
from bot.page.wiring import wire
from bot.settings import Settings

HERE = Path(__file__).parent


def build(opening: Opening) -> gr.Blocks:
    """The page over a bot that may still be opening."""
    blocks = gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        wire(Layout.place(_joined("scripts")), opening)
    return blocks


def application(opening: Opening, settings: Settings) -> ASGIApp:
    """The whole server: the page at `/`, what is for programs beside it, and the guard before both."""
    app = FastAPI(openapi_url=None)
    api.mount(app, opening)
    gr.mount_gradio_app(
        app,
        build(opening),
        path="/",
        theme=theme(),
        head=f"<style>{_joined('styles')}</style>",
        # What a handler did not foresee is told in no words of its own: these may hold a path.
        show_error=False,
        favicon_path=str(HERE / "favicon.svg"),
        max_file_size=MOST_FILE_BYTES,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
    )
    return Guard(app, settings.public_hosts)


def _joined(folder: str) -> str:
    """The files of a folder, one after the other in the order of their names."""
    return "\n".join(path.read_text("utf-8") for path in sorted((HERE / folder).iterdir()))
