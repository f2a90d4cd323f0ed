"""An earlier question asked of another: “And what about Mattis?”, “And in 2018?”, “What about sanctions?”; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.answering.question import SPEECH, subject_of
from bot.attribution.offices import country_in
from bot.conversation.names import Kind, Name, is_role, names_in
from bot.conversation.pointers import SAME_ABOUT

LONGEST_NAME = 3
"""Words of a name that asks the earlier question again all by itself."""

_PREPOSITION = re.compile(
    r"^(?P<word>about|on|in|with|from|to|for|against|by|at|before|after|since|until|during|of|under)\s+\S",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s?.!]+$")
_AND = re.compile(r"\s*,?\s*(?:and\s+|or\s+)?")
_TOO = re.compile(r",?\s+(?:then|too|also|as well|instead|though|again)$", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|on)\s+(?P<topic>[^?]+?)(?P<end>[\s?.!]*)$", re.IGNORECASE)
_SAID = re.compile(rf"\b(?:{SPEECH})s?\s+(?P<topic>[^?]+?)(?P<end>[\s?.!]*)$", re.IGNORECASE)
_POSITION = re.compile(
    r"\b(?P<name>(?:the\s+)?[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*)[’']s?\s+"
    r"(?:position|view|stance|statement|response|reaction|policy|opinion|role|plan|aim|goal|approach|message)s?\b"
)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_PARTY = re.compile(r"\b(?:side|government|ministers?|officials?|people|ones?|delegation|president|leaders?|version)\b")
_LEADING = re.compile(r"^(?:about|of|on|to|for|regarding)\s+", re.IGNORECASE)
_MORE = re.compile(r"\s+(?:administration|government|minister|side|plan|officials)\b")
_BEFORE = re.compile(
    r"\b(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|should|and)\s+$", re.IGNORECASE
)
_AFTER = re.compile(r"\s*(?:[?.!,]|$)|\s+(?:[a-z]+ed|in|on|at|to|for|with|and|or|say)\b|[’']s\b")


def other_in(question: str, known: Mapping[str, str]) -> str | None:
    """Return what a question asks the earlier one of, be it a mere name; None for any other question."""
    match = SAME_ABOUT.match(question)
    bare = _TOO.sub("", _TAIL.sub("", question)).strip()
    if match is None:
        kind = _kind(bare, known) if len(bare.split()) <= LONGEST_NAME else None
        return _written(bare, known) if kind in (Kind.PERSON, Kind.COUNTRY) and _is_name(bare, known) else None
    if re.search(r"\w", question[match.end() :]):
        return None
    other = _TOO.sub("", _TAIL.sub("", match["other"] or match["meant"] or match["bare"])).strip()
    return _written(other, known) or None


def _written(other: str, known: Mapping[str, str]) -> str:
    """A name as it is written, whatever the capitals of the question: “and trump?”."""
    return other.title() if other.title() in known else other


def _is_name(text: str, known: Mapping[str, str]) -> bool:
    written = _written(text, known)
    return any(name.text == _ARTICLE.sub("", written) for name in names_in(f"the {written}", known))


def swapped(earlier: str, other: str, known: Mapping[str, str]) -> str | None:
    """Return the earlier question with its part of the same kind exchanged; None where it has no such part."""
    preposition = _PREPOSITION.match(other)
    if preposition:
        return _phrase_swapped(earlier, other, preposition["word"])
    kind = _kind(other, known)
    if kind is None:
        return _topic_swapped(earlier, other)
    return _name_swapped(earlier, other, kind, known)


def _kind(other: str, known: Mapping[str, str]) -> Kind | None:
    """What kind of thing is asked about; None for a topic, which nobody's name is."""
    names = names_in(f"the {other}", known)
    if country_in(other):
        return Kind.PERSON if _PARTY.search(other) else Kind.COUNTRY
    if is_role(other) or other.title() in known or any(name.kind is Kind.PERSON for name in names):
        return Kind.PERSON
    return Kind.OTHER if any(name.text == _ARTICLE.sub("", other) for name in names) else None


def _name_swapped(earlier: str, other: str, kind: Kind, known: Mapping[str, str]) -> str | None:
    subject = subject_of(earlier)
    same = [name for name in names_in(earlier, known) if name.kind is kind and name.text not in subject]
    position = _POSITION.search(earlier)
    if subject and (kind is not Kind.COUNTRY or country_in(subject) or len(same) != 1):
        return earlier.replace(subject, other, 1)
    if position and not (kind is Kind.COUNTRY and not country_in(position["name"]) and len(same) == 1):
        return _put(earlier, position.start("name"), position.end("name"), other)
    alike = _joined(earlier, same)
    return _put(earlier, alike.start, alike.end, other) if alike and _is_whole(earlier, alike) else None


def _joined(earlier: str, names: Sequence[Name]) -> Name | None:
    """The one name, or those that “and” joins as one; None where they stand apart."""
    between = [earlier[one.end : next_one.start] for one, next_one in pairwise(names)]
    if not names or not all(_AND.fullmatch(gap) for gap in between):
        return None
    return replace(names[0], text=earlier[names[0].start : names[-1].end])


def _topic_swapped(earlier: str, other: str) -> str | None:
    topic = topic_of(earlier)
    at = earlier.rfind(topic)
    return _put(earlier, at, at + len(topic), other) if topic else None


def _phrase_swapped(earlier: str, phrase: str, word: str) -> str:
    """The last phrase with the same preposition exchanged, else the phrase put at the end."""
    body = _TAIL.sub("", earlier)
    last = body.lower().rfind(f" {word.lower()} ")
    return f"{body[:last] if last >= 0 else body} {phrase}?"


def _put(text: str, start: int, end: int, other: str) -> str:
    return text[:start] + other + text[end:]


def topic_of(question: str) -> str:
    """Return what a question asks somebody's words about; nothing where it asks for nobody's."""
    subject = subject_of(question)
    # Behind the subject, since “the United States” ends like a verb of saying.
    behind = question.find(subject) + len(subject)
    match = _ABOUT.search(question) or (_SAID.search(question, behind) if subject else None)
    return _LEADING.sub("", match["topic"]) if match else ""


def _is_whole(earlier: str, name: Name) -> bool:
    """Whether a name stands for itself: “the Japanese minister” is not asked of “Canada” by putting it there."""
    if _MORE.match(earlier[name.end :]):
        return False
    return name.kind is Kind.PERSON or bool(_BEFORE.search(earlier[: name.start]) or _AFTER.match(earlier[name.end :]))
