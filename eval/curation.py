"""`datalots eval propose`, `review`, `promote`, `agree`, `judge`: what people do with cases and answers."""

# ruff: noqa: T201 - a command prints

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rag.settings import Settings

if TYPE_CHECKING:
    from rag.index.generation import Generation

Run = Callable[[argparse.Namespace, Settings], int]
Action = Callable[[str, Run, str], argparse.ArgumentParser]
ROOT = Path(__file__).parent.parent


def add_actions(action: Action) -> None:
    """Add the commands; `action` is that of `eval.commands`."""
    proposing = action(
        "propose", run_propose, "föreslå fall ur celler, taxonomin och texter, två frågor per fall"
    )
    proposing.add_argument("--count", type=int, default=30, metavar="N", help="antal fall (förval 30)")
    proposing.add_argument("--seed", type=int, default=1, metavar="N", help="samma tal ger samma förslag")

    reviewing = action("review", run_review, "granska förslag ett i taget: godkänn, omformulera eller avvisa")
    reviewing.add_argument(
        "--into", type=Path, metavar="FIL", help="filen för godkända fall (förval: eval/cases/reviewed.jsonl)"
    )
    reviewing.add_argument("--name", default=getpass.getuser(), metavar="NAMN", help="vem som granskar")

    promoting = action("promote", run_promote, "gör ett dåligt svar till ett förslag att granska")
    promoting.add_argument(
        "answers", type=Path, metavar="SVAR", help="svar som JSON-rader, som `datalots chat --jsonl` ger"
    )
    promoting.add_argument("--feedback", default="", metavar="TEXT", help="vad som var fel")

    agreeing = action("agree", run_agree, "visa hur väl etiketterna stämmer inbördes och med poängsättningen")
    agreeing.add_argument(
        "--labels", type=Path, metavar="MAPP", help="mapp med etiketter (förval: eval/labels)"
    )

    judging = action(
        "judge", run_judge, "låt språkmodellen bedöma svaren i en körning; stoppar aldrig en ändring"
    )
    judging.add_argument("report", type=Path, metavar="KÖRNING", help="mappen för körningen")
    judging.add_argument(
        "--labels", type=Path, required=True, metavar="FIL", help="etiketter att mäta domaren mot"
    )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


@contextmanager
def _generation(settings: Settings) -> Iterator[Generation]:
    from rag.index.generation import GenerationHandle

    handle = GenerationHandle(settings.data_dir, settings)
    try:
        with handle.current() as generation:
            yield generation
    finally:
        handle.close()


def run_propose(args: argparse.Namespace, settings: Settings) -> int:
    from eval.cases import load_cases
    from eval.corpus import IndexCorpus
    from eval.drafts import DraftBook
    from eval.propose import Sources, propose

    with _generation(settings) as generation:
        sources = Sources(IndexCorpus(generation), generation.store.concepts())
        drafts = propose(sources, load_cases(), args.count, args.seed, _today())
    book = DraftBook(settings.data_dir)
    fresh = book.add_new(drafts)
    print(f"{fresh} nya frågor, {len(drafts) - fresh} fanns redan. Granska dem: datalots eval review")
    return 0


def run_review(args: argparse.Namespace, settings: Settings) -> int:
    from eval.cases import CASES_DIR
    from eval.corpus import IndexCorpus
    from eval.drafts import DraftBook
    from eval.review import Reviewer

    with _generation(settings) as generation:
        done = Reviewer(
            book=DraftBook(settings.data_dir),
            corpus=IndexCorpus(generation),
            cases=args.into or CASES_DIR / "reviewed.jsonl",
            name=args.name,
            today=_today(),
            ask=input,
            say=print,
            root=ROOT,
        ).sit()
    print(f"{done['accepted']} godkända, {done['rejected']} avvisade, {done['skipped']} överhoppade.")
    return 0


def run_promote(args: argparse.Namespace, settings: Settings) -> int:
    from eval.artefacts import RunError
    from eval.drafts import DraftBook
    from eval.review import promoted

    try:
        lines = args.answers.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise RunError(f"{args.answers}: {error}") from error
    fresh = DraftBook(settings.data_dir).add_new(promoted(lines, args.feedback, _today()))
    print(f"{fresh} nya förslag. Formulera om frågor som pekar ut en person: datalots eval review")
    return 0


def run_agree(args: argparse.Namespace, settings: Settings) -> int:
    from eval.agreement import LABELS, agreement, read_answers, read_labels, scored, verdicts
    from eval.cases import load_cases
    from eval.corpus import IndexCorpus

    folder = args.labels or LABELS
    passes = {file.stem: verdicts(read_labels(file)) for file in sorted(folder.glob("pass-*.jsonl"))}
    with _generation(settings) as generation:
        turns = scored(read_answers(folder / "answers.jsonl"), load_cases(), IndexCorpus(generation))
    raters = [*passes.items(), ("poängsättningen", {turn.id: turn.scores["right"] == 1.0 for turn in turns})]
    pairs = [(a, b) for at, a in enumerate(raters) for b in raters[at + 1 :]]
    for first, second in pairs:
        found = agreement(first, second)
        print(found)
        for turn in found.disputed:
            print(f"  olika om {turn}")
    return 0


def run_judge(args: argparse.Namespace, settings: Settings) -> int:
    from eval.agreement import read_answers, read_labels, verdicts
    from eval.artefacts import Journal, RunError
    from eval.cases import load_cases
    from eval.judge import Judge, judge_run, to_text
    from rag.writers import load_llm
    from rag.writers.model import ask_model

    if settings.writer == "extractive":
        raise RunError(
            "no model is configured",
            user_message="Det finns ingen språkmodell att fråga. Ställ in DATALOTS_WRITER först.",
            remedy="DATALOTS_WRITER=openai datalots eval judge …",
        )
    answers = Journal(args.report / "answers.jsonl").entries
    if not answers:
        raise RunError(f"{args.report} holds no answers")
    cases = [case for case in load_cases(split="dev") if case.id in answers]
    texts = {
        f"{case.id}/{n}": str(answer.get("text", ""))
        for case in cases
        for n, answer in enumerate(answers[case.id]["answers"], start=1)
    }
    judged = {
        answer.turn: answer.wire.get("text") for answer in read_answers(args.labels.parent / "answers.jsonl")
    }
    labels = {
        turn: right
        for turn, right in verdicts(read_labels(args.labels)).items()
        if texts.get(turn) == judged.get(turn)
    }
    judge = Judge(
        load_llm(settings).metadata.model_name,
        lambda system, user: ask_model(settings, system, user),
        settings.data_dir / "eval" / "cassettes.jsonl",
    )
    report = judge_run(judge, cases, texts, labels)
    if args.json:
        print(
            json.dumps(
                {
                    "model": report.model,
                    "judged": report.judged,
                    "abstained": report.abstained,
                    "kappa": report.agreement and report.agreement.kappa,
                    "right": report.right,
                }
            )
        )
    else:
        print(to_text(report))
    if not report.usable:
        print("Inget av det domaren sade redovisas.", file=sys.stderr)
    return 0 if report.usable else 1
