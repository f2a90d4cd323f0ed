"""What a question asks: its content words with their weights, the names in it, and the kind of answer it wants."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.terms import STOPWORDS, content_words, stem, words

SPEECH = (
    "say|says|state|think|believe|claim|argue|call|warn|describe|mean|want|ask|promise|tell|suggest|find|"
    "see|consider|comment|announce|demand|declare"
)
"""Verbs after which it is asked whose words something is."""

FRAME = frozenset(
    stem(word)
    for word in SPEECH.split("|")
    + "said told thought meant refer mention explain remark word verb phrase name sound according kind type".split()
    + "sort really like".split()
)
"""Stems that frame a question without being what it is about; a text may answer it in other words.

Whose words are asked for counts as frame, too: that is weighed apart, by who says a sentence.
"""

_SUBJECT = re.compile(
    rf"\b(?:did|does|do|has|had|have)\s+(?P<name>(?:[\w.’'-]+\s+){{1,6}}?)(?:{SPEECH})\b", re.IGNORECASE
)
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?P<name>(?:the\s+)?[\w’'-]+(?:\s+[A-Z][\w’'-]+)*)")
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")
_NAME = re.compile(r"\b[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)*")
_TAIL = re.compile(r"(?:[’']s?|(?<=[a-z])\.)$")
_WHO_IS = re.compile(
    r"^\W*who(?:\s+(?:is|was|are|were)\b|[’']s\b)\s+the\s+(?P<noun>[^?]*?)\s+of\s+(?P<whole>[^?]*)", re.IGNORECASE
)


NEAR = 3
"""Content words between a role and what it is of: “president of South Korea”, “South Korea’s new president”."""

_ADJECTIVE = re.compile(r"(?:ian|an|ese|es|ish|i|ic)$")
_TITLES = frozenset(
    stem(word)
    for word in """prime minister foreign president secretary senator representative ambassador chancellor general
    admiral king queen prince princess mr mrs ms miss dr professor sir lady lord january february march
    april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday""".split()
)
"""Stems of words that are written like names and name nobody."""


class Wanted(Enum):
    """The kind of thing that would answer a question."""

    PERSON = "person"
    DATE = "date"
    NUMBER = "number"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


_AUXILIARY = "is|are|was|were|do|does|did|will|would|has|have|had|can|could|should|may|might|must"
_PERIOD = "year|date|day|month|century|decade|time"
_QUANTITY = "number|percentage|percent|share|amount|population|price|cost|rate|height|distance|limit|cap"
_FORMS = (
    (Wanted.NUMBER, r"how (?:many|much|old|far|long|high|large|big|often|tall|deep|fast|wide|heavy)\b"),
    (Wanted.NUMBER, rf"(?:what|which) (?:(?:is|was|were|are) the )?(?:total |exact |average )?(?:{_QUANTITY})\b"),
    (Wanted.DATE, rf"when\s+(?:{_AUXILIARY})\b|(?:on |in |by )?(?:what|which) (?:exact )?(?:{_PERIOD})\b"),
    (Wanted.PERSON, r"who(?:m|se)?\b|(?:what|which) (?:person|author|minister|president|official|speaker)\b"),
    (Wanted.PLACE, r"where\b|(?:in |at |to |from )?(?:what|which) (?:country|city|state|place|town|venue)\b"),
    (Wanted.REASON, r"why\b|for what reason\b|what (?:is|was) the (?:reason|cause|purpose)\b"),
)
_START = r"(?:^|\b(?:and|then|so|but),?\s+)"
_PATTERNS = tuple((kind, re.compile(_START + form, re.IGNORECASE)) for kind, form in _FORMS)


@dataclass(frozen=True, slots=True)
class Role:
    """The noun in “who is the president of …?”, and what stands after “of”, as stems."""

    noun: str
    whole: frozenset[str]

    def is_in(self, terms: Sequence[str]) -> bool:
        """Tell whether a text's stems have the noun, near to what it is of."""
        nouns = [at for at, term in enumerate(terms) if term == self.noun]
        wholes = [at for at, term in enumerate(terms) if term in self.whole]
        return bool(nouns) and (not self.whole or any(abs(a - b) <= NEAR for a in nouns for b in wholes))


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    `weights` gives each stem its rarity in the library; `pairs` are the stems that stand side by side. `names` are
    stems of names; `unknown` those names, and speakers asked for, that the library never mentions, as written.
    `speaker` are the stems of whose words are asked for, and `role` what “who is the … of …?” asks for.
    """

    text: str
    weights: dict[str, float]
    pairs: frozenset[tuple[str, str]]
    names: frozenset[str]
    unknown: tuple[str, ...]
    wanted: Wanted
    speaker: frozenset[str]
    role: Role | None

    def coverage(self, stems: frozenset[str]) -> float:
        """The share, 0 to 1, of the question's weight that these stems cover; 0 for a question without content."""
        total = sum(self.weights.values())
        return sum(weight for term, weight in self.weights.items() if term in stems) / total if total else 0.0


