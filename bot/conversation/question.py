"""What counts as a question."""

from __future__ import annotations

from bot.errors import QuestionError
from bot.loading.normalisation import one_line

LONGEST_QUESTION = 4_000
"""Characters; a longer text is a document, not a question."""


def checked(question: str) -> str:
    """Return the question on one line, normalised as the texts are.

    Raises:
        QuestionError: it is empty, or too long to be a question.
    """
    text = one_line(question)
    if not any(character.isalnum() for character in text):
        raise QuestionError("The question is empty.", "Ask something, for example: Who wrote the article?")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text):,} characters; {LONGEST_QUESTION:,} is the most.",
            "Ask in a few sentences, or add the text as a document.",
        )
    return text
