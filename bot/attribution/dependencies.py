"""What hangs on what in a sentence: spaCy's parser, whose steps are taken for all sentences together.

Its own loop does the same, but asks for Python's global lock for each of 64 numbers of each step of each text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc


def set_dependencies(parser: Any, docs: Sequence[Doc]) -> None:
    """Parse texts whose words have their vectors, as `parser` would."""
    states = parser.moves.init_batch(docs)
    model = parser.model.predict(docs)
    going = [state for state in states if not state.is_final()]
    while going:
        going = parser.transition_states(going, model.predict(going))
    model.clear_memory()
    parser.set_annotations(docs, states)
