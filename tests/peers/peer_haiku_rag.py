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
    """A database; passages of one addition are one document, whose chunks are known by their texts."""

    def __init__(self, store):
        self._loop = asyncio.new_event_loop()
        config = AppConfig(embeddings=EmbeddingsConfig(model=MODEL))
        self._client = HaikuRAG(store / "passages.lancedb", config, create=True)
        self._run(self._client.__aenter__())
        self._ids = {}

    def _run(self, work):
        return self._loop.run_until_complete(work)

    def index(self, rows, passages):
        part = f"part {len(self._ids)}"
        # Its results tell the text of a chunk alone.
        self._ids.update((each["text"], each["id"]) for each in passages)
        chunks = [Chunk(content=each["text"], order=at) for at, each in enumerate(passages)]
        self._run(self._client.import_document(DoclingDocument(name=part), chunks, uri=f"bot:{part}", title=part))

    def search(self, query, top_k):
        found = self._run(self._client.search(query, limit=top_k, search_type="hybrid", include_images=False))
        return [self._ids.get(each.content, each.content) for each in found]

    def close(self):
        self._run(self._client.__aexit__(None, None, None))
