"""The REST API: each route reads its request, makes one call of the bot, and gives the result's JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.api import passages, reading, reference, refusals, requests, shapes
from bot.api.events import MEDIA_TYPE, stream
from bot.api.readiness import Readiness
from bot.library import Filters
from bot.users import Users, may_edit

Limit = Annotated[int, Query(ge=1, le=1_000)]
FORBIDDEN: dict[int | str, dict[str, Any]] = {403: {"model": shapes.Error, "description": "It is not for this user."}}
ABOUT = (
    "Ask the library of a policy-brief chatbot, search it, and check texts against it. Every sentence of an answer "
    "cites: a citation's `quote` is the text of its `document` from `start` to `end`, counted in code points."
)


def application(ready: Readiness, users: Users | None = None) -> FastAPI:
    """Return the application; it is mounted where its addresses begin. `users` are those who may log in, if anyone."""
    app = FastAPI(title="Policy brief bot", version="1", description=ABOUT, docs_url=None, redoc_url=None)
    refusals.install(app)
    _add_questions(app, ready)
    _add_checks(app, ready)
    _add_library(app, ready)
    _add_log(app, ready, users)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(reference.page(app.openapi()))

    return app


def _add_questions(app: FastAPI, ready: Readiness) -> None:
    @app.post("/ask", summary="Answer a question, or decline", responses=_answers())
    async def ask(asked: requests.Ask, accept: Annotated[str, Header(include_in_schema=False)] = "") -> Response:
        """With `Accept: text/event-stream` the answer comes as it is made: `sentence` events, then one `answer`."""
        bot = ready.bot()
        if MEDIA_TYPE in accept:
            return await stream(bot.stream(asked.question, asked.turns, **asked.filters))
        answer = await run_in_threadpool(bot.ask, asked.question, asked.turns, **asked.filters)
        return JSONResponse(answer.to_dict())

    @app.post("/search", summary="Find passages", responses=_gives(shapes.Passages))
    def search(asked: requests.Search) -> JSONResponse:
        """Passages come best first, each with its exact place."""
        found = passages.found(ready.bot(), asked.query, asked.top_k, Filters(**asked.filters))
        return JSONResponse(found)

    @app.post("/compare", summary="Put positions side by side", responses=_gives(shapes.Positions))
    def compare(asked: requests.Compare) -> JSONResponse:
        """It takes two speakers or countries at least; who says nothing on the topic is silent, with a reason."""
        found = ready.bot().compare(asked.topic, asked.speakers, asked.countries, **asked.filters)
        return JSONResponse(found.to_dict())

    @app.post("/timeline", summary="List dated statements", responses=_gives(shapes.Timeline))
    def timeline(asked: requests.Chronicle) -> JSONResponse:
        """The earliest comes first."""
        return JSONResponse(ready.bot().timeline(asked.topic, **asked.filters).to_dict())


def _add_checks(app: FastAPI, ready: Readiness) -> None:
    @app.post("/quote", summary="Check a quotation", responses=_gives(shapes.QuotationCheck))
    def quote(asked: requests.Quote) -> JSONResponse:
        """The verdict is verbatim, altered, misattributed or not found."""
        return JSONResponse(ready.bot().check_quote(asked.quote, asked.speaker).to_dict())

    @app.post("/draft", summary="Check a draft", responses=_gives(shapes.DraftCheck))
    def draft(asked: requests.Draft) -> JSONResponse:
        """Every quotation and every claim of the text gets a verdict."""
        return JSONResponse(ready.bot().check_draft(asked.text).to_dict())


def _add_library(app: FastAPI, ready: Readiness) -> None:
    @app.get("/documents", summary="List the documents", responses=_gives(shapes.Sources))
    def documents() -> JSONResponse:
        """They come in the order in which they were added."""
        return JSONResponse({"documents": [source.to_dict() for source in ready.bot().documents()]})

    @app.get("/documents/{document_id:path}", summary="Read a document", responses=_gives(shapes.Document))
    def document(document_id: str) -> JSONResponse:
        """All offsets in citations and passages count in its `text`."""
        return JSONResponse(reading.read(ready.bot(), document_id))

    @app.get("/verify", summary="Check the library", responses=_gives(shapes.Verification))
    def verify() -> JSONResponse:
        """A sound library has every passage once, at its place, in each of its parts."""
        return JSONResponse(ready.bot().verify().to_dict())


def _add_log(app: FastAPI, ready: Readiness, users: Users | None) -> None:
    @app.get("/log", summary="Tell what was changed, and by whom", responses=_gives(shapes.Log) | FORBIDDEN)
    def log(
        request: Request, document: requests.Name | None = None, since: requests.Date | None = None, limit: Limit = 50
    ) -> JSONResponse:
        """The newest comes first. It is for those who may change the library: with a log-in, for editors."""
        bot = ready.bot()
        if not may_edit(bot.settings, users, getattr(request.state, "user", None)):
            raise HTTPException(HTTPStatus.FORBIDDEN, "Only who may change the library may read its log")
        return JSONResponse({"log": [entry.to_dict() for entry in bot.log(document, since, limit)]})


def _gives(shape: Any) -> dict[int | str, dict[str, Any]]:
    """What the documentation says of a route's responses."""
    refused = {404: "There is no such document.", 422: "The request cannot be used.", 503: "The bot is not ready."}
    return {
        200: {"model": shape},
        **{status: {"model": shapes.Error, "description": refused[status]} for status in refused},
    }


def _answers() -> dict[int | str, dict[str, Any]]:
    return _gives(shapes.Answer) | {
        200: {"model": shapes.Answer, "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}
    }
