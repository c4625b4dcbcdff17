"""`datalots eval bench`: the sets that are asked, the systems, the tables."""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rag.settings import Settings

if TYPE_CHECKING:
    from eval.bench.sets import BenchSet


PAGE = Path(__file__).parents[2] / "docs" / "evaluation.md"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What the command takes."""
    command.add_argument("folders", nargs="*", type=Path, metavar="MAPP", help="mängd i BEIR-format")
    command.add_argument("--cases", action="store_true", help="ställ de publika fallens frågor till indexet")
    command.add_argument("--split", choices=["dev", "test"], help="bara denna delmängd av fallen")
    command.add_argument("--systems", metavar="A,B", help="bara dessa system (Datalots är alltid med)")
    command.add_argument(
        "--python",
        action="append",
        default=[],
        metavar="[SYSTEM=]PROGRAM",
        help="Python som har de andra systemens paket; med namn bara för det systemet",
    )
    command.add_argument("--docs", action="store_true", help="skriv in tabellen i docs/evaluation.md")
    command.add_argument("--questions", type=int, metavar="N", help="högst så många frågor per mängd")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Measure, and print what came out."""
    from eval.artefacts import RunError
    from eval.bench.adapters import SYSTEMS, forms
    from eval.bench.measure import measure
    from eval.bench.report import set_report, to_json, to_markdown, write_peers

    chosen = args.systems.split(",") if args.systems else SYSTEMS
    unknown = sorted({*chosen, *read_pythons(args.python)} - {*SYSTEMS, ""})
    if unknown:
        known = ", ".join(SYSTEMS)
        raise RunError(
            f"unknown systems {unknown}; there are {known}",
            user_message=f"Okänt system: {', '.join(unknown)}. Det finns {known}.",
            remedy="datalots eval bench --help",
        )
    if not args.folders and not args.cases:
        raise RunError(
            "nothing to ask: give folders or --cases",
            user_message="Ange minst en mapp i BEIR-format, eller --cases.",
            remedy="datalots eval bench --help",
        )
    reports = []
    for bench in _sets(args, settings):
        results = measure(bench, forms(list(chosen)), read_pythons(args.python), _progress())
        reports.append(set_report(bench, results))
    made = to_json(reports)
    if args.docs:
        write_peers(made, PAGE)
    print(json.dumps(made, ensure_ascii=False, indent=1) if args.json else to_markdown(made))
    return 1 if any(report.ours.error for report in reports) else 0


def read_pythons(given: list[str]) -> dict[str, str]:
    """System → interpreter, "" for all that are not named; of `PATH` and `SYSTEM=PATH`."""
    pairs = (value.partition("=") for value in given)
    return {name if mark else "": path if mark else name for name, mark, path in pairs}


def _sets(args: argparse.Namespace, settings: Settings) -> Iterator[BenchSet]:
    from eval.bench.sets import beir_set, case_set
    from eval.cases import load_cases

    for folder in args.folders:
        yield beir_set(folder).sampled(args.questions)
    if args.cases:
        cases = load_cases(split=args.split)
        yield case_set(f"fall:{args.split or 'alla'}", cases, settings).sampled(args.questions)


def _progress() -> Callable[[str], None]:
    if not sys.stderr.isatty():
        return lambda doing: None
    return lambda doing: print(f"\r\x1b[K{doing}", end="", file=sys.stderr, flush=True)
