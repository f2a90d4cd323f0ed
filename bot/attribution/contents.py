"""What of a sentence is what somebody says, as tokens of its parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.attribution.cues import HE, JUDGING, RELATIVES, REPORTING, SAYING, SHE, verb_stem
from bot.attribution.subjects import own_subject
from bot.terms import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_OBJECTS = frozenset({"ccomp", "xcomp", "oprd", "attr", "acomp", "intj", "dobj"})
_OF_JUDGING = frozenset({"prep", "dative", "advcl"})
SEMICOLONS = "semicolons"
"""The name under which a parsed text keeps where they are."""

_FEWEST = 4
"""Tokens of a sentence that is told before “, says Roe”."""

_WHILE = ("while", "whereas")
_JOINING = ("that", "as", "and", "but")
_TELLING = frozenset(
    map(stem, "tell inform ask assure remind advise urge warn write beg implore call quote cite".split())
)
"""Verbs whose object may be who is spoken to."""


def said_by_verb(verb: Token, subject: Token) -> set[int]:
    """Return the tokens of what a verb's subject says: its clause, else the sentence that it hangs on, else objects.

    A semicolon ends it, and so does a clause in which somebody else is heard, or which speaks of who says it.
    """
    away = {verb.i} if subject.is_ancestor(verb) else {part.i for part in subject.subtree} | {verb.i}
    segment = set(segment_of(verb))
    clauses = [child for child in verb.children if child.dep_ == "ccomp" and child.i in segment - away]
    if clauses:
        kept = {part.i for child in clauses for part in child.subtree} | _joined(verb, clauses)
        away |= {part.i for child in clauses for end in _endings(child) for part in end.subtree}
        return kept & segment - away
    if _is_beside_what_is_said(verb):
        within = {part.i for part in verb.subtree}
        return {part.i for part in verb.head.subtree if part.i in segment} - within
    objects = [child for child in verb.children if child.i not in away and _is_said(child, verb)]
    kept = {part.i for child in objects for part in child.subtree} & segment - away
    return kept or _before_trailing(verb, subject)


def _endings(clause: Token) -> Iterator[Token]:
    """Yield the parts of a clause that are not of it: “…, and he is mistaken”, “…, while Roe said …”."""
    for child in clause.children:
        turns = child.dep_ == "conj" and child.i > clause.i and _turns_back(child)
        if turns or (_is_contrast(child) and verb_stem(child.text) in SAYING):
            yield child


def _is_contrast(clause: Token) -> bool:
    """Whether a clause sets something against what was just said: “…, while Roe names …”."""
    return clause.dep_ == "advcl" and any(child.lower_ in _WHILE for child in clause.children)


def _turns_back(verb: Token) -> bool:
    """Whether a clause after a comma and “and” has a pronoun for its subject, who is who was just heard."""
    subject = own_subject(verb)
    if subject is None or subject.lower_ not in HE | SHE:
        return False
    before = [verb.doc[at].text for at in range(max(0, subject.left_edge.i - 2), subject.left_edge.i)]
    return "," in before


def _is_beside_what_is_said(verb: Token) -> bool:
    """Whether a word of saying stands behind or within the sentence that it reports."""
    is_apart = verb.dep_ in ("parataxis", "ccomp") and verb.head.i != verb.i
    return is_apart and verb_stem(verb.text) in SAYING and verb_stem(verb.head.text) not in SAYING


def _is_said(child: Token, verb: Token) -> bool:
    kind = verb_stem(verb.text)
    if _is_contrast(child):
        return False
    if child.dep_ == "dobj":
        return kind not in _TELLING or kind in JUDGING
    return child.dep_ in _OBJECTS or (kind in JUDGING and child.dep_ in _OF_JUDGING and child.i > verb.i)


def _before_trailing(verb: Token, subject: Token) -> set[int]:
    """What stands before “, says X” or “, X says” at the end of a sentence, however it was parsed."""
    if verb_stem(verb.text) not in SAYING:
        return set()
    first = min(verb.i, subject.left_edge.i)
    start = segment_of(verb).start
    if first - start < _FEWEST or verb.doc[first - 1].text not in (",", '"'):
        return set()
    return set(range(start, first - 1))


def rest_of_sentence(cue: Token) -> set[int]:
    """Return all tokens of the sentence but those of “according to …”, as far as a semicolon."""
    return set(segment_of(cue)) - {part.i for part in cue.subtree}


def segment_of(token: Token) -> range:
    """Return the tokens between the semicolons around one."""
    sentence = token.sent
    stops = [at for at in _semicolons(token.doc) if sentence.start <= at < sentence.end]
    start = max((at for at in stops if at < token.i), default=sentence.start - 1) + 1
    return range(start, min((at for at in stops if at > token.i), default=sentence.end))


def _semicolons(doc: Doc) -> list[int]:
    """The semicolons of a text, which are looked for once."""
    found: list[int] | None = doc.user_data.get(SEMICOLONS)
    if found is None:
        found = doc.user_data[SEMICOLONS] = [part.i for part in doc if part.text == ";"]
    return found


def by_clauses(noun: Token) -> set[int]:
    """Return the tokens of the clause that tells what a remark says, or of what its verb does; after “in the words
    of X” the rest of the sentence."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.pos_ in ("VERB", "AUX", "NOUN"):
        governed = {part.i for part in noun.head.head.subtree} & set(segment_of(noun))
        return governed - {part.i for part in noun.head.subtree}
    clause = [child for child in noun.children if child.dep_ in ("acl", "ccomp", "relcl") and child.i > noun.i]
    if clause and not any(part.dep_ in ("nsubj", "dobj") and part.lower_ in RELATIVES for part in clause[0].children):
        return {part.i for child in clause for part in child.subtree}
    verb = noun.head
    if noun.dep_ == "nsubj" and verb.i > noun.i and verb_stem(verb.text) in REPORTING:
        return said_by_verb(verb, noun)
    return set()


def trimmed_runs(doc: Doc, indices: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield tokens as runs, from first to past the last, without punctuation and joining words at their ends."""
    for run in _runs(doc, sorted(indices)):
        while run and (_is_loose(doc, run[0]) or _is_joining(doc[run[0]])):
            run = run[1:]
        while run and _is_loose(doc, run[-1]):
            run = run[:-1]
        if any(doc[at].is_alpha for at in run):
            yield run[0], run[-1] + 1


def _runs(doc: Doc, indices: Sequence[int]) -> list[list[int]]:
    """Tokens that follow each other, but for punctuation."""
    runs: list[list[int]] = []
    for at in indices:
        if runs and at <= runs[-1][-1] + 2 and all(doc[between].is_punct for between in range(runs[-1][-1] + 1, at)):
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _is_joining(token: Token) -> bool:
    return token.lower_ in _JOINING and token.pos_ in ("SCONJ", "CCONJ", "ADP")


def _is_loose(doc: Doc, at: int) -> bool:
    return doc[at].is_punct or doc[at].is_space


def _joined(verb: Token, clauses: Sequence[Token]) -> set[int]:
    """A verb joined by “and” behind the clause is part of it where it has a subject of its own."""
    last = max(child.i for child in clauses)
    return {
        part.i
        for child in verb.children
        if child.dep_ == "conj" and child.i > last and own_subject(child) is not None
        if verb_stem(child.text) not in SAYING and not _turns_back(child)
        for part in child.subtree
    }
