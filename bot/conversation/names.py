"""The names in a question or an answer, and what kind of thing each is a name of; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.attribution.cues import FEMININE, MASCULINE, OFFICES, is_honorific
from bot.attribution.names import MEN, WOMEN
from bot.attribution.offices import country_in, head_office
from bot.records import Source
from bot.terms import STOPWORDS

_WORD = r"[A-Z][\w’'-]*(?:\.[A-Z]\w*)*"
_RUN = re.compile(rf"{_WORD}(?:\.?\s+(?:of\s+(?:the\s+)?)?{_WORD})*")
_POSSESSIVE = re.compile(r"[’']s?$")
SHORTEST = 2
"""Letters of a name; “I” and “A” are none."""

_CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)


class Kind(Enum):
    """What a name is a name of."""

    PERSON = "person"
    COUNTRY = "country"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, where it starts, and for a person “m” or “f” where that can be told."""

    text: str
    start: int
    kind: Kind
    gender: str | None = None

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def last(self) -> str:
        """Its last word, by which it may be called again."""
        return self.text.rsplit(None, 1)[-1]


def people_of(sources: Iterable[Source]) -> tuple[str, ...]:
    """Return the names of all who speak in documents, or wrote them."""
    held = [(source.metadata, source.voices) for source in sources]
    speakers = (each.name for metadata, voices in held for each in (*metadata.speakers, *voices))
    return tuple(dict.fromkeys([*speakers, *(author for metadata, _ in held for author in metadata.authors)]))


def by_surname(people: Iterable[str]) -> dict[str, str]:
    """Return full names by their last words, without countries and groups, who speak as “China” or “officials” do."""
    return {
        words[-1]: name for name in people if (words := name.split()) and words[-1].istitle() and not country_in(name)
    }


def names_in(text: str, known: Mapping[str, str]) -> list[Name]:
    """Return the names in a text in their order; `known` gives the full names of persons by surname."""
    return [name for match in _RUN.finditer(text) for name in _named(text, match, known)]


def person(text: str, start: int, known: Mapping[str, str]) -> Name:
    """Return a name that is known to be a person's."""
    return Name(text, start, Kind.PERSON, _gender(text, known))


def is_role(phrase: str) -> bool:
    """Tell whether a phrase calls somebody by an office: “the defence secretary”."""
    return head_office(phrase) is not None


def _named(text: str, match: re.Match[str], known: Mapping[str, str]) -> Iterator[Name]:
    written, start = _trimmed(text, match, known)
    if len(written) < SHORTEST or written.lower() in _CALENDAR:
        return
    words = written.split()
    at = _person_at(words, known)
    if at is None:
        kind = Kind.COUNTRY if country_in(written) else Kind.OTHER
        yield Name(written, start, kind)
    else:
        offset = len(written) - len(" ".join(words[at:])) if len(words) > 1 else 0
        yield person(written[offset:], start + offset, known)


def _trimmed(text: str, match: re.Match[str], known: Mapping[str, str]) -> tuple[str, int]:
    """The run of capitals without what only opens a sentence, and without a possessive's ending."""
    written, start = match.group(), match.start()
    first = written.split()[0]
    rest = written[len(first) :].lstrip()
    lone = not rest and _opens_sentence(text, start) and not (first.isupper() and len(first) > 1)
    name = _POSSESSIVE.sub("", first)
    if name.lower() in STOPWORDS and not first.isupper():
        written, start = rest, match.end() - len(rest)
    elif lone and name not in known and not country_in(name):
        return "", start
    return _POSSESSIVE.sub("", written), start


def _person_at(words: Sequence[str], known: Mapping[str, str]) -> int | None:
    """Where a person's name begins in a run of capitals, after any office; None where nobody is named."""
    if words[-1] in known:
        full = known[words[-1]].split()
        return next(at for at in range(len(words)) if words[at] in full)
    given = next((at for at, word in enumerate(words) if word.lower() in MEN | WOMEN), None)
    if given is not None and (len(words) > given + 1):
        return given
    after = [at + 1 for at, word in enumerate(words[:-1]) if _is_title(word)]
    return after[-1] if after and words[after[-1]] != "of" else None


def _is_title(word: str) -> bool:
    return is_honorific(word) or word.lower() in OFFICES


def _gender(text: str, known: Mapping[str, str]) -> str | None:
    words = text.lower().split()
    if words[0].rstrip(".") in MASCULINE | FEMININE:
        return "m" if words[0].rstrip(".") in MASCULINE else "f"
    given = known.get(text.split()[-1], text).lower().split()[0]
    if (given in MEN) == (given in WOMEN):
        return None
    return "m" if given in MEN else "f"


def _opens_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" “\"'‘(")
    return not before or before[-1] in ".?!:"
