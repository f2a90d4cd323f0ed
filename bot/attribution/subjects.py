"""Who does what a word of saying tells: the subject of a verb, the owner of a noun, the words that stand for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from bot.attribution.cues import REFUSING, RELATIVES, SAYING, is_remark, verb_stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BY = ("by", "from", "of")
_GOVERNED = ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "acomp", "parataxis")
_IFS = ("if", "unless", "whether", "lest")
_MAYBE = ("might", "may", "could", "should")
_FINITE = ("VBD", "VBZ", "VBP")
_HIGHEST = 4
"""Verbs that are climbed to find a subject."""

_NAMED_BY = ("of", "for", "at", "in", "from", "on", "with", "to", "close", "inside", "within", "familiar")
"""Words after a noun by which it is told who is meant: “a spokesman for the mayor”."""


def subject_of(verb: Token, people: Mapping[int, object]) -> Token | None:
    """Return who does what a verb says: its own subject, its governor's, a passive's agent, or who follows it."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "agent") for child in verb.children):
        return _agent(verb)
    own = own_subject(verb)
    if own is not None:
        return own
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        return _quoted(verb.head.head) or _subject_above(verb.head)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i > verb.head.i and _follows_comma(verb):
        return own_subject(verb.sent.root) or _subject_above(verb.head)
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl"):
        return _agent(verb)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    after = _inverted(verb, people)
    if after is not None:
        return after
    if verb.dep_ == "ROOT" and verb.i - 1 in people:
        # “At a rally in Missouri Roe called …”, where the parser takes the name for a part of the place.
        return verb.doc[verb.i - 1]
    if verb.dep_ in _GOVERNED and verb.head.i != verb.i:
        return _subject_above(_matching(verb))
    return None


def is_unsaid(verb: Token) -> bool:
    """Tell whether a verb tells of what nobody says: “did not say”, “refused to say”, “if she said”, “might say”."""
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in ("never", *_IFS) or (child.dep_ == "aux" and child.lower_ in _MAYBE):
            return True
    return verb.dep_ == "xcomp" and verb_stem(verb.head.text) in REFUSING


def refuses_to_say(verb: Token) -> bool:
    """Tell whether a verb only tells that nothing was said: “declined to comment”."""
    said = (child for child in verb.children if child.dep_ == "xcomp")
    return verb_stem(verb.text) in REFUSING and any(verb_stem(child.text) in SAYING for child in said)


def own_subject(verb: Token) -> Token | None:
    """Return a verb's own subject; of “who” the one whom it points at, of “X's statement” X."""
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    if not subjects:
        return None
    # Of two, as in “Greece, Roe said, has …”, the nearer one is the verb's.
    subject = min(subjects, key=lambda child: abs(child.i - verb.i))
    if subject.lower_ in RELATIVES:
        return _pointed_at(verb)
    if subject.pos_ == "NOUN" and is_remark(subject.lower_):
        return owner_of(subject) or subject
    return subject


def owner_of(noun: Token) -> Token | None:
    """Return whose a noun is: “X's remark”, “a statement by X”."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    if owner is not None:
        return owner
    by = (child for child in noun.children if child.dep_ == "prep" and child.lower_ in _BY)
    return next((part for child in by for part in child.children if part.dep_ == "pobj"), None)


def joined_to(token: Token) -> Iterator[Token]:
    """Yield who is named together with somebody: “and” before the last."""
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN") and any(c.lower_ == "and" for c in _links(token)):
            yield child
            yield from joined_to(child)


def _links(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ == "cc":
            yield child
        if child.dep_ == "conj":
            yield from _links(child)


def phrase_of(token: Token) -> tuple[int, int]:
    """Return the tokens, from first to past the last, of a noun with what stands before it and its prepositions."""
    kept = {token.i, *(part.i for child in token.children if _belongs(child, token) for part in _plain(child))}
    doc, start, end = token.doc, token.i, token.i
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    while end > token.i and doc[end].is_punct:
        end -= 1
    start, end = over_hyphens(doc, start, end + 1)
    return _with_owner(doc, start), end


def _with_owner(doc: Doc, start: int) -> int:
    """Where a phrase starts with its owner, whom the parser may part from it: “the co-chairs' summary”."""
    if start == 0 or doc[start - 1].tag_ != "POS":
        return start
    while start and (doc[start - 1].pos_ in ("NOUN", "PROPN", "ADJ", "PART") or doc[start - 1].text == "-"):
        start -= 1
    return start - 1 if start and doc[start - 1].pos_ == "DET" else start


