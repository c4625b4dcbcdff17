"""`datalots eval …`: run, compare, gate, accept, report, selftest, lint, schema, retrieval, bench.

What people do with cases and answers stands in `curation.py`.

Exit codes: 0 done and above the bar, 1 below the bar or could not, 2 wrong usage.
"""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from shlex import split
from typing import TYPE_CHECKING

from rag.settings import Settings

if TYPE_CHECKING:
    from eval.datalots_process import DatalotsProcesses
    from eval.gate import Violation
    from eval.http_system import HttpSystem
    from eval.results import RunReport
    from eval.systems import DatalotsSystem, JsonLinesSystem

Run = Callable[[argparse.Namespace, Settings], int]
Register = Callable[..., argparse.ArgumentParser]
ROOT = Path(__file__).parent.parent


def add_commands(command: Register) -> None:
    """Add `eval` with its actions; `command` is that of `cli.parser`."""
    about = "mät svarens kvalitet"
    actions = command("eval", _nothing, about).add_subparsers(dest="action", required=True, metavar="ÅTGÄRD")

    def action(name: str, run: Run, about: str) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=about, description=about)
        sub.add_argument(
            "--data-dir", type=Path, metavar="KATALOG", default=argparse.SUPPRESS, help="där index ligger"
        )
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="svara i JSON")
        sub.set_defaults(run=run)
        return sub

    run = action("run", run_run, "ställ alla fallens frågor, poängsätt svaren och skriv en rapport")
    run.add_argument(
        "--suite", action="append", default=[], metavar="NAMN", help="bara denna del (kan upprepas)"
    )
    run.add_argument("--split", choices=["dev", "test"], help="bara denna delmängd")
    run.add_argument(
        "--sample", type=int, metavar="N", help="ett urval på ungefär N fall, jämnt över delarna"
    )
    run.add_argument("--cases", type=Path, metavar="MAPP", help="egna fall (förval: eval/cases)")
    run.add_argument(
        "--workers",
        type=int,
        choices=[1, 2],
        default=min(2, os.cpu_count() or 1),
        help="processer som svarar (förval: en per kärna, högst 2)",
    )
    run.add_argument(
        "--run-id", metavar="ID", help="namn på körningen; samma namn tar upp en avbruten körning"
    )
    run.add_argument(
        "--against", type=Path, metavar="KÖRNING", help="visa i rapporten hur svaren ändrats sedan dess"
    )
    run.add_argument("--gate", action="store_true", help="avsluta med 1 om en spärr inte håller")
    run.add_argument("--no-baseline", action="store_true", help="jämför inte med den godkända nivån")
    other = run.add_mutually_exclusive_group()
    other.add_argument("--docs", action="store_true", help="skriv in poängen i docs/evaluation.md")
    other.add_argument(
        "--command",
        dest="program",
        metavar="PROGRAM",
        help="fråga ett annat program, som talar JSON-rader som `datalots chat --jsonl`",
    )
    other.add_argument("--url", metavar="ADRESS", help="fråga en tjänst som tar samma JSON över HTTP")

    compare = action("compare", run_compare, "jämför två körningar")
    compare.add_argument("before", type=Path, metavar="FÖRE", help="report.json eller mappen med den")
    compare.add_argument("after", type=Path, metavar="EFTER", help="report.json eller mappen med den")

    for name, chosen, words in (
        ("gate", run_gate, "pröva en sparad körning mot spärrarna"),
        ("report", run_report, "skriv rapporterna för en sparad körning igen"),
    ):
        action(name, chosen, words).add_argument("report", type=Path, metavar="KÖRNING")
    actions.choices["report"].add_argument(
        "--against", type=Path, metavar="KÖRNING", help="visa i rapporten hur svaren ändrats sedan dess"
    )
    accept = action("accept", run_accept, "gör en körning till godkänd nivå")
    accept.add_argument("report", type=Path, metavar="KÖRNING")
    accept.add_argument("--reason", required=True, metavar="VARFÖR", help="varför nivån får ändras")

    action("selftest", run_selftest, "pröva att mätningen ser fel svar och låter rätta vara")
    action("lint", run_lint, "granska fallen")
    action("schema", run_schema, "visa JSON Schema för ett fall")
    beir = action("retrieval", run_retrieval, "mät sökningen på en mängd i BEIR-format")
    beir.add_argument("folder", type=Path, metavar="MAPP")
    extract = action("extract", run_extract, "mät vilka meningar svaren ger på en mängd i BEIR-format")
    extract.add_argument("folder", type=Path, metavar="MAPP", help="med svaren i frågornas metadata")
    extract.add_argument(
        "others", type=Path, nargs="*", metavar="ANNAN", help="mängder vars frågor ska avböjas"
    )

    from eval.bench.command import add_arguments
    from eval.curation import add_actions

    add_actions(action)
    add_arguments(action("bench", run_bench, "jämför sökningen med andra system, i kvalitet och fart"))


def _nothing(args: argparse.Namespace, settings: Settings) -> int:
    raise AssertionError("argparse asks for an action")


# ------------------------------------------------------------------ run


def run_run(args: argparse.Namespace, settings: Settings) -> int:
    from eval.cases import CASES_DIR, load_cases, stratified
    from eval.corpus import IndexCorpus
    from eval.fingerprint import fingerprint
    from eval.runner import evaluate
    from rag.index.generation import GenerationHandle

    cases = load_cases(args.cases or CASES_DIR, args.suite, args.split)
    cases = stratified(cases, args.sample) if args.sample else cases
    handle = GenerationHandle(settings.data_dir, settings)
    system = _system(args, settings)
    try:
        with handle.current() as generation:
            run_id = args.run_id or datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            folder = settings.data_dir / "eval" / run_id
            marks = fingerprint(cases, generation.id, settings, system.name)
            report = evaluate(
                cases,
                system,
                IndexCorpus(generation),
                folder,
                marks,
                workers=args.workers,
                progress=_progress(),
            )
    finally:
        system.close()
        handle.close()
    if args.docs:
        from eval.report import write_scores

        write_scores(report, ROOT / "docs" / "evaluation.md")
    whole = not (args.suite or args.split or args.cases or args.sample or args.program or args.url)
    return _finish(report, folder, args, baseline=whole and not args.no_baseline, strict=args.gate)


