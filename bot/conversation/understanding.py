"""A question and the turns before it become a question that stands alone, and what is searched for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from bot.answering.about import document_meant
from bot.answering.question import subject_of
from bot.conversation.focus import filled
from bot.conversation.names import by_surname
from bot.conversation.pointers import depends, is_named, is_open, points
from bot.conversation.swap import other_in, swapped, topic_of
from bot.conversation.turns import Exchange, Turn, exchanges, opening
from bot.retrieval import Query
from bot.terms import content_terms

CONTEXT = 80
"""Words of the last exchange that a query is read in."""

WEIGHT = 0.7
"""How much the last exchange counts beside a question that depends on it."""

SPARSE, RICH = 5, 9
"""Content words: without a name or number, a question of at most so many is read in the last exchange in full, and
one of at least so many as it is."""

SWAPPED = 3
"""Questions back that “And X?” may ask again, the newest that has a part like X."""

# Not “what does the author think”, which asks for the document's own words.
_WRITER = re.compile(
    r"(?<!do )(?<!did )(?<!does )(?<!has )\bthe (?:article[’']s )?(?:author|writer)\b(?![’']?s\b)(?! of\b)",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|both(?: of them)?)\b", re.IGNORECASE)
_OPENER = re.compile(r"^\W*(?:and|but|so|also)\b[\s,]*", re.IGNORECASE)
_END = re.compile(r"[\s?.!]+$")
_DOCUMENT_PRONOUNS = frozenset({"it", "this", "that"})


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands alone, and the query that finds what may answer it."""

    question: str
    query: Query

    @property
    def is_whole(self) -> bool:
        """True where the question is one, and not put after an earlier one."""
        return self.query.text == self.question


@dataclass(frozen=True, slots=True)
class _Thread:
    """The questions that stood alone, newest first, and the last exchange as it was understood."""

    roots: tuple[str, ...] = ()
    last: Exchange | None = None


def understood(
    question: str, history: Sequence[Turn], authors: Sequence[str] = (), people: Sequence[str] = ()
) -> Understood:
    """Return what a question means after the turns before it.

    `authors` are those of the documents in view, and `people` those whom the library knows. A question with a name
    or number of its own and no pointing word is searched as it is; any other is read in the last exchange, the more
    the less it says.
    """
    turns, known = exchanges(history), by_surname(people)
    thread = reduce(lambda before, turn: _after(before, turn, known), turns, _Thread())
    alone, is_whole = _continued(question, thread, known)
    named = _with_author(alone, authors)
    searched = named if is_whole else question
    last = thread.last or Exchange("")
    context = opening(f"{last.asked} {last.answer}".strip(), CONTEXT)
    return Understood(named, Query(searched, context, _weight(question, searched) if context else 0.0))


def standalone(question: str, history: Sequence[Turn], authors: Sequence[str] = (), people: Sequence[str] = ()) -> str:
    """Return the question with what it leaves open filled in.

    “And what about X?” asks the earlier question of X, a pronoun is replaced by who or what is in focus, and “When
    was it published?” means the document that the earlier question was about. Another question that points back, or
    has no topic of its own, is put after the last one that stands alone. “The author” is named where the documents
    in view have one author. A question with a topic of its own comes back as it is.
    """
    return understood(question, history, authors, people).question


def speaks_of_author(question: str, history: Sequence[Turn]) -> bool:
    """Tell whether `standalone` has to know the authors for a question, or for an earlier one that it continues."""
    return any(_WRITER.search(text) for text in (question, *(text for role, text in history if role == "user")))


def _after(thread: _Thread, turn: Exchange, known: Mapping[str, str]) -> _Thread:
    alone, is_whole = _continued(turn.asked, thread, known)
    roots = (alone, *thread.roots) if is_whole else thread.roots
    return _Thread(roots[:SWAPPED], Exchange(alone, turn.answer))


def _continued(question: str, thread: _Thread, known: Mapping[str, str]) -> tuple[str, bool]:
    """The question as it stands alone, and whether it does so in one sentence of its own."""
    if thread.last is None:
        return question, True
    root = thread.roots[0]
    fact = _OPENER.sub("", question)
    document, pointer = document_meant(root), document_meant(fact)
    if document and pointer.lower() in _DOCUMENT_PRONOUNS:
        asked = fact.replace(f" {pointer}", f" {document}", 1)
        return asked[:1].upper() + asked[1:], True
    if not depends(question):
        return question, True
    whole = _whole(question, thread, known)
    return (whole, True) if whole else (f"{root} {question}", False)


def _whole(question: str, thread: _Thread, known: Mapping[str, str]) -> str | None:
    """A question that depends on others, as one; None where it can only be put after the last."""
    other = other_in(question, known)
    if other:
        # An older question is asked again only where it asked for somebody's words, which a later fact left alone.
        asked = [root for at, root in enumerate(thread.roots) if not at or subject_of(root)]
        return next((whole for root in asked if (whole := swapped(root, other, known))), None)
    if thread.last is None:
        return None
    if is_open(question):
        return _on_topic(question, thread, known)
    return filled(question, thread.last, known)


def _on_topic(question: str, thread: _Thread, known: Mapping[str, str]) -> str | None:
    """“Do they agree?” with who are meant, and on what: the topic of the last question."""
    root = thread.roots[0]
    topic, speaker = topic_of(root), subject_of(root)
    meant = _both(question, thread.roots) or question
    if points(meant):
        meant = (filled(meant, thread.last, known) if thread.last else None) or ""
    if not topic or not meant:
        return None
    with_whom = f" with {speaker}" if meant == question and speaker not in question else ""
    return f"{_END.sub('', meant)}{with_whom} on {topic}?"


def _both(question: str, roots: Sequence[str]) -> str | None:
    """“They” as the two whom the last two questions asked the same of."""
    subjects = [subject_of(root) for root in roots[:2]]
    if len(subjects) < 2 or not all(subjects) or not _THEY.search(question):
        return None
    asked = {root.replace(subject, "", 1) for root, subject in zip(roots, subjects, strict=False)}
    return _THEY.sub(" and ".join(reversed(subjects)), question, count=1) if len(asked) == 1 else None


def _with_author(question: str, authors: Sequence[str]) -> str:
    if len(authors) != 1 or authors[0].lower() in question.lower():
        return question
    return _WRITER.sub(lambda match: f"{match.group()} {authors[0]}", question, count=1)


def _weight(question: str, searched: str) -> float:
    """How much the last exchange counts: for a question that points back in full, for one with a name not at all."""
    if depends(question):
        return WEIGHT
    if is_named(searched):
        return 0.0
    return WEIGHT * min(1.0, max(0.0, (RICH - len(set(content_terms(searched)))) / (RICH - SPARSE)))
