"""The words by which a question points at what was said before it, and whether it needs that; pure."""

from __future__ import annotations

import re

from bot.answering.question import FRAME, name_stems, subject_of
from bot.attribution.offices import country_in
from bot.terms import content_terms, stem

SHORTEST_TOPIC = 3
"""Words; a question with fewer, such as “Why?” or “And then?”, has no topic of its own."""

OWN_TOPIC = 3
"""Content words, or a name, that make a question stand alone though it opens with “and” or “but”."""

_INTERROGATIVE = r"(?:what|who|whom|whose|when|where|why|how|which|did|do|does|is|are|was|were|has|have|can|will)\b"
# What may follow “and” without being what the earlier question is now asked of.
_NO_SUBJECT = (
    rf"(?:{_INTERROGATIVE}|(?:then|so|also|now|again|he|she|they|it|this|that|there|if|because|why|not)\b|"
    rf"(?:in|on|at|by|for|from|to|with|of|since|until)\s+{_INTERROGATIVE})"
)
_LEAD = r"^\W*(?:(?:no|oh|ok|okay|sorry|oops|well|thanks|thank you)\b\W*)*"
SAME_ABOUT = re.compile(
    rf"{_LEAD}(?:(?:and|but|so)\s+)?(?:(?:what|how) about\s+(?P<other>[^?]+)|"
    rf"I (?:mean|meant)\s+(?!to\b|that\b|{_INTERROGATIVE})(?P<meant>[^?.,]{{2,60}})\W*$|"
    rf"(?<=nd )(?!{_NO_SUBJECT})(?P<bare>[^?]+))",
    re.IGNORECASE,
)
"""Forms that ask the earlier question of something else: “And what about X?”, “And X?”, “I meant X.”"""

PERSONAL = re.compile(r"\b(?:he|she|they|it|him|her|them|his|hers|their|theirs|its)\b", re.IGNORECASE)
_OBJECTS = frozenset({"him", "them", "it", "hers", "theirs"})
_ENDS = re.compile(r"\s*(?:[?.!,]|$)")
_NO_NOUN = re.compile(r"\s*(?:[?.!,]|$|(?:in|on|at|to|for|with|by|from|about|as|and|or)\b)")
_PERIODS = r"(?:year|month|week|day|morning|time|century|decade|spring|summer|autumn|fall|winter)s?"
_DEMONSTRATIVE = re.compile(
    rf"\b(?:this|these)\b(?!\s+{_PERIODS}\b)|\bthose\b(?!\s+(?:who|that|which)\b)|"
    r"\b(?:in|at|of|on|about|to|for|by|from|with|after|before|during|since|like|than|does|did|is|was|has|will|would|"
    r"can|could)\s+that\b(?!\s+(?:\w+\s+){1,3}(?:is|are|was|were|has|have|will|would|should)\b)|"
    r"\b(?:that|there|then|so|instead|too|also|otherwise|either|neither)\W*$|"
    r"\b(?:which|what|another|other|the (?:first|second|last|same))\s+ones?\b|"
    r"\b(?:the latter|the former)\b(?!\s+[a-z])|"
    r"\bthe same(?:\s+(?:thing|view|way|time|question))?\W*$|\b(?:the other|the others|more|any others?)\W*$|"
    r"\b(?:who|what|where|how|why|anything|anyone|something)\s+else\W*$|\bas well\W*$",
    re.IGNORECASE,
)
_BARE_COMPARATIVE = re.compile(
    r"^\W*which\s+(?:is|are|was|were)\s+(?:more|less|better|worse|\w+er)\b(?!\s+of)", re.IGNORECASE
)
# “Does Mattis agree?” leaves open with what; “Who else will attend?” besides whom.
_UNFINISHED = re.compile(
    r"\b(?:agree|agrees|agreed|disagree|disagrees|disagreed|differ|differs|concur)\W*$", re.IGNORECASE
)
_ELSE = re.compile(r"^\W*(?:\w+\s+)?(?:who|what|where|which|why|how|anything|anyone)\s+else\b", re.IGNORECASE)
_OPENS_BY_JOINING = re.compile(r"^\W*(?:and|but|so|also|or|then)\b", re.IGNORECASE)
_POINTS_NOWHERE = re.compile(
    r"\b(?:is|was|does|would|will|be) it (?:true|possible|likely|necessary)\b|"
    r"\b(?:is it|was it|it is|it was|it[’']s|will it be|would it be)(?: not)? (?:\w+ly )?(?!\w+(?:ing|ed)\b)\w+ "
    r"(?:to|that|if)\b|"
    r"\b(?:do|does|did|would|will|can) it (?:take(?! place)|cost|matter|make sense)\b|\bit takes\b(?! place)|"
    r"\bwhat (?:do|does|did|would) it mean\b(?= (?:to|that|if|when|for)\b)|"
    r"\b(?:this|these) (?:article|document|text|statement|resolution|speech|brief|library)s?\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r",|\b(?:that|if|when|while|because|whether|who|which|before|after|until|as|and|but|where|why|how)\b", re.IGNORECASE
)
_NOUN = re.compile(r"\b(?:the|an?|every|each)\s+(?:\w+\s+){0,3}?\w{3,}\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d")
_CONDITION = re.compile(r"^\W*(?:if|when|once|because|since|although|while)\b.*,", re.IGNORECASE)
_FRAME = FRAME | {stem(word) for word in "tell more know explain detail elaborate example please help about".split()}