def analyse(text: str, frequency: Callable[[str], int], passages: int) -> Question:
    """Take a question apart; `frequency` tells in how many of the library's `passages` a stem stands."""
    stems = [stem(word) for word in content_words(text)]
    subject = subject_of(text)
    speaker = _speaker(subject)
    frame = FRAME | {stem(word) for word in content_words(subject)}
    about = [term for term in stems if term not in frame] or [stem(word) for word in speaker] or stems
    names = _names(text)
    asked = {**_unmarked(speaker), **names}
    unknown = (_TAIL.sub("", written) for term, written in asked.items() if not _is_known(term, frequency))
    return Question(
        text=text,
        weights={term: rarity(frequency(term), passages) for term in dict.fromkeys(about)},
        pairs=frozenset(pairwise(about)),
        names=frozenset(names),
        unknown=tuple(dict.fromkeys(unknown)),
        wanted=wanted(text),
        speaker=frozenset(stem(word) for word in speaker if word not in STOPWORDS),
        role=_role(text),
    )


def rarity(count: int, passages: int) -> float:
    """Return BM25's inverse document frequency (Robertson and Spärck Jones, kept above 0)."""
    return math.log(1.0 + max(passages - count + 0.5, 0.5) / (count + 0.5))


def wanted(text: str) -> Wanted:
    """Return the kind of answer that a question's first interrogative asks for."""
    found = [(match.start(), order) for order, (_, form) in enumerate(_PATTERNS) if (match := form.search(text))]
    return _PATTERNS[min(found)[1]][0] if found else Wanted.OTHER


def name_stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that are written as names."""
    return frozenset(_names(text))


def _names(text: str) -> dict[str, str]:
    """Stems of the words with a capital that no sentence start explains, and the name that each is written in.

    A text in capitals throughout, as a headline may be, tells nothing about names.
    """
    tokens = _WORD.findall(text)
    if len(tokens) > 3 and sum(token[0].isupper() for token in tokens) > 0.8 * len(tokens):
        return {}
    names = (_name(text, match) for match in _NAME.finditer(text))
    return {stem(word): name for name in names for word in content_words(name)}


def _name(text: str, match: re.Match[str]) -> str:
    """A run of words with capitals, without the first where that only opens a sentence."""
    first, _, rest = match.group().partition(" ")
    is_name = (first.isupper() and len(first) > 1) or first.endswith(("’s", "'s"))
    return rest if _opens_sentence(text, match.start()) and not is_name else match.group()


def subject_of(text: str) -> str:
    """Return whom a question asks about the words of: “Tillerson” in “How does Tillerson describe …?”, else nothing."""
    match = _SUBJECT.search(text) or _ACCORDING.search(text)
    return match["name"].strip() if match else ""


def _speaker(subject: str) -> list[str]:
    """The words of a subject that tell whose words are asked for; names before anything else.

    A bare role (“the writer”) is nobody: a text may call the same person otherwise.
    """
    names = _names(f"the {subject}")
    plain = [word for word in words(subject) if stem(word) not in _TITLES]
    named = [word for word in plain if stem(word) in names]
    is_role = bool(plain) and plain[0] in STOPWORDS
    return named or ([] if is_role else plain)


def _unmarked(speaker: list[str]) -> dict[str, str]:
    """A speaker's stems, whatever the capitals: “what did macron say”; a plural (“critics”) is nobody's name."""
    if not speaker or speaker[-1].endswith("s"):
        return {}
    return {stem(word): " ".join(speaker) for word in speaker if word not in STOPWORDS}


def _is_known(term: str, frequency: Callable[[str], int]) -> bool:
    """Whether the library has a name, or the country that it is an adjective of (“Swedish”)."""
    root = _ADJECTIVE.sub("", term)
    return term in _TITLES or frequency(term) > 0 or (root != term and len(root) > 3 and frequency(root + "*") > 0)


def _role(text: str) -> Role | None:
    match = _WHO_IS.match(text)
    noun = content_words(match["noun"]) if match else []
    return Role(stem(noun[-1]), frozenset(map(stem, content_words(match["whole"])))) if match and noun else None


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" “\"'‘(")
    return not before or before[-1] in ".?!:"
