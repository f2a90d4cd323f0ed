"""Questions that compare: “How do Canada and the United States differ on …?” becomes its topic and its names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.conversation import checked
from bot.errors import QuestionError

_NAME = r"(?:the )?[\w.’'-]+(?: (?!and\b|or\b|with\b)[\w.’'-]+){0,4}?"
_NAMES = rf"(?P<names>(?:{_NAME}, )*{_NAME},? and {_NAME})"
_VIEWS = (
    r"(?:views?|positions?|stances?|statements?|approach(?:es)?|attitudes?|opinions?|remarks|messages|policy|policies|"
    r"presentations?|accounts?|arguments?|takes?)"
)
_ON = (
    r"(?:on|about|over|regarding|concerning|as to|towards?|to|of|in their \w+ (?:of|on|to)|when it comes to|"
    r"with regard to)"
)
_TOPIC = r"(?P<topic>.+?)"
_DIFFER = r"(?:differ|disagree|diverge|agree|part ways|contrast|compare)"
_PRESENT = (
    r"(?:present|describe|frame|view|see|characteri[sz]e|portray|assess|judge|regard|explain|justify|approach|treat|"
    r"(?:speak|talk|think|feel) (?:of|about)|refer to|respond to|react to)"
)
_DO = r"(?:do|does|did)"
_FORMS = (
    rf"(?:how|where|in what (?:way|respect)s?) (?:{_DO}|have|has) {_NAMES}(?: {_VIEWS})? (?:each )?"
    rf"{_DIFFER}(?:ed|d)? {_ON} {_TOPIC}",
    rf"how {_DO} {_NAMES} {_VIEWS} {_ON} {_TOPIC} {_DIFFER}",
    rf"how {_DO} {_NAMES} (?:each |respectively )?{_PRESENT} {_TOPIC}",
    rf"{_DO} {_NAMES} {_DIFFER} {_ON} {_TOPIC}",
    rf"what {_DO} {_NAMES} each (?:say|think|state|believe) {_ON} {_TOPIC}",
    rf"(?:please )?(?:compare|contrast|compare and contrast) the {_VIEWS} of {_NAMES} {_ON} {_TOPIC}",
    rf"(?:please )?(?:compare|contrast|compare and contrast) (?:how )?{_NAMES}(?: {_VIEWS})? {_ON} {_TOPIC}",
    rf"(?:please )?(?:compare|contrast|compare and contrast) how {_NAMES} {_PRESENT} {_TOPIC}",
    r"what (?:is|are|was|were) the (?:main |key )?"
    r"(?:difference|disagreement|contrast|similarit|divergence)(?:s|y|ies)? "
    rf"between (?:the {_VIEWS} of )?{_NAMES}(?: {_VIEWS})? {_ON} {_TOPIC}",
)
_FROM = (
    rf"how {_DO} (?P<one>{_NAME})[’']s? {_VIEWS} {_ON} {_TOPIC} differ from (?:that of )?"
    rf"(?P<other>{_NAME})(?:[’']s?)?"
)
_MAY_COMPARE = re.compile(r"\band\b|\bdiffer from\b", re.IGNORECASE)
_JOINT = re.compile(r",? and |, ")
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a question compares: the positions of `names`, two or more, on a topic."""

    topic: str
    names: tuple[str, ...]


def compared(question: str) -> Comparison | None:
    """Return what a question compares; None for a question that does not compare.

    Two or more names must be joined, with a word of differing or presenting: “What did A and B announce?” asks for
    what they did together. Whether the names are anybody's is for the library to say.
    """
    written = " ".join(question.split())
    if not _MAY_COMPARE.search(written):
        return None
    apart = _form(_FROM).match(written)
    if apart:
        return Comparison(apart["topic"], (apart["one"], _POSSESSIVE.sub("", apart["other"])))
    match = next((match for form in _FORMS if (match := _form(form).match(written))), None)
    if match is None:
        return None
    names = tuple(_POSSESSIVE.sub("", name.strip()) for name in _JOINT.split(match["names"]))
    return Comparison(match["topic"], names)


def checked_topic(topic: str) -> str:
    """Return a topic on one line, normalised as the texts are.

    Raises:
        QuestionError: it is empty, or too long.
    """
    if not any(character.isalnum() for character in topic):
        raise QuestionError("The topic is empty.", "Name one, for example: sanctions.")
    return checked(topic)


@cache
def _form(form: str) -> re.Pattern[str]:
    """The pattern of a whole question; all of them take a twentieth of a second, which few questions need."""
    return re.compile(rf"^\W*{form}\s*[?.!]*\s*$", re.IGNORECASE)
