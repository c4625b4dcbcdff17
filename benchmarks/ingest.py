"""Ingest of a large collection: in full beside LlamaIndex with Chroma, and of the hundredth part that is new.

Both sides get the same passages and the same vectors, made beforehand, and both are timed in a process of
their own without the imports. Ours also reads the files, cuts them, analyses the words, keeps the truth and
proves the index; theirs is handed nodes.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.collection import write_collection
from benchmarks.precomputed import FOLDER, save
from benchmarks.timing import ROOT, command
from eval.bench.measure import python_for
from rag.embedders.local import LocalEmbedder
from rag.index.generation import GenerationHandle
from rag.settings import Settings, load_settings

_PEER = "llamaindex-chroma"
_OWN_WORK = ("read", "analyse", "embed")
"""Stages that cost in proportion to what is new; the rest is linear in the index."""


def ingest_report(chunks: int, texts: Path | None, pythons: Mapping[str, str]) -> dict[str, Any]:
    """Seconds of a full ingest with vectors at hand, theirs as a ratio to ours, and shares of updates.

    Args:
        chunks: At least so many passages.
        texts: See `write_collection`.
        pythons: See `eval.bench.measure.measure`; names who has llama-index-vector-stores-chroma.
    """
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as made:
        folder = Path(made)
        write_collection(folder / "files", chunks, texts)
        late = _hold_back(folder)
        own = _ingest(folder, "local", {})
        passages = _precompute(folder, load_settings(data_dir=folder / "local"))
        env = {"DATALOTS_EMBEDDER": "llama_index:benchmarks.precomputed:Precomputed"}
        ours = _ingest(folder, "precomputed", env)
        theirs = _llamaindex(folder, python_for(_PEER, pythons))
        _exchange(late)
        added = _ingest(folder, "local", {})
        _exchange([(back, there) for there, back in late])
        removed = _ingest(folder, "local", {})
    return {
        "passages": passages,
        "full": {
            "ours_s": ours["seconds"],
            "llamaindex": theirs,
            "llamaindex_to_ours": _ratio(theirs.get("seconds"), ours["seconds"]["total"]),
        },
        "full_with_our_embedder_s": own["seconds"],
        "one_percent_added": _share(added, own),
        "one_percent_removed": _share(removed, own),
    }


def _hold_back(folder: Path) -> list[tuple[Path, Path]]:
    """Move documents with about one chunk in a hundred aside; as (where they are, where they belong)."""
    files = sorted((folder / "files").rglob("*.md"))
    late = [(folder / "late" / path.name, path) for path in files[50::100]]
    (folder / "late").mkdir()
    _exchange([(path, aside) for aside, path in late])
    return late


def _exchange(moves: list[tuple[Path, Path]]) -> None:
    for source, target in moves:
        source.rename(target)


def _ingest(folder: Path, name: str, env: Mapping[str, str]) -> dict[str, Any]:
    words = ("ingest", str(folder / "files"), "--only", "--json", "--data-dir", str(folder / name))
    environment = {**os.environ, **env, FOLDER: str(folder / "vectors"), "PYTHONPATH": str(ROOT)}
    summary: dict[str, Any] = json.loads(command(*words, env=environment))
    return summary


def _precompute(folder: Path, settings: Settings) -> int:
    """Keep the vector of every passage, and the passages themselves for LlamaIndex; returns how many."""
    handle = GenerationHandle(settings.data_dir, settings)
    try:
        with handle.current() as generation:
            titles = {document.id: document.title for document in generation.store.all_documents()}
            chunks = generation.store.all_chunks()
    finally:
        handle.close()
    # As `ingest.chunker.Passage.text` has it; a text that differs is an error when its vector is looked up.
    texts = ["\n".join([titles[one.document_id], *one.headings, one.text]) for one in chunks]
    save(folder / "vectors", texts, LocalEmbedder().embed_texts(texts))
    with (folder / "passages.jsonl").open("w", encoding="utf-8") as lines:
        for one, text in zip(chunks, texts, strict=True):
            lines.write(json.dumps([one.id, "", text], ensure_ascii=False) + "\n")
    return len(chunks)


def _llamaindex(folder: Path, python: str) -> dict[str, Any]:
    """What `benchmarks.ingest_llamaindex` says, or why it could not be run."""
    environment = {**os.environ, FOLDER: str(folder / "vectors"), "PYTHONPATH": str(ROOT)}
    words = [
        python,
        "-m",
        "benchmarks.ingest_llamaindex",
        str(folder / "passages.jsonl"),
        str(folder / "theirs"),
    ]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"missing": (done.stderr.strip().splitlines() or ["no reason given"])[-1]}
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _share(update: dict[str, Any], full: dict[str, Any]) -> dict[str, Any]:
    """An update's seconds, whole and of its own work, as shares of the full ingest's."""
    spent, all_of_it = update["seconds"], full["seconds"]
    work = sum(spent[stage] for stage in _OWN_WORK) / sum(all_of_it[stage] for stage in _OWN_WORK)
    return {
        "documents": update["added"] + update["changed"] + update["removed"],
        "seconds": spent,
        "read_analyse_embed_to_full": round(work, 4),
        "whole_to_full": round(spent["total"] / all_of_it["total"], 4),
    }


def _ratio(theirs: float | None, ours: float) -> float | None:
    return round(theirs / ours, 3) if theirs else None
