"""`datalots sources`, and the fetching of `datalots ingest --fetch`."""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rag import texts
from rag.settings import Settings

if TYPE_CHECKING:
    from ingest.fetch import FetchReport
    from ingest.progress import Progress
    from ingest.registry import SourceStatus

Register = Callable[..., argparse.ArgumentParser]


# ------------------------------------------------------------------ ingest --fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedFirst:
    """What was fetched before the pipeline reads, and what it should read."""

    reports: Sequence[FetchReport] = ()
    asked: bool = False
    """Whether anything was to be fetched at all."""
    to_read: Sequence[str] | None = None
    """As `source_ids` of the pipeline."""

    @property
    def read_nothing(self) -> bool:
        """Whether nothing is left to read of what was named."""
        return self.to_read is not None and not self.to_read

    @property
    def exit_code(self) -> int:
        """1 when a source that was named, or every source, could not be fetched."""
        failed = [report for report in self.reports if not report.done]
        named = self.to_read is not None
        return 1 if failed and (named or len(failed) == len(self.reports)) else 0

    def to_json(self) -> list[dict[str, Any]]:
        return [report.to_json() for report in self.reports]

    def tell(self, *, as_json: bool = False) -> int:
        """Print what came of each source; gives the exit code."""
        if as_json:
            print(json.dumps({"fetched": self.to_json()}, ensure_ascii=False, indent=2))
            return self.exit_code
        if self.asked and not self.reports:
            print(texts.FETCH_NOTHING_DUE)
        for report in self.reports:
            if report.done:
                tally = report.tally
                print(
                    texts.FETCH_DONE.format(
                        title=report.title,
                        new=tally.new,
                        changed=tally.changed,
                        unchanged=tally.unchanged,
                        removed=tally.removed,
                    )
                )
                for problem in report.problems:
                    print(f"  {texts.SOURCE_PROBLEM.format(problem=problem)}")
            else:
                print(texts.FETCH_FAILED.format(title=report.title, why=" ".join(report.problems)))
        return self.exit_code


def fetch_first(
    args: argparse.Namespace, settings: Settings, *, now: str, progress: Progress
) -> FetchedFirst:
    """Fetch what `--fetch` and `--source` say, if anything.

    Raises:
        SourceError: A named source does not exist, or the list of live sources is wrong.
        BusyError: An ingest is running.
        StorageError: The disk says no.
    """
    if not args.fetch:
        return FetchedFirst(to_read=args.source)
    from ingest.fetch import fetch
    from ingest.live import fetched_ids, live_sources

    reports = fetch(settings, args.source, now=now, may_shrink=args.allow_removals, progress=progress)
    if args.source is None:
        return FetchedFirst(reports=reports, asked=True)
    live = live_sources(settings)
    empty = {source.id for source in live} - fetched_ids(settings.data_dir, live)
    to_read = [source_id for source_id in args.source if source_id not in empty]
    return FetchedFirst(reports=reports, asked=True, to_read=to_read)


# ------------------------------------------------------------------ sources


def add_sources(command: Register) -> None:
    """Add `sources`; `command` is that of `cli.parser`."""
    sources = command("sources", run_sources, "visa källorna och deras läge")
    sources.add_argument(
        "action",
        nargs="?",
        choices=["export", "gaps"],
        help="export: katalogen som DCAT-AP-SE i Turtle; gaps: data som efterfrågats men saknas",
    )
    sources.add_argument("--remove", metavar="ID", help="sluta läsa en egen eller hämtad källa")
    sources.add_argument("--output", type=Path, metavar="FIL", help="skriv exporten hit i stället för ut")


def run_sources(args: argparse.Namespace, settings: Settings) -> int:
    from ingest.registry import list_sources, remove_source

    if args.remove:
        remove_source(settings, args.remove)
        print(texts.SOURCE_REMOVED.format(id=args.remove))
        return 0
    if args.action == "export":
        return _export_catalogue(args.output)
    if args.action == "gaps":
        return _list_gaps(settings, as_json=args.json)
    statuses = list_sources(settings)
    if args.json:
        print(json.dumps([status.to_json() for status in statuses], ensure_ascii=False, indent=2))
        return 0
    for status in statuses:
        print("\n".join(_lines(status)))
    return 0


def _lines(status: SourceStatus) -> list[str]:
    """A source for a person: how it stands, whose it is, what went wrong."""
    indent = " " * 2
    last = status.fetched[:10] or status.last_success
    facts = [
        texts.SOURCE_STATES[status.state],
        f"{status.documents} dokument",
        texts.SOURCE_LAST.format(day=last) if last else texts.SOURCE_NEVER,
    ]
    if status.state in {"fetched", "partial", "failed"}:
        facts.append(texts.SOURCE_NEXT.format(day=status.next_due) if status.next_due else texts.SOURCE_DUE)
    return [
        f"{status.id}: {status.title}",
        f"{indent}{' · '.join(facts)}",
        f"{indent}{status.publisher} · {status.licence} · {status.url}",
        *(f"{indent}{texts.SOURCE_PROBLEM.format(problem=problem)}" for problem in status.problems),
    ]


def _export_catalogue(output: Path | None) -> int:
    from ingest.dcat_export import export_bundled

    if output is None:
        print(export_bundled())
    else:
        output.write_text(export_bundled(), encoding="utf-8")
        print(texts.EXPORT_DONE.format(path=output))
    return 0


def _list_gaps(settings: Settings, *, as_json: bool) -> int:
    from rag.catalogue import Demand

    gaps = Demand(settings.data_dir).listed()
    if as_json:
        print(json.dumps([gap._asdict() for gap in gaps], ensure_ascii=False, indent=2))
        return 0
    print("\n".join(gap.told for gap in gaps) or texts.GAPS_NONE)
    return 0
