"""Names in parsed texts, by spaCy's recogniser of entities: its network and its rules, decoded for all tokens at once.

spaCy decodes token after token, and asks Python's global lock for each of 74 possible steps, which takes longer than
all else that is done with a text. As few tokens are within an entity, what the others are is told by one product of
matrices. What is found is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]


class _Step(NamedTuple):
    """What a step of the recogniser does with a token: begin an entity, go on, end it, be one alone, be in none."""

    move: str
    label: str


class Entities:
    """Finds the names in texts whose sentences are known. Safe for several threads."""

    def __init__(self, recogniser: Any) -> None:
        model = recogniser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        places, outputs, pieces, width = lower.get_param("W").shape
        self._tok2vec = model.get_ref("tok2vec")
        self._shape = outputs, pieces
        # What a token contributes where it is the next, the first of an entity, and the one before.
        self._lower: Floats = lower.get_param("W").reshape(places, outputs * pieces, width)
        self._bias: Floats = lower.get_param("b").reshape(-1)
        self._nothing: Floats = lower.get_param("pad")[0].reshape(places, -1)
        self._upper: Floats = upper.get_param("W")
        self._upper_bias: Floats = upper.get_param("b")
        names = [recogniser.moves.get_class_name(at) for at in range(len(self._upper_bias))]
        steps = [_Step(move, label) for move, _, label in (name.partition("-") for name in names)]
        self._at = {step: at for at, step in enumerate(steps)}
        # The steps that are possible where no entity is open.
        self._free = np.array([at for at, (move, label) in enumerate(steps) if move == "O" or (move in "BU" and label)])
        self._begins = np.array([steps[at].move == "B" for at in self._free])
        self._names = np.array([steps[at].move in "BU" for at in self._free])
        self._steps = steps

    def of(self, docs: Sequence[Doc]) -> list[list[Span]]:
        """Return the names in each text, in order, with their labels."""
        if not any(map(len, docs)):
            return [[] for _ in docs]
        from spacy.tokens import Span

        vectors = self._tok2vec.predict(docs)
        ends = list(accumulate(map(len, docs)))
        found: list[list[Span]] = [[] for _ in docs]
        order = 0
        for start, end, label in self._found(vectors, *_limits(docs)):
            while start >= ends[order]:
                order += 1
            first = ends[order] - len(docs[order])
            found[order].append(Span(docs[order], start - first, end - first, label=label))
        return found

    def _found(self, vectors: Floats, last: Flags, space: Flags) -> Iterator[tuple[int, int, str]]:
        """Yield the names in texts that follow each other, from first token to past the last.

        `last` are the tokens that end a sentence, beyond which no name goes; none starts with a space.
        """
        best = self._best(vectors, last, space)
        free = 0
        for start in np.flatnonzero(self._names[best]).tolist():
            if start < free:
                continue
            step = self._steps[self._free[best[start]]]
            free = start + 1 if step.move == "U" else self._end(vectors, last, start, step.label)
            yield start, free, step.label

    def _best(self, vectors: Floats, last: Flags, space: Flags) -> NDArray[np.intp]:
        """The best step for each token, of the free ones, where no entity is open."""
        hidden = vectors @ self._lower[0].T + self._nothing[1:].sum(axis=0) + self._bias
        scores = self._maxed(hidden) @ self._upper[self._free].T + self._upper_bias[self._free]
        scores[np.ix_(last, self._begins)] = -np.inf
        scores[np.ix_(space, self._names)] = -np.inf
        best: NDArray[np.intp] = scores.argmax(axis=1)
        return best

    def _end(self, vectors: Floats, last: Flags, start: int, label: str) -> int:
        """Where an entity ends that begins at a token, past its last one."""
        both = [self._at[_Step(move, label)] for move in "IL"]
        weights, bias = self._upper[both], self._upper_bias[both]
        first = self._lower[1] @ vectors[start] + self._bias
        at = start + 1
        while not last[at]:
            hidden = self._lower[0] @ vectors[at] + first + self._lower[2] @ vectors[at - 1]
            goes_on, ends = weights @ self._maxed(hidden) + bias
            if ends > goes_on:
                break
            at += 1
        return at + 1

    def _maxed(self, hidden: Floats) -> Floats:
        maxed: Floats = hidden.reshape(*hidden.shape[:-1], *self._shape).max(axis=-1)
        return maxed


def _limits(docs: Sequence[Doc]) -> tuple[Flags, Flags]:
    """Which tokens of texts that follow each other end a sentence, and which are spaces."""
    rows = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]).reshape(-1, 2) for doc in docs])
    ends = np.cumsum([len(doc) for doc in docs if len(doc)]) - 1
    last = np.append(rows[1:, 0] == 1, True)
    last[ends] = True
    return last, rows[:, 1] == 1
