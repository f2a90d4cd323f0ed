"""The bot's own library and retriever, which index as `bot add` does: with the sentences, and who says what in them."""

from bot.attribution import Attributor
from bot.embedding import MiniLM
from bot.evaluation.corpora import Corpus
from bot.library import Condition, open_library
from bot.retrieval import Retriever


class Peer:
    """A library of the documents that the passages are cut from."""

    def __init__(self, store):
        self._library = open_library(store / "library", MiniLM())
        self._retriever = Retriever(self._library)

    def index(self, rows, passages):
        corpus = Corpus(rows)
        self._library.add(corpus.documents, chunker=corpus.chunk, attribute=Attributor(corpus.documents))

    def search(self, query, top_k):
        found = self._retriever.ranked(query, Condition(), top_k)
        return [f"{each.source.id}:{each.passage.start}" for each in found]

    def close(self):
        self._library.close()
