"""Whose positions are compared: a speaker under all names that the library has for them, or a country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.answering.sayings import Saying
from bot.countries import CAPITALS, COUNTRIES
from bot.errors import QuestionError
from bot.library import Condition, Filters, Library
from bot.records import Source, Speaker
from bot.terms import content_terms, fold_names, stem, words

_GROUPS = frozenset(
    stem(word)
    for word in "minister official diplomat leader representative spokesperson government administration".split()
)
"""Stems of the nouns for those who speak for a country together."""


@dataclass(frozen=True, slots=True)
class Party:
    """A side to a comparison: a speaker, with the country spoken for where it is known, or a country alone.

    `names` are what the library calls the speaker or the country; `condition` admits what may hold their words.
    """

    speaker: str | None
    country: str | None
    names: frozenset[str]
    condition: Condition

    @property
    def label(self) -> str:
        """The name that it is shown under."""
        return self.speaker or self.country or ""

    def says(self, saying: Saying) -> bool:
        """Tell whether words are this party's own."""
        voice = saying.speaker
        if voice is None:
            return False
        if self.speaker:
            return voice.name in self.names
        if voice.country is None:
            return words(voice.name) == words(self.country or "")
        return voice.country in self.names and voice.name not in saying.evidence.source.metadata.authors


def speaker_party(name: str, library: Library, filters: Filters) -> Party:
    """Return the party of a speaker, whom any word of the name may stand for.

    Raises:
        QuestionError: the library has nobody of that name, or several.
    """
    condition = library.condition(replace(filters, speaker=name))
    names = dict(condition.values)["speaker"]
    known = [each for each in _known(library.visible(replace(filters, speaker=name))) if each.name in names]
    best = max(known, key=_fullness, default=Speaker(names[0]))
    others = sorted(each for each in names if not set(words(each)) <= set(words(best.name)))
    if others:
        raise _ambiguous(name, {best.name, *others})
    return Party(best.name, best.country, frozenset(names), condition)


def country_party(name: str, library: Library, filters: Filters) -> Party:
    """Return the party of a country, by its name, its adjective or its capital.

    Raises:
        QuestionError: nobody in the library speaks for a country of that name, or it is the name of several.
    """
    condition = library.condition(replace(filters, country=_plain(name)))
    names = dict(condition.values)["country"]
    if len({tuple(words(each)) for each in names}) > 1:
        raise _ambiguous(name, names)
    return Party(None, min(names, key=len), frozenset(names), condition)


def named_country(name: str) -> bool:
    """Tell whether a name is a country's."""
    folded = words(_plain(name))
    return any(folded == key.split() for key in COUNTRIES)


def together(party: Party, library: Library, filters: Filters) -> Party | None:
    """Return the party of the country that a speaker speaks for; None where that is not known."""
    if party.speaker is None or party.country is None:
        return None
    return country_party(party.country, library, filters)


def speaks_for(group: Speaker, member: Speaker) -> bool:
    """Tell whether a speaker is a country, its government, or a group of which an office makes one a member.

    “Canadian ministers” speak for Canada's foreign minister, “Pentagon officials” and other persons do not.
    """
    if group.country is None or group.country != member.country or group.office:
        return False
    country = set(content_terms(group.country)) | {stem("federal"), stem("capital")}
    own = set(content_terms(group.name)) - country
    office = set(content_terms(member.office or "")) | {stem("official"), stem("government"), stem("administration")}
    return own <= (office & _GROUPS)


def _known(sources: Iterable[Source]) -> list[Speaker]:
    """Everybody who says something in these documents, their own speakers first."""
    listed = list(sources)
    own = [speaker for source in listed for speaker in source.metadata.speakers]
    authors = [Speaker(author) for source in listed for author in source.metadata.authors]
    return [*own, *authors, *(voice for source in listed for voice in source.voices)]


def member_of(party: Party, sources: Iterable[Source]) -> Speaker:
    """Return the speaker of a party with what the library knows of the office."""
    known = [each for each in _known(sources) if each.name in party.names and each.office]
    return known[0] if known else Speaker(party.label, country=party.country)


def _ambiguous(name: str, meant: Iterable[str]) -> QuestionError:
    listed = " or ".join(f"“{each}”" for each in sorted(meant))
    return QuestionError(f"“{name}” may be {listed}.", "Write the full name.")


def _fullness(speaker: Speaker) -> tuple[int, bool, bool]:
    return len(words(speaker.name)), speaker.country is not None, speaker.office is not None


def _plain(name: str) -> str:
    """The name without an article, and a capital as the country that it stands for."""
    bare = name.strip().removeprefix("the ").removeprefix("The ")
    if bare not in CAPITALS:
        return bare
    folded = fold_names(bare).split()
    return next((_written(key) for key in COUNTRIES if key.split() == folded[:-1]), bare)


def _written(key: str) -> str:
    """A country's name that folds to its key: the first of its forms, which are patterns."""
    return COUNTRIES[key][0].replace("(?: of America)?", "").replace("[’']", "'")
