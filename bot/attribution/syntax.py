"""Acts of saying in a text, found by its grammar: spaCy parses what may hold one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bot.attribution.contents import by_clauses, rest_of_sentence, said_by_verb, segment_of, trimmed_runs
from bot.attribution.cues import (
    DENYING,
    JUDGING,
    OTHERS,
    RELATIVES,
    REPORTING,
    SAYING,
    STRONG,
    is_remark,
    may_report,
    verb_stem,
)
from bot.attribution.masking import Masked
from bot.attribution.mentions import Mention, Namer
from bot.attribution.parser import Parser
from bot.attribution.subjects import is_unsaid, joined_to, own_subject, owner_of, phrase_of, refuses_to_say, subject_of
from bot.records import Span
from bot.terms import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Entity


@dataclass(frozen=True, slots=True)
class Report:
    """An act of saying: the word that tells of it, who acts, and what of the sentence is what is said.

    `strength` is 3 for a word that hardly does anything but report, 2 for one that mostly reports, else 1. The speaker
    is None where the text does not say who, as in “has been called …”, and `others` act together with the speaker.
    `is_clause` tells that what is said is a clause, not only a noun, `is_noun` that the word is one, as “remark”, and
    `is_supposed` that nobody says it yet, as in “will discuss”. Of a denial what is quoted are another's words.
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
    is_denial: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A stretch's acts of saying, the persons that it names, and each sentence with whom it is about."""

    reports: tuple[Report, ...]
    people: tuple[Mention, ...]
    subjects: tuple[tuple[Span, Mention], ...]


def parse(masked: Sequence[Masked]) -> Iterator[Parsed]:
    """Parse stretches of text, in order."""
    for (doc, names), each in zip(_parser().parse(part.text for part in masked), masked, strict=True):
        yield _Reader(doc, names, each).read()


@cache
def _parser() -> Parser:
    return Parser()


class _Reader:
    """Reads the parse of one stretch."""

    def __init__(self, doc: Doc, names: Sequence[Entity], masked: Masked) -> None:
        self._doc = doc
        self._namer = Namer(doc, names, masked)

    def read(self) -> Parsed:
        cues = (token for token in self._doc if may_report(token.lower_))
        reports = tuple(report for token in cues for report in self._reports(token))
        return Parsed(reports, tuple(self._namer.everybody()), tuple(self._subjects()))

    def _subjects(self) -> Iterator[tuple[Span, Mention]]:
        """Whom each sentence is about: the subject of its main verb."""
        for sentence in self._doc.sents:
            root = sentence.root
            passive = next((child for child in root.children if child.dep_ == "nsubjpass"), None)
            subject = own_subject(root) or passive
            if subject is not None and any(map(str.isalnum, subject.text)):
                yield self._sentence(root), self._namer.mention(self._namer.person_beside(subject))

    def _reports(self, token: Token) -> Iterator[Report]:
        found: Report | None = None
        if token.lower_ == "according":
            found = self._by_source(token)
        elif token.pos_ in ("VERB", "AUX"):
            found = self._by_verb(token)
        elif is_remark(token.lower_) and token.pos_ in ("NOUN", "PROPN"):
            found = self._by_noun(token)
        elif token.pos_ == "NOUN" and verb_stem(token.text) in REPORTING:
            found = self._by_mistaken(token)
        if found:
            yield found

    def _by_verb(self, verb: Token) -> Report | None:
        kind = verb_stem(verb.text)
        if kind not in SAYING and kind not in JUDGING:
            return None
        if is_unsaid(verb) or refuses_to_say(verb):
            return None
        subject = subject_of(verb, self._namer.people)
        if subject is None:
            return self._by_nobody(verb)
        if any(part.lower_ in ("neither", "nobody", "none") for part in subject.subtree):
            return None
        content = self._spans(said_by_verb(verb, subject))
        if kind not in SAYING and not content:
            return None
        strength = 3 if kind in STRONG else 2 if kind in SAYING else 1
        found = self._made(verb, subject, content, strength, is_clause=any(c.dep_ == "ccomp" for c in verb.children))
        is_supposed = any(child.dep_ == "aux" and child.tag_ in ("MD", "TO") for child in verb.children)
        return replace(found, is_supposed=is_supposed, is_denial=kind in DENYING) if found else None

    def _by_nobody(self, verb: Token) -> Report | None:
        """A passive without an agent: “has been called …”."""
        subject = next((child for child in verb.children if child.dep_ == "nsubjpass"), None)
        content = self._spans(said_by_verb(verb, subject)) if subject is not None else ()
        if not content or verb_stem(verb.text) in _SPOKEN_TO:
            return None
        return Report(self._namer.span(verb.i, verb.i + 1), None, content, self._sentence(verb), 1)

    def _by_source(self, cue: Token) -> Report | None:
        """“According to X”: all the rest of the sentence is what X says."""
        source = next((part for part in cue.subtree if part.dep_ == "pobj"), None)
        if source is None:
            return None
        return self._made(cue, source, self._spans(rest_of_sentence(cue)), 3)

    def _by_noun(self, noun: Token) -> Report | None:
        """“X's remark that …”, “a statement by X that …”."""
        owner = owner_of(noun)
        if owner is None or not (owner.pos_ in ("PROPN", "PRON") or owner.i in self._namer.people):
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
        if owner is not None and noun.dep_ == "ROOT" and is_remark(before[-1].lower_):
            return self._made(noun, owner, content, 1)
        if after.lower_ != "that":
            return None
        subject = next(part for part in before if part.pos_ in ("NOUN", "PROPN"))
        while subject.i + 1 < noun.i and noun.doc[subject.i + 1].pos_ in ("NOUN", "PROPN"):
            subject = noun.doc[subject.i + 1]
        mention = replace(self._namer.mention(subject), span=self._namer.span(phrase_of(subject)[0], noun.i))
        return Report(self._namer.span(noun.i, noun.i + 1), mention, content, self._sentence(noun), 2, is_clause=True)

    def _sentence(self, token: Token) -> Span:
        """The sentence of a token, as far as the semicolons around it."""
        segment = segment_of(token)
        return self._namer.span(segment.start, segment.stop)

    def _made(
        self, cue: Token, speaker: Token, content: tuple[Span, ...], strength: int, *, is_clause: bool = False
    ) -> Report | None:
        speaker = self._namer.person_beside(speaker)
        if speaker.lower_ in OTHERS | RELATIVES or not any(map(str.isalnum, speaker.text)):
            return None
        others = tuple(self._namer.mention(other) for other in joined_to(speaker))
        return Report(
            self._namer.span(cue.i, cue.i + 1),
            self._namer.mention(speaker),
            content,
            self._sentence(cue),
            strength,
            others,
            is_clause,
        )

    def _spans(self, indices: Iterable[int]) -> tuple[Span, ...]:
        return tuple(self._namer.span(start, end) for start, end in trimmed_runs(self._doc, indices))


_SPOKEN_TO = frozenset(map(stem, "ask tell inform expect want remind believe".split()))
"""Verbs whose passive tells of who hears, or of what anybody may think."""
