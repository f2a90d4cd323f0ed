"""haiku.rag with its hybrid search, given passages that are cut already; the model comes from a server on loopback."""

import asyncio
import os

from docling_core.types.doc.document import DoclingDocument
from haiku.rag.client import HaikuRAG
from haiku.rag.config import AppConfig
from haiku.rag.config.models import EmbeddingModelConfig, EmbeddingsConfig
from haiku.rag.store.models.chunk import Chunk

MODEL = EmbeddingModelConfig(
    provider="openai", name="minilm", vector_dim=384, base_url=os.environ["MODEL_URL"], api_key="none"
)


class Peer:
    """A database; passages of one addition are one document, whose chunks carry their ids."""

    def __init__(self, store):
        self._loop = asyncio.new_event_loop()
        config = AppConfig(embeddings=EmbeddingsConfig(model=MODEL))
        self._client = HaikuRAG(store / "passages.lancedb", config, create=True)
        self._run(self._client.__aenter__())
        self._count = 0

    def _run(self, work):
        return self._loop.run_until_complete(work)

    def index(self, rows, passages):
        self._count += 1
        chunks = [
            Chunk(content=each["text"], metadata={"passage": each["id"]}, order=at) for at, each in enumerate(passages)
        ]
        document = DoclingDocument(name=f"part {self._count}")
        self._run(self._client.import_document(document, chunks, uri=f"part:{self._count}", title=f"{self._count}"))

    def search(self, query, top_k):
        found = self._run(self._client.search(query, limit=top_k, search_type="hybrid", include_images=False))
        return [self._passage(each) for each in found]

    def _passage(self, result):
        return result.metadata["passage"] if "passage" in getattr(result, "metadata", {}) else result.content

    def close(self):
        self._run(self._client.__aexit__(None, None, None))
