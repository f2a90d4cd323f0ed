"""What a program is told when its request cannot be answered: the `error` JSON with a fitting status."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import BotError, LibraryBusy, QuestionError, UnknownConversation, UnknownDocument, UnreadableDocument
from bot.guard.replies import described

log = logging.getLogger(__name__)

DOCUMENTED = "GET /api/v1/docs lists what there is."
RETRY_SECONDS = "2"
TOLD: dict[type[BotError], int] = {
    QuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnreadableDocument: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownConversation: HTTPStatus.NOT_FOUND,
    UnknownDocument: HTTPStatus.NOT_FOUND,
}
"""The errors that are about a request; all others are about the server."""

KINDS = {403: "Forbidden", 404: "NotFound", 405: "MethodNotAllowed", 413: "ContentTooLarge"}


def refusal(error: BotError) -> JSONResponse:
    """Return the response to what is wrong with a request, or with the server."""
    status = status_of(error)
    headers = {"Retry-After": RETRY_SECONDS} if isinstance(error, LibraryBusy) else None
    return JSONResponse(public(error).to_dict(), status, headers)


def status_of(error: BotError) -> int:
    """Return the status of an error; what a request cannot mend is 503."""
    return next((status for kind, status in TOLD.items() if isinstance(error, kind)), HTTPStatus.SERVICE_UNAVAILABLE)


def public(error: BotError) -> BotError:
    """Return an error as a stranger may read it: what is about this machine, such as its folders, goes to the log."""
    if isinstance(error, tuple(TOLD)):
        return error
    if isinstance(error, LibraryBusy):
        # It passes, and whoever waits asks often: nothing for the log.
        return LibraryBusy("The library is being opened or written to.", "Try again in a few seconds.")
    log.error("%s", error)
    return type(error)("The bot cannot answer at present.", "The terminal that it runs in shows why.")


def install(app: FastAPI) -> None:
    """Have an application refuse in this way."""

    @app.exception_handler(BotError)
    async def refuse(_: Request, error: BotError) -> JSONResponse:
        return refusal(error)

    @app.exception_handler(RequestValidationError)
    async def refuse_invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return _invalid(error.errors())

    @app.exception_handler(HTTPException)
    async def refuse_misdirected(_: Request, error: HTTPException) -> JSONResponse:
        message = f"{str(error.detail).rstrip('.')}."
        refused = described(error.status_code, KINDS.get(error.status_code, "BadRequest"), message, DOCUMENTED)
        refused.headers.update(error.headers or {})
        return refused

    @app.exception_handler(Exception)
    async def refuse_unexpected(_: Request, __: Exception) -> JSONResponse:
        hint = "The terminal that it runs in shows the details."
        return described(500, "BotError", "Something went wrong in the bot itself.", hint)


def _invalid(problems: Sequence[Any]) -> JSONResponse:
    first = problems[0]
    if first["type"] == "json_invalid":
        return described(400, "BadRequest", "The body is no valid JSON.", DOCUMENTED)
    field = ".".join(str(part) for part in first["loc"][1:])
    where = f"The field “{field}”" if field else f"The {first['loc'][0]}"
    problem = first["msg"][:1].lower() + first["msg"][1:]
    return described(422, "InvalidRequest", f"{where} cannot be used: {problem}.", DOCUMENTED)
