"""LlamaIndex's `VectorStoreIndex` with the store that it takes by itself, kept in a folder."""

from llama_index.core import Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from bot.embedding import MiniLM

MODEL = MiniLM()


class Model(BaseEmbedding):
    """The bot's model in LlamaIndex's terms; batches as large as it can, which the model cuts by length."""

    embed_batch_size: int = 2048

    def _get_query_embedding(self, query):
        return MODEL.embed_query(query)

    async def _aget_query_embedding(self, query):
        return MODEL.embed_query(query)

    def _get_text_embedding(self, text):
        return MODEL.embed([text])[0].tolist()

    def _get_text_embeddings(self, texts):
        return MODEL.embed(texts).tolist()


class Peer:
    """An index that is kept after each addition."""

    def __init__(self, store):
        self._store = store
        Settings.embed_model = Model()
        Settings.llm = None
        if (store / "docstore.json").is_file():
            self._index = load_index_from_storage(StorageContext.from_defaults(persist_dir=str(store)))
        else:
            self._index = VectorStoreIndex([])

    def index(self, rows, passages):
        self._index.insert_nodes([TextNode(text=each["text"], id_=each["id"]) for each in passages])
        self._index.storage_context.persist(str(self._store))

    def search(self, query, top_k):
        return [each.node.node_id for each in self._index.as_retriever(similarity_top_k=top_k).retrieve(query)]

    def close(self):
        pass
