"""Evidence that tests make of a text, as if every passage of it had been found."""

import numpy as np
from documents import written

from bot.answering.sentences import Candidate
from bot.chunking import chunk
from bot.library import StoredPassage
from bot.records import Source
from bot.retrieval import Evidence


def evidence_of(text: str, name: str = "note.txt") -> list[Evidence]:
    """The passages of a text, all equally near to the question."""
    document, passages = written(text, name), chunk(written(text, name))
    source = Source(document.id, document.sha256, document.metadata, len(passages), original=True)
    stored = [StoredPassage(each.ordinal, each, source, np.zeros((len(each.sentences), 1))) for each in passages]
    return [Evidence(each, score=1.0, dense=0.5, lexical=1.0) for each in stored]


def sentences_of(text: str, name: str = "note.txt") -> list[Candidate]:
    """Every sentence of a text, its headings too, in order."""
    return [Candidate(piece, at) for piece in evidence_of(text, name) for at in range(len(piece.passage.sentences))]
