"""The bundled corpus: its ingest, a cold start to the first answer, and warm answers by stage."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.timing import command, import_seconds, seconds
from eval.bench.report import p95
from eval.bench.worker import kept_mb, memory

TODAY = "2026-11-23"
QUESTIONS = (
    "Vad är medianlönen för poliser?",
    "Hur många är arbetslösa i Malmö?",
    "Hur ser framtiden ut för sjuksköterskor i Dalarna?",
    "Vilka kommuner har flest arbetslösa?",
    "Vilken SSYK-kod har systemutvecklare?",
    "Vilka kan bli tandsköterska?",
    "Finns det öppna data om varsel?",
    "Får en myndighet ta betalt för öppna data?",
    "Hur många semesterdagar har jag rätt till?",
    "Vilka hinder finns det för öppna data på arbetsmarknaden?",
    "Vad är DCAT-AP-SE?",
    "Vad kostar en biljett till månen?",
)
ROUNDS = 5


def answers_report() -> dict[str, Any]:
    """Seconds of whole commands, and milliseconds of a warm answer."""
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as folder:
        data = Path(folder) / "data"
        full = seconds(lambda: command("ingest", "--data-dir", str(data)))
        unchanged = seconds(lambda: command("ingest", "--data-dir", str(data)))
        cold = seconds(lambda: command("ask", QUESTIONS[0], "--data-dir", str(data)))
        imports = import_seconds()
        warm = _warm(data)
        return {
            "help_s": seconds(lambda: command("--help")),
            "ingest_full_s": full,
            "ingest_unchanged_s": unchanged,
            "ingest_unchanged_to_full": round(unchanged / full, 4),
            "cold_answer_s": cold,
            "imports_s": imports,
            "cold_beside_imports_s": round(cold - imports, 3),
            **warm,
            "index_mb": round(kept_mb(data / "index"), 1),
            "peak_rss_mb": round(memory()["peak_rss_mb"]),
        }


def _warm(data: Path) -> dict[str, Any]:
    """Milliseconds of an answer once everything is open, by stage and in all."""
    from rag.assistant import Assistant
    from rag.settings import load_settings

    assistant = Assistant.open(load_settings(data_dir=data))
    for question in QUESTIONS:
        assistant.ask(question, today=TODAY)
    timings = [
        assistant.ask(question, today=TODAY).timings_ms for _ in range(ROUNDS) for question in QUESTIONS
    ]
    assistant.close()
    return {
        f"warm_{stage}_{name}_ms": round(pick([timing[stage] for timing in timings]), 1)
        for stage in ("retrieve", "write", "verify", "total")
        for name, pick in (("p50", statistics.median), ("p95", p95))
    }
