"""LangChain's Chroma, as its tutorial on retrieval builds it."""

from langchain_chroma import Chroma

from bot.embedding import MiniLM


class Peer:
    """A persistent collection of one text a passage."""

    def __init__(self, store):
        self._chroma = Chroma("passages", MiniLM(), persist_directory=str(store))

    def index(self, rows, passages):
        self._chroma.add_texts([each["text"] for each in passages], ids=[each["id"] for each in passages])

    def search(self, query, top_k):
        return [each.id for each in self._chroma.similarity_search(query, k=top_k)]

    def close(self):
        pass
