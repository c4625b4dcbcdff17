"""LlamaIndex's VectorStoreIndex over Chroma on disk, with our local embedder as its embedding model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import chromadb
from chromadb.config import Settings
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from eval.bench.adapters.base import TOP_K, Passage
from rag.embedders.local import LocalEmbedder

_LOCAL = LocalEmbedder()


class LocalEmbedding(BaseEmbedding):
    """Our local embedder, as LlamaIndex wants one."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = _LOCAL.embed_texts(texts).tolist()
        return vectors

    def _get_query_embedding(self, query: str) -> list[float]:
        vector: list[float] = _LOCAL.embed_query(query).tolist()
        return vector

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class LlamaIndexChroma:
    """As the documentation of the pair shows it; the passages are nodes already and are not cut again."""

    packages = ("llama-index-core", "llama-index-vector-stores-chroma", "chromadb")

    def index(self, passages: Sequence[Passage], folder: Path) -> None:
        client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
        # Chroma would otherwise fetch a model of its own, which LlamaIndex never uses.
        collection = client.get_or_create_collection("passages", embedding_function=None)
        storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
        nodes = [TextNode(id_=passage.id, text=passage.whole) for passage in passages]
        index = VectorStoreIndex(
            nodes, storage_context=storage, embed_model=LocalEmbedding(embed_batch_size=1000)
        )
        self._retriever = index.as_retriever(similarity_top_k=TOP_K)

    def search(self, question: str, today: str) -> list[str]:
        return [found.node.node_id for found in self._retriever.retrieve(question)]
