"""Statistics answers over a table of a million cells, beside pandas scanning the same table in the same run.

The table is made up: people by kommun, age, sex and year. Every question names another kommun and year, so
that nothing asked is remembered. The time is the ledger's alone: the question read, the table and its cells
chosen, the figure computed and told.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.bench.report import p95
from rag.entities.regions import members, regions
from rag.index.statistics import Statistics, StatisticsWriter
from rag.schema import Concept, Dimension, Measure, Query, Table, TableInfo
from rag.statistics import Ledger

TODAY = "2026-11-23"
YEARS = tuple(str(year) for year in range(2005, 2023))
OLDEST = 100
ROUNDS = 12
"""Questions of each kind."""
KINDS = ("value", "age", "difference", "change", "series", "share", "rank", "rank by change", "sum of a län")


class _Store:
    """A store of one table and no concepts."""

    def __init__(self, info: TableInfo) -> None:
        self._info = info

    def tables(self) -> list[TableInfo]:
        return [self._info]

    def concept(self, concept_id: str) -> Concept | None:
        return None

    def concepts(self, scheme: str | None = None) -> list[Concept]:
        return []


def made_up() -> Table:
    """290 kommuner × 101 ages × 2 sexes × 18 years: 1,054,440 cells, the same every time."""
    kommuner = members("00", "kommun")
    ages = {str(age): f"{age} år" for age in range(OLDEST)} | {str(OLDEST): f"{OLDEST} år eller äldre"}
    dimensions = (
        Dimension(
            id="region", label="region", role="region", codes={c: regions()[c].short for c in kommuner}
        ),
        Dimension(id="age", label="ålder", role="age", codes=ages),
        Dimension(id="sex", label="kön", role="sex", codes={"1": "män", "2": "kvinnor"}),
        Dimension(id="period", label="år", role="period", codes={y: y for y in YEARS}, additive=False),
    )
    measure = Measure(
        id="population",
        label="Folkmängd",
        unit="persons",
        names=("folkmängd", "invånare", "invånarna", "befolkning", "bor", "bodde"),
    )
    rows = [
        (kommun, age, sex, year, str(50 + (n * 7 + int(age) * 13 + int(sex) * 29 + int(year) * 3) % 400))
        for n, kommun in enumerate(kommuner)
        for age in ages
        for sex in ("1", "2")
        for year in YEARS
    ]
    info = TableInfo(
        id="million",
        title="Folkmängd efter kommun, ålder, kön och år (påhittad)",
        publisher="ingen",
        url="",
        licence="",
        updated="2022-12-31",
        dimensions=dimensions,
        measures=(measure,),
        cells=len(rows),
    )
    return Table(info=info, columns=("region", "age", "sex", "period", "population"), rows=rows)


def questions(round_: int) -> dict[str, str]:
    """One question of each kind, about other places and years than those of the other rounds."""
    names = [found.name for found in regions().values() if found.kind == "kommun"]
    here, there = names[(round_ * 17) % len(names)], names[(round_ * 17 + 91) % len(names)]
    year, before = YEARS[-1 - round_ % 9], YEARS[round_ % 9]
    lan = [found.name for found in regions().values() if found.kind == "lan"][round_ % 21]
    return {
        "value": f"Hur många bodde i {here} {year}?",
        "age": f"Hur många kvinnor i åldern {20 + round_}–{50 + round_} år bodde i {here} {year}?",
        "difference": f"Hur många fler bodde i {here} än i {there} {year}?",
        "change": f"Hur mycket ökade folkmängden i {here} mellan {before} och {year}?",
        "series": f"Hur har folkmängden i {here} utvecklats sedan {before}?",
        "share": f"Hur stor andel av invånarna i {here} var över {60 + round_} år {year}?",
        "rank": f"Vilka fem kommuner hade störst folkmängd {year}?",
        "rank by change": f"I vilken kommun ökade folkmängden mest mellan {before} och {year}?",
        "sum of a län": f"Hur många bodde i {lan} {year}?",
    }


def statistics_report() -> dict[str, Any]:
    """Milliseconds of an answer, p50 and p95, by kind, and what they are of a scan with pandas."""
    table = made_up()
    with tempfile.TemporaryDirectory(prefix="datalots-bench-") as folder:
        path = Path(folder) / "statistics.duckdb"
        with StatisticsWriter(path) as writer:
            writer.add(table)
        opened = Statistics.open(path)
        try:
            return _measured(table, Ledger(_Store(table.info), opened))
        finally:
            opened.close()


def _measured(table: Table, ledger: Ledger) -> dict[str, Any]:
    scan = _scans(table)
    ledger.answer(
        Query(question="Hur många bodde i Ale kommun 2001?", kind="statistic", today=TODAY)
    )  # what is read once
    gc.collect()
    gc.freeze()  # the million rows of the table are no part of a served process
    spent: dict[str, list[float]] = {kind: [] for kind in KINDS}
    unanswered = 0
    for round_ in range(ROUNDS):
        for kind, question in questions(round_).items():
            started = time.perf_counter()
            found = ledger.answer(Query(question=question, kind="statistic", today=TODAY))
            spent[kind].append((time.perf_counter() - started) * 1000)
            unanswered += found is None or not found.claims
    gc.unfreeze()
    every = [ms for times in spent.values() for ms in times]
    return {
        "cells": table.info.cells,
        "questions": len(every),
        "unanswered": unanswered,
        "answer_p50_ms": round(statistics.median(every), 2),
        "answer_p95_ms": round(p95(every), 2),
        "pandas_scan_p50_ms": round(statistics.median(scan), 2),
        "pandas_scan_p95_ms": round(p95(scan), 2),
        "p95_to_scan": round(p95(every) / p95(scan), 3),
        "by_kind_p95_ms": {kind: round(p95(times), 2) for kind, times in spent.items()},
    }


def _scans(table: Table) -> Sequence[float]:
    """Milliseconds of finding one place, year and both sexes' sum by scanning the table with pandas."""
    import pandas as pd  # type: ignore[import-untyped]  # it ships no types

    frame = pd.DataFrame(table.rows, columns=list(table.columns))
    frame["population"] = frame["population"].astype(int)
    codes = list(table.info.dimensions[0].codes)

    def scan(n: int) -> int:
        chosen = frame[
            (frame["region"] == codes[n * 17 % len(codes)]) & (frame["period"] == YEARS[-1 - n % 9])
        ]
        return int(chosen["population"].sum())

    return [_milliseconds(lambda n=n: scan(n)) for n in range(ROUNDS)]  # type: ignore[misc]


def _milliseconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000
