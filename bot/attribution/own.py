"""A document's own voice: who says “I” in it, what it calls itself, and who stands for its country; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.attribution.offices import country_in
from bot.records import Metadata, Speaker
from bot.terms import stem

_DOCUMENTS = frozenset(
    map(stem, "statement summary communique text document speech remark transcript availability".split())
)
"""Stems of the nouns by which a statement, whoever made it, calls itself."""

_ITSELF = re.compile(r"^(?:the|this)\s+[\w-]+$", re.IGNORECASE)
_OWNER = re.compile(r"^(?:the\s+)?(?P<owner>.+?)(?:[’']s|(?<=s)[’'])\s")


@dataclass(frozen=True, slots=True)
class Own:
    """The speakers of a document, else its authors, else the organisations that made it."""

    metadata: Metadata

    @property
    def speaker(self) -> Speaker | None:
        """All of them as one; None where nobody is known."""
        speakers = self.metadata.speakers
        if len(speakers) == 1:
            return speakers[0]
        return Speaker(self.metadata.speaker, country=self.metadata.country) if self.metadata.speaker else None

    def is_meant(self, phrase: str) -> bool:
        """Tell whether a phrase means the document: “the statement”, “the co-chairs' summary”, not somebody else's.

        So does “the co-chairs” where that is who speaks.
        """
        noun, is_bare = phrase.split()[-1], _ITSELF.match(phrase) is not None
        if not self.metadata.speakers:
            return is_bare and stem(noun.lower()) == stem(self.metadata.kind)
        owner = _OWNER.match(phrase)
        if owner is None:
            return is_bare and (stem(noun.lower()) in _DOCUMENTS or self._is_office(noun))
        made = {stem(word.lower()) for word in phrase[owner.end() :].split()[:2]}
        return not made.isdisjoint(_DOCUMENTS) and self._is_owner(owner["owner"])

    def stands_for(self, speaker: Speaker) -> Speaker:
        """Return the one speaker of a document for the country that this one speaks for, else the speaker as it is."""
        is_land = speaker.country is not None and speaker.name in (speaker.country, f"{speaker.country}'s government")
        mine = self.metadata.speakers
        return mine[0] if is_land and len(mine) == 1 and mine[0].country == speaker.country else speaker

    def _is_owner(self, owner: str) -> bool:
        if self._is_office(owner.split()[-1]) or any(owner.split()[-1] in each.name for each in self.metadata.speakers):
            return True
        return any(each.country and each.country == country_in(owner) for each in self.metadata.speakers)

    def _is_office(self, noun: str) -> bool:
        """Whether a plural noun is the office of all speakers: “the co-chairs”, “the ministers”."""
        offices = [(each.office or "").lower().split() for each in self.metadata.speakers]
        is_common = all(stem(noun.lower()) in map(stem, office) for office in offices)
        return len(offices) > 1 and (noun.lower() == "co-chairs" or is_common)
