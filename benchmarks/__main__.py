"""`python -m benchmarks`: ingest, cold start and warm answers over the bundled corpus, as JSON.

Machines are shared and noisy: compare the ratios, and seconds only within one run.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        help_seconds = _command("--help")
        full = _command("ingest", "--data-dir", str(data))
        unchanged = _command("ingest", "--data-dir", str(data))
        cold = _command("ask", QUESTIONS[0], "--data-dir", str(data))
        imports = _seconds(lambda: _python("import rag.assistant, chromadb, duckdb"))
        warm = _warm(data)
        report: dict[str, Any] = {
            "help_s": help_seconds,
            "ingest_full_s": full,
            "ingest_unchanged_s": unchanged,
            "ingest_unchanged_to_full": round(unchanged / full, 4),
            "cold_answer_s": cold,
            "imports_s": imports,
            "cold_beside_imports_s": round(cold - imports, 3),
            **warm,
            "index_mb": _megabytes(data / "index"),
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        print(json.dumps(report, indent=2))


def _warm(data: Path) -> dict[str, Any]:
    """Milliseconds of an answer once everything is open, by stage and in all."""
    from rag.assistant import Assistant
    from rag.settings import Settings

    assistant = Assistant.open(Settings(data_dir=data))
    for question in QUESTIONS:
        assistant.ask(question, today=TODAY)
    timings = [
        assistant.ask(question, today=TODAY).timings_ms for _ in range(ROUNDS) for question in QUESTIONS
    ]
    assistant.close()
    return {
        f"warm_{stage}_{name}_ms": round(pick([timing[stage] for timing in timings]), 1)
        for stage in ("retrieve", "write", "verify", "total")
        for name, pick in (("p50", statistics.median), ("p95", _p95))
    }


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _command(*words: str) -> float:
    return _seconds(
        lambda: subprocess.run(
            [sys.executable, "cli.py", *words], cwd=ROOT, check=True, capture_output=True, text=True
        )
    )


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return round(time.perf_counter() - started, 3)


def _megabytes(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1024**2, 1)


if __name__ == "__main__":
    main()
