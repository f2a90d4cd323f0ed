"""Words before their context is looked at: what spaCy's networks make of a word is the same wherever it stands."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEPT = 40_000
"""Words that are kept, of some 600 bytes each; when there are more, all are forgotten."""

Floats = NDArray[np.float32]


class WordVectors:
    """Remembers what the first layers of a network give for a word, which takes half of its time.

    Safe for several threads.
    """

    def __init__(self, embed: Any, kept: int = KEPT) -> None:
        from thinc.api import chain

        features, *rest = embed.layers
        self._columns = features.attrs["columns"]
        self._rest: Any = chain(*rest)
        self._lock = threading.Lock()
        self._kept = kept
        self._vectors: Floats = np.empty((0, embed.get_dim("nO")), np.float32)
        self._rows: dict[bytes, int] = {}

    def of(self, docs: Sequence[Doc]) -> list[Floats]:
        """Return the vectors of each text's words, of shape (words, width)."""
        features = [doc.to_array(self._columns) for doc in docs]
        words = [list(map(bytes, each)) for each in features]
        with self._lock:
            self._learn(
                {
                    word: row
                    for each, rows in zip(words, features, strict=True)
                    for word, row in zip(each, rows, strict=True)
                }
            )
            return [self._vectors[[self._rows[word] for word in each]] for each in words]

    def _learn(self, words: dict[bytes, Any]) -> None:
        """Have the network look at the words that it has not seen."""
        if len(self._rows) + len(words) > self._kept:
            self._rows, self._vectors = {}, self._vectors[:0]
        new = [word for word in words if word not in self._rows]
        if new:
            (vectors,) = self._rest.predict([np.stack([words[word] for word in new])])
            self._rows.update((word, row) for row, word in enumerate(new, len(self._rows)))
            self._vectors = np.concatenate([self._vectors, vectors])


def remember_words(model: Any) -> None:
    """Let a network of spaCy's remember the words that it has seen."""
    from thinc.api import Model

    (whole,) = (node for node in model.walk() if node.has_ref("embed"))
    words = WordVectors(whole.get_ref("embed"))

    def forward(_: Any, docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:  # noqa: ARG001, FBT001
        # It is not trained, so that nothing is to be told backwards.
        return words.of(docs), None

    model.replace_node(whole.get_ref("embed"), Model("words", forward))
