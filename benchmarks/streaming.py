"""How soon text is on the screen: the first of it offline, and each sentence of a model once it is complete.

The model is a server on loopback that sends a word at a time; what it takes to think is not ours to measure.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.answers import QUESTIONS, ROUNDS, TODAY
from benchmarks.timing import command
from eval.bench.report import p95
from rag.assistant import Assistant
from rag.settings import Settings
from tests.loopback.openai_server import KEY, Endpoint, openai_endpoint

PACE = 0.01
"""Seconds between two words: about 130 tokens a second, which few endpoints reach."""


def streaming_report() -> dict[str, Any]:
    """Milliseconds, over the questions of the warm answers."""
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as folder:
        data = Path(folder) / "data"
        command("ingest", "--data-dir", str(data))
        first = _first_text(Settings(data_dir=data))
        with openai_endpoint() as endpoint:
            endpoint.pace = PACE
            sentences = _sentences(data, endpoint)
        return {**_spread("first_text", first), **_spread("sentence_after_complete", sentences)}


def _first_text(settings: Settings) -> list[float]:
    """From the question to the first checked sentence, without a model."""
    assistant = Assistant.open(settings)
    for question in QUESTIONS:
        assistant.ask(question, today=TODAY)
    spent = []
    for question in QUESTIONS * ROUNDS:
        started = time.perf_counter()
        next(assistant.stream(question, today=TODAY))
        spent.append(1000 * (time.perf_counter() - started))
    assistant.close()
    return spent


def _sentences(data: Path, endpoint: Endpoint) -> list[float]:
    """From the last piece of a sentence, its mark and stop, to the step that shows it."""
    model = {"writer": "openai", "model": "faithful", "openai_base_url": endpoint.url, "openai_api_key": KEY}
    assistant = Assistant.open(Settings.model_validate({"data_dir": data, "model_cache": 0, **model}))
    spent = []
    for question in QUESTIONS * ROUNDS:
        endpoint.sent.clear()
        number = 0
        for answer in assistant.stream(question, today=TODAY):
            now = time.perf_counter()
            stops = _stops(endpoint.sent)
            if len(answer.sentences) > number and number < len(stops):
                spent.append(1000 * (now - stops[number]))
                number = len(answer.sentences)
    assistant.close()
    return spent


def _stops(sent: Sequence[tuple[float, str]]) -> list[float]:
    """When each sentence was complete: its piece ends in "[1]."."""
    return [at for at, piece in list(sent) if piece.strip().endswith("].")]


def _spread(name: str, spent: Sequence[float]) -> dict[str, Any]:
    return {
        f"{name}_n": len(spent),
        f"{name}_p50_ms": round(statistics.median(spent), 1),
        f"{name}_p95_ms": round(p95(spent), 1),
        f"{name}_max_ms": round(max(spent), 1),
    }
