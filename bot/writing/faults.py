"""What can go wrong with a model, in words for the reader of an answer."""

from __future__ import annotations

from bot.errors import BotError
from bot.language_model.opening import LanguageModel, scrubbed
from bot.writing.listening import Silent
from bot.writing.splitting import Endless

INSTEAD = "The answer is made of sentences of the sources."
UNTIL_THEN = "What it had written until then is checked and shown."
LONGEST = 200
"""Characters of a model's own message that are shown."""


def described(error: BaseException, model: LanguageModel) -> str:
    """Return what happened to a model's answer, as one clause after its name."""
    if isinstance(error, Silent):
        return "took too long"
    if isinstance(error, Endless):
        return "wrote on and on"
    if isinstance(error, UnicodeError):
        return "sent text that is not valid UTF-8"
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return f"returned an error (HTTP {status})"
    if isinstance(error, BotError):
        return f"cannot be used: {error}".rstrip(".")
    message = " ".join(scrubbed(str(error), model.secret).split())[:LONGEST].rstrip(".")
    return f"failed ({message or type(error).__name__})"


def notice(name: str, happened: str, *, began: bool) -> str:
    """Return what a reader is told: what happened, and who wrote what is shown."""
    return f"The model {name} {happened}. {UNTIL_THEN if began else INSTEAD}"
