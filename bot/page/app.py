"""The page as Gradio blocks: its parts, and which handler answers which event."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount
from starlette.types import ASGIApp

from bot import api
from bot.guard import Guard
from bot.guard.bodies import MOST_FILE_BYTES
from bot.guard.limits import Queue
from bot.guard.login import Login, Session
from bot.monitoring import Metrics, Traffic
from bot.page.layout import Layout
from bot.page.opening import Opening
from bot.page.permits import Permits
from bot.page.theme import theme
from bot.page.views.masthead import NAME
from bot.page.wiring import wire
from bot.page.words import preferred, words_of
from bot.settings import Settings
from bot.users import Users

HERE = Path(__file__).parent


def build(opening: Opening, settings: Settings, users: Users | None = None) -> gr.Blocks:
    """The page over a bot that may still be opening; `users` are those who may log in, where that is needed."""
    blocks = gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True)
    with blocks:
        wire(Layout.place(_joined("scripts")), opening, Permits(users), settings.concurrent)
    return blocks


def application(opening: Opening, settings: Settings, metrics: Metrics | None = None) -> ASGIApp:
    """The whole server: the page at `/`, what is for programs beside it, and the guard before both.

    `metrics` are offered, too, where there are some.

    Raises:
        UsersError: the file of those who may log in cannot be read.
    """
    app = FastAPI(openapi_url=None)
    users = Users(settings.library)
    login = Login(users, _session(app)) if users.all() else None
    known = users if login else None
    blocks = build(opening, settings, known)
    api.mount(app, opening, metrics, known)
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        auth=login.is_right if login else None,
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
    return Traffic(Guard(app, settings, Queue(lambda: _length(blocks), _told), login), metrics)


def _length(blocks: gr.Blocks) -> int:
    """How many events of the page are worked on or wait."""
    return len(blocks._queue) + sum(job is not None for job in blocks._queue.active_jobs)


def _told(key: str, accepted: str) -> str:
    return words_of(preferred("", accepted))(f"busy.{key}")


def _session(app: FastAPI) -> Session:
    """Who logged in on the page that an application comes to have, as Gradio keeps it."""

    def user(cookies: Mapping[str, str]) -> str | None:
        served = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, App))
        names = f"access-token-{served.cookie_id}", f"access-token-unsecure-{served.cookie_id}"
        tokens = [cookies[name] for name in names if name in cookies]
        return next((served.tokens[token] for token in tokens if token in served.tokens), None)

    return user


def _joined(folder: str) -> str:
    """The files of a folder, one after the other in the order of their names."""
    return "\n".join(path.read_text("utf-8") for path in sorted((HERE / folder).iterdir()))
