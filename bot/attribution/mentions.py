"""Somebody as a sentence names them: the name with its titles, a pronoun, or a noun with what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.attribution.cues import OFFICES, PRONOUNS, is_honorific
from bot.attribution.masking import Masked
from bot.attribution.names import GIVEN
from bot.attribution.subjects import over_hyphens, phrase_of
from bot.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

Kind = Literal["name", "pronoun", "noun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody as written; `name` is the part that is a person's name, if any, and `head` the noun or pronoun.

    `span` has the titles before a name, `phrase` all that belongs to it: “Arizona Gov. Jane Roe”. `proper` tells that
    the head is a name, of whatever.
    """

    span: Span
    kind: Kind
    head: str
    name: Span | None = None
    proper: bool = False
    phrase: Span | None = None


class Namer:
    """Tells how one parsed stretch names people."""

    def __init__(self, doc: Doc, names: Sequence[Entity], masked: Masked) -> None:
        self._doc = doc
        self._masked = masked
        self.people: dict[int, Entity] = {token.i: entity for entity in names if _is_person(entity) for token in entity}
        """The names of persons, by each of their tokens."""

    def everybody(self) -> Iterator[Mention]:
        """Yield every person who is named, in order."""
        named = {entity.start: entity for entity in self.people.values()}
        return (self.mention(entity.root) for _, entity in sorted(named.items()))

    def span(self, start: int, end: int) -> Span:
        """Return where tokens, from first to past the last, stand in the text."""
        last = self._doc[end - 1]
        return self._masked.origin(self._doc[start].idx, last.idx + len(last.text))

    def person_beside(self, speaker: Token) -> Token:
        """Return the person whom an apposition names, as in “the chairman, Jane Roe, said”."""
        if speaker.i in self.people:
            return speaker
        beside = (child for child in speaker.children if child.dep_ == "appos")
        named = (part for child in speaker.children if child.lower_ in ("named", "called") for part in child.children)
        found = next((child for child in (*beside, *named) if self._is_name(child, speaker)), None)
        return found or self._behind(speaker) or speaker

    def _behind(self, office: Token) -> Token | None:
        """The name between commas after a long office: “the Ambassador to the United Nations, Jane Roe,”."""
        if office.lower_ not in OFFICES:
            return None
        at = office.i + 1
        while at < len(self._doc) and self._doc[at].pos_ in ("ADP", "DET", "PROPN", "NOUN", "ADJ"):
            at += 1
        if at + 2 >= len(self._doc) or self._doc[at].text != ",":
            return None
        name = self._doc[at + 1]
        while name.dep_ == "compound" and name.head.i > name.i:
            name = name.head
        end = name.i + 1
        closed = end < len(self._doc) and self._doc[end].text == ","
        return name if closed and name.dep_ == "appos" and self._is_name(name, office) else None

    def _is_name(self, token: Token, beside: Token) -> bool:
        """Whether a token is a person's name: by the parser, else as it stands beside an office or has a given name."""
        if token.i in self.people:
            return True
        start, end = phrase_of(token)
        is_given = self._doc[start].lower_ in GIVEN or beside.lower_ in OFFICES
        if token.pos_ != "PROPN" or not is_given or not 2 <= end - start <= 4:
            return False
        self.people |= dict.fromkeys(range(start, end), self._doc[start:end])
        return True

    def mention(self, token: Token) -> Mention:
        """Return somebody as a token's phrase writes it."""
        if token.lower_ in PRONOUNS:
            return Mention(self.span(token.i, token.i + 1), "pronoun", token.lower_)
        entity = self.people.get(token.i)
        if entity is not None:
            return self._named(entity)
        start, end = phrase_of(token)
        return Mention(self.span(start, end), "noun", token.lower_, proper=token.pos_ == "PROPN")

    def _named(self, entity: Entity) -> Mention:
        """A person with the titles before the name; some of them are taken for a part of it by the parser."""
        start, end = over_hyphens(self._doc, entity.start, entity.end)
        while end > start + 1 and self._doc[end - 1].lower_ in ("'s", "’s", "’", "'"):
            end -= 1
        of = [at for at in range(start, end) if self._doc[at].lower_ == "of" and at + 2 < end]
        # “Secretary of Defense Jane Roe” is taken for a name as a whole.
        start = of[-1] + 2 if of else start
        while start < end - 1 and is_honorific(self._doc[start].text):
            start += 1
        titled = start
        while titled > 0 and is_honorific(self._doc[titled - 1].text) and self._doc[titled - 1].text[0].isupper():
            titled -= 1
        # The end of a longer title, as in “U.S. Attorney Jane Roe”, is left out with it.
        whole = titled if titled <= entity.root.left_edge.i else start
        first = min(whole, phrase_of(entity.root)[0])
        name, phrase = self.span(start, end), self.span(first, end)
        return Mention(self.span(whole, end), "name", entity.root.lower_, name, proper=True, phrase=phrase)


def _is_person(entity: Entity) -> bool:
    """Whether a name is a person's: by its label, or by a given name, since organisations are told badly."""
    if entity.label_ == "PERSON":
        return True
    return entity.label_ in ("ORG", "GPE", "WORK_OF_ART") and len(entity) == 2 and entity[0].lower_ in GIVEN
