"""A question as it was put becomes one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.errors import QuestionError
from bot.loading.normalisation import one_line

LONGEST_QUESTION = 4_000
"""Characters; a longer text is a document, not a question."""

Turn = tuple[str, str]
"""Who spoke, "user" or "assistant", and what was said."""

# Not “what does the author think”, which asks for the document's own words.
_WRITER = re.compile(
    r"(?<!do )(?<!did )(?<!does )(?<!has )\bthe (?:article[’']s )?(?:author|writer)\b(?![’']?s\b)(?! of\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|that|this|those|these|there|then|so)\b", re.IGNORECASE
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|so|what about|how about|why|where|when|who|which one)\b[^?]{0,40}\??\W*$", re.I
)
_NOT_BACK = re.compile(
    r"\bit (?:is|was) (?:true|possible)\b|\bthat (?:the|a|an|they|he|she|it|is|are|was|were)\b", re.I
)


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


def standalone(question: str, history: Sequence[Turn], authors: Sequence[str]) -> str:
    """Return the question with what it leaves open filled in.

    “The author” is named where the documents in view have one author. A question that points back, or that only
    continues, is put after the user's last one that stands alone.
    """
    asked = [text for role, text in history if role == "user"]
    if asked and _depends(question):
        question = f"{' '.join(_root(asked).split())} {question}"
    if len(authors) == 1 and authors[0].lower() not in question.lower():
        question = _WRITER.sub(lambda match: f"{match.group()} {authors[0]}", question, count=1)
    return question


def _depends(question: str) -> bool:
    pointing = _POINTS_BACK.search(_NOT_BACK.sub("", question)) is not None
    return pointing or (len(question.split()) <= 7 and _CONTINUES.match(question) is not None and _is_bare(question))


def _is_bare(question: str) -> bool:
    """Whether a short question opens with “and”, “what about” or the like, or is hardly more than its interrogative."""
    return (
        len(question.split()) <= 2 or re.match(r"^\W*(?:and|but|so|what about|how about)\b", question, re.I) is not None
    )


def _root(asked: Sequence[str]) -> str:
    """The last question that stands alone, else the first of all."""
    return next((text for text in reversed(asked) if not _depends(text)), asked[0])
