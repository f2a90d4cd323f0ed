"""Parts of speech, which spaCy derives from a token's tag, its place in the sentence and, for some, the word itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc

_Key = tuple[int, int, int, bool]
"""A token's tag, its word where the rules know it, its dependency, and whether “there” stands before it."""


class WordClasses:
    """Remembers what spaCy's rules said of tokens of a kind: to match the 179 rules takes as long as parsing."""

    def __init__(self, ruler: Any) -> None:
        self._ruler = ruler
        strings = ruler.vocab.strings
        self._words = {strings.add(word) for word in _words_of(ruler.patterns)}
        self._expletive: int = strings.add("expl")
        self._known: dict[_Key, int] = {}

    def give(self, doc: Doc) -> None:
        """Give a parsed text's tokens their parts of speech."""
        if any(doc.to_array("IS_SPACE")):
            # The rules change more of a space than its part of speech.
            self._ruler(doc)
            return
        keys = list(self._keys(doc))
        for at, key in enumerate(keys):
            if key not in self._known:
                self._known[key] = self._ruled(doc, at)
        column: Any = np.array([self._known[key] for key in keys], dtype=np.uint64)
        doc.from_array(["POS"], column)

    def _ruled(self, doc: Doc, at: int) -> int:
        """What the rules make of one token, which look no farther than at the one before it."""
        from spacy.tokens import Doc as Made

        pair = [doc[each] for each in range(max(0, at - 1), at + 1)]
        tags, dependencies = [each.tag_ for each in pair], [each.dep_ for each in pair]
        words, heads = [each.text for each in pair], list(range(len(pair)))
        made = Made(doc.vocab, words, tags=tags, deps=dependencies, heads=heads)
        self._ruler(made)
        return made[-1].pos

    def _keys(self, doc: Doc) -> Iterator[_Key]:
        before = 0
        for tag, word, dependency in doc.to_array(["TAG", "LOWER", "DEP"]).tolist():
            yield tag, word if word in self._words else 0, dependency, before == self._expletive
            before = dependency


def _words_of(rules: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the words that rules name."""
    for token in (token for rule in rules for pattern in rule["patterns"] for token in pattern):
        named = token.get("LOWER", [])
        yield from [named] if isinstance(named, str) else named.get("IN", ()) if isinstance(named, dict) else ()
