"""The language of a text, told by a detector where nothing says it."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.errors import BotError

_SAMPLE = 5_000
_FEWEST_LETTERS = 12
"""A Chinese or Japanese character counts for three."""
_CERTAIN = 0.5


def detected(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where it is too short, or may be of several.

    Raises:
        BotError: the detector, which is unpacked into a temporary file, finds no room for it.
    """
    sample = text[:_SAMPLE]
    if sum(1 if char < "\u2e80" else 3 for char in sample if char.isalpha()) < _FEWEST_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _CERTAIN and len(code) == 2 else None


@cache
def _identifier() -> Any:
    # It takes a second to load, which a document that says its language does not need.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:
        problem = f"What tells the language of a text cannot be unpacked: {error.strerror}."
        raise BotError(problem, "See that the folder for temporary files (TMPDIR) is writable and has room.") from error
