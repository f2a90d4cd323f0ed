"""Who and what is in focus after an exchange, and a question's pronouns replaced by it; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.answering.question import FRAME, subject_of
from bot.attribution.offices import country_in
from bot.conversation.names import Kind, Name, is_role, names_in, person
from bot.conversation.pointers import is_object, points_at_words, pronouns
from bot.conversation.turns import Exchange
from bot.terms import STOPWORDS, content_terms

_HE, _SHE = frozenset({"he", "him", "his"}), frozenset({"she", "her", "hers"})
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
# “Why did he say it?” asks about the saying, which no name stands for.
_SAYS_IT = re.compile(r"\b(?:say|said|says|mean|meant|call|called|see|think)\s+it\b|\bdo\s+it\W*$", re.IGNORECASE)
_DEFINED = re.compile(
    r"^\W*(?:what|who)(?:[’']s| is| are| was| were)\s+"
    r"(?P<thing>(?:the\s+|an?\s+)?[\w’'-]+(?:\s+(?!of\b|between\b|for\b|in\b)[\w’'-]+){0,3})[\s?.!]*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:the\s+)?(?:UN\s+)?(?:Security Council\s+)?[Rr]esolution\s+\d+")
_GROUP = re.compile(
    r"\b(?:the|these|those|which|what)\s+(?P<noun>(?:(?!of\b|in\b|on\b|for\b|to\b|did\b|does\b|say\b)[\w-]+\s+){0,2}?"
    r"\w{2,}(?<!s)(?<!u)s)\b",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    r"\b(?P<thing>the\s+(?:(?!of\b|on\b|in\b|to\b|for\b)[a-z-]+\s+){0,2}?[a-z-]{3,}(?<!s))"
    r"(?=\s*[?.!,]|\s+(?:on|in|at|for|to|with|by|about|after|before|take|takes|took)\b|\s*$)"
)
_SENTENCE_END = re.compile(r"(?<=[?!])\s+")
_JOINED = re.compile(r"^(?P<whole>.+\band\b.+)$")


def filled(question: str, earlier: Exchange, known: Mapping[str, str]) -> str | None:
    """Return a question with its pronouns replaced by who or what is in focus; None where one stays open.

    Of the persons of the last question a subject means the one whose words were asked for, and an object another;
    an answer's persons are taken where the question has none of that gender, and only where they are one.
    """
    open_ones = pronouns(question)
    if not open_ones or points_at_words(question) or _SAYS_IT.search(question):
        return None
    meant = {match.group().lower(): _meant(question, match, earlier, known) for match in reversed(open_ones)}
    return None if None in meant.values() or not _agree(meant) else _replaced(question, open_ones, meant)


def _agree(meant: Mapping[str, str | None]) -> bool:
    """Whether “he” and “his” mean the same one, as they do in one question."""
    return all(len({meant[word] for word in each if word in meant}) <= 1 for each in (_HE, _SHE))


def _replaced(question: str, found: Sequence[re.Match[str]], meant: Mapping[str, str | None]) -> str:
    """The question with the first pronoun for each named; those after it mean the same."""
    parts, at, told = [], 0, set[str]()
    for match in found:
        name = meant[match.group().lower()] or ""
        if name not in told:
            possessive = match.group().lower() in _POSSESSIVE and not is_object(question, match)
            parts += [question[at : match.start()], _of(name) if possessive else name]
            at = match.end()
            told.add(name)
    return "".join([*parts, question[at:]])


def _last_sentence(question: str) -> str:
    """What was asked last, where one question was put after another."""
    return _SENTENCE_END.split(question.strip())[-1]


def _of(name: str) -> str:
    """The possessive: “Mattis’s”, “the ships’”."""
    return f"{name}’" if name.startswith("the ") and name.endswith("s") else f"{name}’s"


def _meant(question: str, pronoun: re.Match[str], earlier: Exchange, known: Mapping[str, str]) -> str | None:
    word = pronoun.group().lower()
    if word in _HE | _SHE:
        return _person_meant("m" if word in _HE else "f", earlier, known, as_object=is_object(question, pronoun))
    if word in ("it", "its"):
        return _only(_things(_last_sentence(earlier.asked), known))
    if word in ("their", "they", "them"):
        return _many_meant(word, _last_sentence(earlier.asked), known)
    return None


def _person_meant(gender: str, earlier: Exchange, known: Mapping[str, str], *, as_object: bool) -> str | None:
    subject = _subject(earlier.asked, known)
    people = [name for name in names_in(earlier.asked, known) if name.kind is Kind.PERSON]
    others = [name for name in people if subject is None or name.text not in subject.text]
    told = [name for name in names_in(earlier.answer, known) if name.kind is Kind.PERSON]
    ranked = [others, [subject] if subject else []] if as_object else [[subject] if subject else [], others]
    fitting = ([name for name in group if name.gender in (None, gender)] for group in (*ranked, told))
    first = next((group for group in fitting if group), [])
    return _only([each.text for each in _each_once(first)])


def _each_once(names: Sequence[Name]) -> list[Name]:
    """The persons, each by the fullest of the names given."""
    fullest: dict[str, Name] = {}
    for name in names:
        if name.last not in fullest or len(name.text) > len(fullest[name.last].text):
            fullest[name.last] = name
    return list(fullest.values())


def _subject(question: str, known: Mapping[str, str]) -> Name | None:
    """Whose words a question asks for, where that is one person."""
    written = subject_of(question)
    if not written or " and " in f" {written} " or (country_in(written) and not is_role(written)):
        return None
    is_name = written[0].isupper() and not written.isupper()
    return person(written, question.find(written), known) if is_name or is_role(written) else None


def _things(question: str, known: Mapping[str, str]) -> list[str]:
    """What “it” may mean after a question."""
    subject, whole = subject_of(question), _subject(question, known)
    found = [match["thing"] for match in [_DEFINED.match(question)] if match]
    found += [match.group() for match in _NUMBERED.finditer(question)]
    if subject.lower().startswith("the ") and whole is None and not subject.endswith("s"):
        found.append(subject)
    found += [match["thing"] for match in _DEFINITE.finditer(question) if not is_role(match["thing"])]
    found += _lone_names(question, whole.text if whole else "", known)
    return [each for at, each in enumerate(found) if not any(each in other for other in found[:at])]


def _lone_names(question: str, but: str, known: Mapping[str, str]) -> list[str]:
    """The names of things in a question that has, besides them, at most a verb: any noun might be meant as well."""
    names = [name.text for name in names_in(question, known) if name.kind is not Kind.PERSON and name.text not in but]
    named = set(content_terms(" ".join([*names, but])))
    besides = [term for term in content_terms(question) if term not in FRAME | named]
    return names if len(besides) <= 1 else []


def _many_meant(word: str, question: str, known: Mapping[str, str]) -> str | None:
    """Whom “they” means: two who are joined, the one group that is named, or for “their” a country, too."""
    subject = subject_of(question)
    if _JOINED.match(subject):
        return subject
    groups = [f"the {match['noun']}" for match in _GROUP.finditer(question) if match["noun"].lower() not in STOPWORDS]
    countries = [name.text for name in names_in(question, known) if name.kind is Kind.COUNTRY]
    return _only(groups) or (_only(countries) if word == "their" else None)


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(set(found)) == 1 else None
