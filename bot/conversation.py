"""A question as it was put becomes one that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.about import document_meant
from bot.answering.question import subject_of
from bot.errors import QuestionError
from bot.loading.normalisation import one_line

LONGEST_QUESTION = 4_000
"""Characters; a longer text is a document, not a question."""

SHORTEST_TOPIC = 3
"""Words; a question with fewer, such as “Why?” or “And then?”, has no topic of its own."""

Turn = tuple[str, str]
"""Who spoke, "user" or "assistant", and what was said."""

# Not “what does the author think”, which asks for the document's own words.
_WRITER = re.compile(
    r"(?<!do )(?<!did )(?<!does )(?<!has )\bthe (?:article[’']s )?(?:author|writer)\b(?![’']?s\b)(?! of\b)",
    re.IGNORECASE,
)
_INTERROGATIVE = r"(?:what|who|whom|whose|when|where|why|how|which|did|do|does|is|are|was|were|has|have|can|will)\b"
# What may follow “and” without being what the earlier question is now asked of.
_NO_SUBJECT = (
    rf"(?:{_INTERROGATIVE}|(?:then|so|also|now|again|he|she|they|it|this|that|there)\b|"
    rf"(?:in|on|at|by|for|from|to|with|of|since|until)\s+{_INTERROGATIVE})"
)
_SAME_ABOUT = re.compile(
    rf"^\W*(?:(?:and|but|so)\s+)?(?:(?:what|how) about\s+(?P<other>[^?]+)|(?<=nd )(?!{_NO_SUBJECT})(?P<bare>[^?]+))",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|hers|their|theirs|its|this|those|these)\b", re.IGNORECASE
)
_POINTS_BACK_AT_END = re.compile(r"\b(?:that|there|then|so|instead|too|also)\W*$", re.IGNORECASE)
_DOCUMENT_PRONOUNS = frozenset({"it", "this", "that"})
_OPENS_BY_JOINING = re.compile(r"^\W*(?:and|but|so|also|or)\b", re.IGNORECASE)
_POINTS_NOWHERE = re.compile(
    r"\b(?:is|was|does|would|will) it (?:true|possible|likely|necessary)\b|"
    r"\b(?:this|these) (?:article|document|text|statement|resolution|speech|brief)s?\b",
    re.IGNORECASE,
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

    “And what about X?” asks the earlier question of X, and “When was it published?” means the document that the
    earlier question was about. Another question that points back, or has no topic of its own,
    is put after the last one that stands alone. “The author” is named where the documents in view have one author.
    """
    asked = [one_line(text) for role, text in history if role == "user" and text.strip()]
    if asked:
        question = _continued(question, _root(asked))
    if len(authors) == 1 and authors[0].lower() not in question.lower():
        question = _WRITER.sub(lambda match: f"{match.group()} {authors[0]}", question, count=1)
    return question


def speaks_of_author(question: str, history: Sequence[Turn]) -> bool:
    """Tell whether `standalone` has to know the authors for a question, or for an earlier one that it continues."""
    return any(_WRITER.search(text) for text in (question, *(text for role, text in history if role == "user")))


def depends(question: str) -> bool:
    """Tell whether a question cannot be understood without the ones before it."""
    if _SAME_ABOUT.match(question) or _OPENS_BY_JOINING.match(question) or len(question.split()) < SHORTEST_TOPIC:
        return True
    pointing = _POINTS_NOWHERE.sub("", question)
    return bool(_POINTS_BACK.search(pointing) or _POINTS_BACK_AT_END.search(pointing))


def _continued(question: str, earlier: str) -> str:
    document, pointer = document_meant(earlier), document_meant(question)
    if document and pointer.lower() in _DOCUMENT_PRONOUNS:
        return question.replace(f" {pointer}", f" {document}", 1)
    match, subject = _SAME_ABOUT.match(question), subject_of(earlier)
    if match and subject:
        other = (match["other"] or match["bare"]).strip(" ?.!")
        return earlier.replace(subject, other, 1)
    return f"{earlier} {question}" if depends(question) else question


def _root(asked: Sequence[str]) -> str:
    """The last question that stands alone, else the first of all."""
    return next((text for text in reversed(asked) if not depends(text)), asked[0])
