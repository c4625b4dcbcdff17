"""`python -m benchmarks [answers|streaming|search|statistics|ingest|cluster]`: each, or all, as JSON.

Machines are shared and noisy: compare the ratios, and seconds only within one run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.answers import answers_report
from benchmarks.cluster import cluster_report
from benchmarks.ingest import ingest_report
from benchmarks.search import search_report
from benchmarks.statistics import statistics_report
from benchmarks.streaming import streaming_report
from eval.bench.adapters import SYSTEMS
from eval.bench.command import read_pythons

PARTS = ("answers", "streaming", "search", "statistics", "ingest", "cluster")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("parts", nargs="*", choices=PARTS, help="which; none means all")
    parser.add_argument("--chunks", type=int, default=20_000, help="passages of the large collection")
    parser.add_argument("--texts", type=Path, help="folder with *.jsonl.gz of title and text; else made up")
    parser.add_argument("--cluster", metavar="URL", help="Dask scheduler; else one with two workers here")
    parser.add_argument("--systems", help="peers of the search, with commas between; '' for none")
    parser.add_argument("--python", action="append", default=[], help="as of `datalots eval bench`")
    args = parser.parse_args()
    systems = SYSTEMS if args.systems is None else tuple(filter(None, args.systems.split(",")))
    pythons = read_pythons(args.python)
    reports: dict[str, Callable[[], dict[str, Any]]] = {
        "answers": answers_report,
        "streaming": streaming_report,
        "search": lambda: search_report(args.chunks, args.texts, systems, pythons),
        "statistics": statistics_report,
        "ingest": lambda: ingest_report(args.chunks, args.texts, pythons),
        "cluster": lambda: cluster_report(args.chunks, args.texts, args.cluster),
    }
    for part in args.parts or PARTS:
        print(json.dumps({part: reports[part]()}, ensure_ascii=False, indent=1), flush=True)


if __name__ == "__main__":
    main()