def depends(question: str) -> bool:
    """Tell whether a question cannot be understood without the ones before it."""
    if SAME_ABOUT.match(question) or len(question.split()) < SHORTEST_TOPIC or points(question) or is_open(question):
        return True
    named = is_named(question)
    about = [term for term in content_terms(question) if term not in _FRAME]
    if _OPENS_BY_JOINING.match(question):
        return not named and len(about) < OWN_TOPIC
    open_ended = _BARE_COMPARATIVE.match(question) or _ELSE.match(question)
    return not named and (not about or open_ended is not None)


def is_named(question: str) -> bool:
    """Tell whether a question has a name or a number of its own, such as “resolution 2375”."""
    return bool(name_stems(question)) or _NUMBER.search(question) is not None


def is_open(question: str) -> bool:
    """Tell whether a question asks who agrees, and not on what."""
    return _UNFINISHED.search(question) is not None


def points(question: str) -> bool:
    """Tell whether a word of a question points at something outside it."""
    return bool(pronouns(question)) or points_at_words(question)


def points_at_words(question: str) -> bool:
    """Tell whether a question points at what was said as such, by “that” or “so”, and not at a person or thing."""
    return _DEMONSTRATIVE.search(_POINTS_NOWHERE.sub(" ", question)) is not None


def pronouns(question: str) -> list[re.Match[str]]:
    """Return the pronouns of a question that mean something outside it."""
    nowhere = [match.span() for match in _POINTS_NOWHERE.finditer(question)]
    return [
        match
        for match in PERSONAL.finditer(question)
        if not any(start <= match.start() < end for start, end in nowhere) and not _is_inside(question, match)
    ]


def is_object(question: str, pronoun: re.Match[str]) -> bool:
    """Tell whether a pronoun is an object; “her” is one where no noun follows."""
    word = pronoun.group().lower()
    behind = question[pronoun.end() :]
    if word == "her":
        return _NO_NOUN.match(behind) is not None
    return word in _OBJECTS and (word != "it" or _ENDS.match(behind) is not None)


def _is_inside(question: str, pronoun: re.Match[str]) -> bool:
    """Whether the question itself names, before a pronoun, what that means; an object is not its clause's subject."""
    before, word = question[: pronoun.start()], pronoun.group().lower()
    thing = word in ("it", "its", "they", "their", "them")
    named = _has_thing(before) if thing else bool(name_stems(before))
    if not named:
        return False
    return not is_object(question, pronoun) or _CLAUSE.search(_after_name(before)) is not None


def _has_thing(before: str) -> bool:
    if country_in(before) or _NOUN.search(before) or _CONDITION.match(before):
        return True
    return bool(name_stems(before) - name_stems(f"did {subject_of(before + ' say')}"))


def _after_name(before: str) -> str:
    """What stands between the last name or noun and the pronoun."""
    found = [*re.finditer(r"(?<!^)\b[A-Z][\w’'-]*", before), *_NOUN.finditer(before)]
    return before[max((match.end() for match in found), default=0) :]
