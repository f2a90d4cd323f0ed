"""txtai's `Embeddings` with both of its searches, and the texts kept beside them."""

import os

import numpy as np
from txtai import Embeddings

from bot.embedding import MiniLM

MODEL = MiniLM()


def vectors(texts):
    """What txtai asks of a model of one's own."""
    return np.asarray(MODEL.embed(list(texts)))


class Peer:
    """An index that is saved after each addition."""

    def __init__(self, store):
        self._path = str(store / "index")
        # A function is named, since an index is kept with its settings; txtai takes a name only where that is allowed.
        os.environ["ALLOW_RESOLVE_TRANSFORM"] = "True"
        self._embeddings = Embeddings(method="external", transform="peer_txtai.vectors", hybrid=True, content=True)
        if self._embeddings.exists(self._path):
            self._embeddings.load(self._path)

    def index(self, rows, passages):
        self._embeddings.upsert([(each["id"], each["text"], None) for each in passages])
        self._embeddings.save(self._path)

    def search(self, query, top_k):
        # Its query language would read a quotation mark as its own.
        return [each["id"] for each in self._embeddings.search(query.replace("'", " "), top_k)]

    def close(self):
        self._embeddings.close()