def over_hyphens(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return a run of tokens with the rest of a word that the parser has split: “Petersen-Lund”."""
    while start > 1 and _is_hyphen(doc, start - 1):
        start -= 2
    while end < len(doc) - 1 and _is_hyphen(doc, end):
        end += 2
    return start, end


def _is_hyphen(doc: Doc, at: int) -> bool:
    return doc[at].text in "-–" and not doc[at].whitespace_ and not doc[at - 1].whitespace_


def _agent(verb: Token) -> Token | None:
    """The one by whom something is done."""
    agents = (part for part in verb.subtree if part.dep_ in ("agent", "prep") and part.lower_ == "by")
    return next((part for child in agents for part in child.children if part.dep_ == "pobj"), None)


def _matching(verb: Token) -> Token:
    """The verb that another is joined to: of the same form, since “said that they would pay, and called …” is not."""
    governor = verb.head
    if verb.dep_ == "conj" and verb.tag_ in _FINITE and governor.tag_ == "VB" and governor.head.pos_ == "VERB":
        return governor.head
    return governor


def _quoted(verb: Token) -> Token | None:
    """Whom a verb's object names: “quoted an official as saying”."""
    return next((child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")), None)


def _follows_comma(verb: Token) -> bool:
    """Whether a participle goes on with the main sentence, as in “, adding that …”, whatever it hangs on."""
    return any(verb.doc[at].text == "," for at in range(max(0, verb.i - 2), verb.i))


def _inverted(verb: Token, people: Mapping[int, object]) -> Token | None:
    """Who stands after the verb, as in “…, said Jane Roe”; the parser may take that one for an object."""
    if verb_stem(verb.text) not in SAYING or verb.dep_ in ("xcomp", "pcomp", "conj", "advcl"):
        return None
    after = [
        child for child in verb.children if child.i > verb.i and child.dep_ in ("dobj", "attr", "npadvmod", "oprd")
    ]
    return next((child for child in after if child.i in people or child.pos_ in ("PROPN", "PRON")), None)


def _subject_above(governor: Token) -> Token | None:
    for _ in range(_HIGHEST):
        own = own_subject(governor)
        if own is not None:
            return own
        passive = next((child for child in governor.children if child.dep_ == "nsubjpass"), None)
        if passive is not None:
            return passive if passive.lower_ not in RELATIVES else _pointed_at(governor)
        if governor.head.i == governor.i:
            return None
        governor = governor.head
    return None


def _pointed_at(verb: Token) -> Token | None:
    """The noun that a relative clause is about, also for a verb that is joined to the clause's own."""
    for _ in range(_HIGHEST):
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ != "conj":
            return None
        verb = verb.head
    return None


def _belongs(child: Token, token: Token) -> bool:
    if child.i < token.i:
        return child.dep_ not in ("relcl", "appos", "punct", "cc", "advcl", "prep", "intj", "parataxis", "preconj")
    return child.dep_ == "prep" and child.lower_ in _NAMED_BY


def _plain(token: Token) -> Iterator[Token]:
    """A token with what hangs on it, without clauses and appositions."""
    yield token
    for child in token.children:
        if child.dep_ not in ("relcl", "appos", "acl", "advcl"):
            yield from _plain(child)
