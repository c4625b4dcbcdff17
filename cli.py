"""The command `datalots`: each subcommand starts one program and says in Swedish what happened.

Exit codes: 0 done (`ask`: any status but `error`), 1 could not or below the bar, 2 wrong usage,
3 the program itself failed.
Heavy modules are imported by the subcommand that needs them, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.commands import add_sources, fetch_first
from rag import texts
from rag.errors import DatalotsError
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from ingest.pipeline import Summary
    from rag.assistant import Assistant
    from rag.schema import Turn

Command = Callable[[argparse.Namespace, Settings], int]
log = logging.getLogger("datalots")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand and return its exit code; an expected error is two lines, never a traceback."""
    args = parser().parse_args(argv)
    try:
        settings = load_settings(data_dir=args.data_dir)
        logging.basicConfig(
            level=settings.log_level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
        )
        run: Command = args.run
        return run(args, settings)
    except DatalotsError as error:
        log.error("%s", error)
        _say_error(error, as_json=getattr(args, "json", False))
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print(texts.INTERRUPTED, file=sys.stderr)
        return 1
    except Exception:
        log.exception("unexpected error")
        print(texts.ERROR_GENERAL, file=sys.stderr)
        return 3


def _say_error(error: DatalotsError, *, as_json: bool) -> None:
    if as_json:
        body = {"status": "error", "reason": "internal", "text": error.user_message, "remedy": error.remedy}
        print(json.dumps(body, ensure_ascii=False))
    print(error.user_message, file=sys.stderr)
    if error.remedy:
        print(texts.REMEDY.format(remedy=error.remedy), file=sys.stderr)


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    root = argparse.ArgumentParser(prog="datalots", description=texts.CLI_DESCRIPTION)
    commands = root.add_subparsers(dest="command", required=True, metavar="KOMMANDO")

    def command(name: str, run: Command, about: str, *, as_json: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.add_argument(
            "--data-dir", type=Path, metavar="KATALOG", help="där index och data ligger (förval: data)"
        )
        if as_json:
            sub.add_argument("--json", action="store_true", help="svara i JSON")
        sub.set_defaults(run=run)
        return sub

    ask = command("ask", run_ask, "ställ en fråga och få ett svar med källor")
    ask.add_argument("question", nargs="+", metavar="FRÅGA")
    ask.add_argument("--explain", action="store_true", help="visa även meningar som ströks, och tider")

    ask.add_argument("--lattlast", action="store_true", help=texts.PAGE_EASY_HELP)

    chat = command("chat", run_chat, "samtala i terminalen", as_json=False)
    chat.add_argument("--lattlast", action="store_true", help=texts.PAGE_EASY_HELP)
    chat.add_argument("--jsonl", action="store_true", help="en fråga per rad in, ett svarsobjekt per rad ut")

    search = command("search", run_search, "sök i källorna och se varför träffarna kom")
    search.add_argument("question", nargs="+", metavar="ORD")
    search.add_argument("--top-k", type=int, default=10, metavar="N", help="antal träffar (förval: 10)")
    search.add_argument(
        "--kind", action="append", help="bara detta slag: brief, concept, dataset, table, file"
    )
    search.add_argument("--publisher", help="bara denna utgivare")
    search.add_argument("--region", help="bara källor om denna region (kod)")
    search.add_argument("--since", metavar="DATUM", help="bara källor från detta datum eller senare")

    load = command("ingest", run_ingest, "läs in källor och bygg index")
    load.add_argument("paths", nargs="*", type=Path, metavar="SÖKVÄG", help="egna filer eller mappar")
    load.add_argument("--source", action="append", metavar="ID", help="bara denna källa")
    load.add_argument("--only", action="store_true", help="utan de medföljande källorna")
    load.add_argument(
        "--erase", action="append", default=[], metavar="ID", help="radera detta dokument från disken"
    )
    load.add_argument("--fetch", action="store_true", help="hämta först nya data från de öppna API:erna")
    load.add_argument(
        "--allow-removals", action="store_true", help="låt en hämtad lista ta bort det mesta av den förra"
    )
    load.add_argument("--rebuild", action="store_true", help="bygg om indexet även om inget har ändrats")

    add_sources(command)

    index = command("index", run_index, "visa eller backa indexet, visa körningar")
    index.add_argument("action", choices=["list", "rollback", "log"])

    command("doctor", run_doctor, "kontrollera index, inställningar och anslutningar")
    command("app", run_app, "öppna chattsidan", as_json=False)
    command("slack", run_slack, "starta Slack-boten", as_json=False)

    from eval.commands import add_commands

    add_commands(command)
    return root


# ------------------------------------------------------------------ ask, chat, search


def run_ask(args: argparse.Namespace, settings: Settings) -> int:
    from rag.export import to_json, told_as_it_comes

    question = " ".join(args.question)
    with _assistant(settings) as assistant:
        if args.json:
            answer = assistant.ask(question, today=_today(), easy=args.lattlast)
            _print_json(to_json(answer))
        else:
            steps = assistant.stream(question, today=_today(), easy=args.lattlast)
            answer = told_as_it_comes(steps, _out, explain=args.explain)
    return 1 if answer.status == "error" else 0


def run_chat(args: argparse.Namespace, settings: Settings) -> int:
    from rag.chat_lines import asked as asked_on
    from rag.export import to_json, told_as_it_comes
    from rag.schema import Turn

    history: list[Turn] = []
    if not args.jsonl and sys.stdin.isatty():
        print(texts.CHAT_WELCOME)
    with _assistant(settings) as assistant:
        for asked in asked_on(sys.stdin, as_jsonl=args.jsonl):
            if asked is None:
                body = {"status": "error", "reason": "not_text", "text": texts.CHAT_LINE_UNREADABLE}
                print(json.dumps(body, ensure_ascii=False), flush=True)
                continue
            del history[asked.turn - 1 if asked.turn else len(history) :]
            today = asked.today or _today()
            if args.jsonl:
                answer = assistant.ask(asked.question, history, today=today, easy=args.lattlast)
                print(json.dumps(to_json(answer), ensure_ascii=False), flush=True)
            else:
                steps = assistant.stream(asked.question, history, today=today, easy=args.lattlast)
                answer = told_as_it_comes(steps, _out)
                print(flush=True)
            history.append(
                Turn(question=asked.question, standalone_question=answer.standalone_question, answer=answer)
            )
    return 0


def run_search(args: argparse.Namespace, settings: Settings) -> int:
    from rag.export import hit_to_json
    from rag.filters import Filters

    filters = Filters(
        kinds=tuple(args.kind or ()), publisher=args.publisher, region=args.region, since=args.since
    )
    with _assistant(settings) as assistant:
        hits = assistant.search(" ".join(args.question), today=_today(), top_k=args.top_k, filters=filters)
    if args.json:
        _print_json([hit_to_json(hit) for hit in hits])
        return 0
    if not hits:
        print(texts.SEARCH_EMPTY)
    for rank, hit in enumerate(hits, start=1):
        about = f"{hit.document.kind}, {hit.document.publisher}, {hit.score:.3f}"
        print(f"{rank:>2}. {hit.document.title}  ({about})")
        print(f"    {hit.chunk.text[:160].replace(chr(10), ' ')}")
        print(f"    {'; '.join(hit.reasons)}")
    return 0


# ------------------------------------------------------------------ ingest, sources, index


def run_ingest(args: argparse.Namespace, settings: Settings) -> int:
    from ingest.pipeline import ingest

    with _progress() as progress:
        fetched = fetch_first(args, settings, now=_now(), progress=progress)
        if fetched.read_nothing and not (args.erase or args.paths):
            return fetched.tell(as_json=args.json)
        summary = ingest(
            settings,
            paths=args.paths,
            source_ids=fetched.to_read,
            only=args.only,
            rebuild=args.rebuild,
            erase_ids=args.erase,
            today=_today(),
            progress=progress,
        )
    if args.json:
        _print_json({**summary.to_json(), "fetched": fetched.to_json()})
        return fetched.exit_code
    fetched.tell()
    _print_summary(summary)
    if args.erase:
        print(texts.INGEST_ERASED.format(count=len(args.erase)))
    return fetched.exit_code


def _print_summary(summary: Summary) -> None:
    for refused in summary.refused:
        print(texts.INGEST_REFUSED.format(path=refused.path, why=refused.why))
    print(
        texts.INGEST_DONE.format(
            added=summary.added, changed=summary.changed, unchanged=summary.unchanged, removed=summary.removed
        )
    )


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar a stage on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def step(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(texts.STAGES.get(stage, stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield step


def run_index(args: argparse.Namespace, settings: Settings) -> int:
    from rag.index import generation

    if args.action == "rollback":
        current = generation.rollback(settings.data_dir)
        print(texts.INDEX_ROLLED_BACK.format(id=current))
        return 0
    if args.action == "log":
        from ingest.runs import list_runs, told

        runs = list_runs(settings.data_dir)
        _print_json([run.to_json() for run in runs]) if args.json else print(told(runs))
        return 0
    found = generation.list_generations(settings.data_dir)
    if args.json:
        _print_json([entry.to_json() for entry in found])
        return 0
    for entry in found:
        mark = "*" if entry.current else " "
        print(f"{mark} {entry.id}  {entry.built}  {entry.counts.get('chunks', 0)} avsnitt")
    return 0


# ------------------------------------------------------------------ doctor, app, slack


def run_doctor(args: argparse.Namespace, settings: Settings) -> int:
    from ingest.cluster import check_cluster
    from rag.doctor import CHECKS, examine

    findings = examine(settings, (*CHECKS, check_cluster))
    if args.json:
        _print_json([finding.to_json() for finding in findings])
    else:
        for finding in findings:
            print(f"{'✓' if finding.ok else '✗'} {finding.title}: {finding.message}")
            if finding.remedy and not finding.ok:
                print(f"  {texts.REMEDY.format(remedy=finding.remedy)}")
    return 0 if all(finding.ok for finding in findings) else 1


def run_app(args: argparse.Namespace, settings: Settings) -> int:
    from app import run_page

    return run_page(settings)


def run_slack(args: argparse.Namespace, settings: Settings) -> int:
    from slack_bot import main as run_bot

    return run_bot(settings)


# ------------------------------------------------------------------ shared


@contextlib.contextmanager
def _assistant(settings: Settings) -> Iterator[Assistant]:
    from rag.assistant import Assistant

    assistant = Assistant.open(settings)
    try:
        yield assistant
    finally:
        assistant.close()


def _today() -> str:
    """The programs alone read the clock; the rooms are told."""
    return date.today().isoformat()


def _out(text: str) -> None:
    print(text, end="", flush=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    sys.exit(main())