def _system(
    args: argparse.Namespace, settings: Settings
) -> HttpSystem | JsonLinesSystem | DatalotsSystem | DatalotsProcesses:
    from eval.artefacts import RunError
    from eval.datalots_process import DatalotsProcesses
    from eval.systems import DatalotsSystem, JsonLinesSystem

    if args.program:
        return JsonLinesSystem(split(args.program))
    if args.url:
        from eval.http_system import HttpSystem

        try:
            return HttpSystem(args.url)
        except ValueError as error:
            raise RunError(str(error), user_message=f"{args.url} är ingen adress på nätet.") from error
    return DatalotsSystem(settings) if args.workers == 1 else DatalotsProcesses(settings, args.workers)


def _progress() -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        print(f"\r{done}/{total} fall", end="\n" if done == total else "", file=sys.stderr, flush=True)

    return show


def _finish(
    report: RunReport, folder: Path, args: argparse.Namespace, *, baseline: bool, strict: bool
) -> int:
    """Write the reports, say what came out, and whether it may be merged."""
    from eval.gate import gate, load_baseline
    from eval.report import annotation_lines, append_step_summary, headline, to_markdown, write_reports

    violations = gate(report, load_baseline() if baseline else None)
    written = write_reports(report, violations, folder, _load(args.against) if args.against else None)
    append_step_summary(to_markdown(report, violations), os.environ.get("GITHUB_STEP_SUMMARY"))
    if os.environ.get("GITHUB_ACTIONS"):
        print("\n".join(annotation_lines(violations)))
    if args.json:
        print(report.model_dump_json(exclude={"turns"}))
    else:
        print(headline(report))
        _say(violations)
        print(f"Rapport: {written['html']}")
    return 1 if strict and violations else 0


def _say(violations: list[Violation]) -> None:
    for violation in violations:
        print(f"Spärr ({violation.rule}): {violation.message}")
    if not violations:
        print("Alla spärrar är gröna.")


# ------------------------------------------------------------------ saved runs


def _load(path: Path) -> RunReport:
    from pydantic import ValidationError

    from eval.artefacts import RunError
    from eval.results import load_report

    file = path / "report.json" if path.is_dir() else path
    try:
        return load_report(file)
    except (OSError, ValidationError) as error:
        raise RunError(f"{file} is not a saved run: {error}") from error


def run_compare(args: argparse.Namespace, settings: Settings) -> int:
    from eval.compare import compare, to_markdown

    print(to_markdown(compare(_load(args.before), _load(args.after))), end="")
    return 0


def run_gate(args: argparse.Namespace, settings: Settings) -> int:
    from eval.gate import gate, load_baseline

    violations = gate(_load(args.report), load_baseline())
    _say(violations)
    return 1 if violations else 0


def run_report(args: argparse.Namespace, settings: Settings) -> int:
    folder = args.report if args.report.is_dir() else args.report.parent
    return _finish(_load(args.report), folder, args, baseline=True, strict=False)


def run_accept(args: argparse.Namespace, settings: Settings) -> int:
    from eval.gate import BASELINE, accept

    accept(_load(args.report), args.reason)
    print(f"Ny godkänd nivå: {BASELINE}")
    return 0


# ------------------------------------------------------------------ the tester


def run_selftest(args: argparse.Namespace, settings: Settings) -> int:
    from eval.selftest import selftest

    tried = selftest()
    print(f"{tried.mutants} mutanter, {tried.variants} varianter, {tried.tried} poängsättningar.")
    for failure in tried.failures:
        print(f"Fel: {failure}")
    return 1 if tried.failures else 0


def run_lint(args: argparse.Namespace, settings: Settings) -> int:
    """Lint with the index's corpus when there is one; without it only what needs none."""
    from eval.cases import load_cases
    from eval.corpus import IndexCorpus
    from eval.lint import lint
    from rag.errors import NoIndexError
    from rag.index.generation import GenerationHandle

    cases = load_cases()
    handle = GenerationHandle(settings.data_dir, settings)
    try:
        with handle.current() as generation:
            problems = lint(cases, IndexCorpus(generation), ROOT)
    except NoIndexError:
        print("Inget index: bevis och facit prövas inte.", file=sys.stderr)
        problems = lint(cases, None, ROOT)
    finally:
        handle.close()
    for problem in problems:
        print(problem)
    print(f"{len(cases)} fall, {len(problems)} anmärkningar.")
    return 1 if problems else 0


def run_schema(args: argparse.Namespace, settings: Settings) -> int:
    from eval.cases import schema

    print(json.dumps(schema(), ensure_ascii=False, indent=1))
    return 0


def run_retrieval(args: argparse.Namespace, settings: Settings) -> int:
    from eval.retrieval import retrieval_report
    from rag.embedders import load_embedder

    print(json.dumps(retrieval_report(args.folder, load_embedder(settings)), ensure_ascii=False))
    return 0


def run_extract(args: argparse.Namespace, settings: Settings) -> int:
    from eval.extraction import extraction_report

    print(json.dumps(extraction_report(args.folder, args.others), ensure_ascii=False))
    return 0


def run_bench(args: argparse.Namespace, settings: Settings) -> int:
    from eval.bench.command import run

    return run(args, settings)
