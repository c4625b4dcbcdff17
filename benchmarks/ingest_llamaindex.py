"""`python -m benchmarks.ingest_llamaindex PASSAGES FOLDER`: VectorStoreIndex over Chroma, timed."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import chromadb
from chromadb.config import Settings
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore

from benchmarks.precomputed import Precomputed
from eval.bench.worker import kept_mb, memory, read_passages


def main(passages: Path, folder: Path) -> None:
    """Index the passages, and print seconds and cost as one line of JSON."""
    given, embedding = read_passages(passages), Precomputed()
    started = time.perf_counter()
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.get_or_create_collection("passages", embedding_function=None)
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    nodes = [TextNode(id_=passage.id, text=passage.text) for passage in given]
    VectorStoreIndex(nodes, storage_context=storage, embed_model=embedding)
    spent = time.perf_counter() - started
    told = {"seconds": round(spent, 3), "disk_mb": round(kept_mb(folder), 1), **memory()}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
