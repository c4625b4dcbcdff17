"""Search over a large index: warm beside the peers on the same passages, and cold from the command line."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.collection import write_collection
from benchmarks.timing import command, import_seconds, seconds
from eval.bench.adapters import OURS, forms
from eval.bench.measure import measure
from eval.bench.report import set_report, to_json
from eval.bench.sets import index_set
from eval.cases import load_cases
from ingest.pipeline import ingest
from rag.assistant import Assistant
from rag.filters import Filters
from rag.settings import Settings, load_settings

ROUNDS = 5
COLD = 10
"""Questions whose hits are compared, cold and warm."""


def questions() -> dict[str, str]:
    """The questions on law of the dev cases: what people would type."""
    cases = load_cases(suites=["law"], split="dev")
    return {case.id: case.turns[0].question for case in cases}


def search_report(
    chunks: int, texts: Path | None, systems: Sequence[str], pythons: Mapping[str, str]
) -> dict[str, Any]:
    """Index about `chunks` passages; ask them warm with all systems in one run, and cold with ours.

    Args:
        chunks: At least so many passages.
        texts: See `write_collection`.
        systems: The peers; none measures Datalots alone.
        pythons: See `eval.bench.measure.measure`.
    """
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as folder:
        files, data = Path(folder) / "files", Path(folder) / "data"
        write_collection(files, chunks, texts)
        settings = load_settings(data_dir=data)
        ingest(settings, [files], only=True, today="2026-11-23")
        bench = index_set(f"{chunks} chunks", settings, questions())
        results = measure(bench, forms(systems) if systems else [OURS], pythons)
        told = to_json([set_report(bench, results)])
        return {**told["sets"][0], "cold": _cold(settings, list(bench.questions.values()))}


def _cold(settings: Settings, asked: Sequence[str]) -> dict[str, Any]:
    """Seconds from the command to the first hit, and whether cold hits are the warm ones."""
    words = ["--json", "--data-dir", str(settings.data_dir)]
    total = seconds(lambda: command("search", asked[0], *words), ROUNDS)
    imports = import_seconds(ROUNDS)
    assistant = Assistant.open(settings)
    try:
        same = 0
        for question in asked[:COLD]:
            cold = [
                (hit["chunk_id"], hit["score"]) for hit in json.loads(command("search", question, *words))
            ]
            warm = assistant.search(question, today="2026-11-23", top_k=10, filters=Filters())
            same += cold == [(hit.chunk.id, round(hit.score, 6)) for hit in warm]
    finally:
        assistant.close()
    return {
        "first_hit_s": total,
        "imports_s": imports,
        "beside_imports_s": round(total - imports, 3),
        "same_hits_as_warm": f"{same} of {min(COLD, len(asked))}",
    }
