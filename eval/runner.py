"""THE FLOW: cases → answers → scores → report. Each step can be run alone on what the step before kept.

answer_all   asks the system, keeps every case in a journal as soon as it is done (resumable, crash-safe)
score_all    reads what was kept, never asks; the same result in whatever order the answers came
evaluate     both, and a second asking of some cases to see that the answers are the same
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from eval.answers import answer_hash, failed, read_answer
from eval.artefacts import Journal, RunError, open_run, write_whole
from eval.attribution import attribute
from eval.cases import EvalCase, gold_lines
from eval.corpus import Corpus, CorpusView
from eval.metrics import score
from eval.metrics.base import ScoredTurn
from eval.metrics.determinism import differing
from eval.results import RunReport, TurnResult, summarize
from eval.systems import System, converse

log = logging.getLogger(__name__)

REPEAT_EVERY = 10
"""One case in so many is asked a second time, in the opposite order."""

Progress = Callable[[int, int], None]
"""Called with how many are done, of how many."""


def evaluate(
    cases: Sequence[EvalCase],
    system: System,
    corpus: Corpus,
    folder: Path,
    fingerprint: Mapping[str, str],
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> RunReport:
    """Answer, score and report; `folder` keeps the run, and a run that was cut off goes on where it was.

    Args:
        cases: What to ask.
        system: What is asked.
        corpus: What the answers are checked against.
        folder: Where the run is kept, made when it is not there.
        fingerprint: What the result depends on; a folder with another one is refused.
        workers: Threads that ask, 1 or 2; the result is the same.
        progress: Told how far the asking has come.

    Raises:
        RunError: The folder holds another run, or `workers` is out of range.
    """
    open_run(folder, fingerprint)
    answers = answer_all(cases, system, folder / "answers.jsonl", workers=workers, progress=progress)
    again = list(reversed(cases))[::REPEAT_EVERY]
    repeats = answer_all(again, system, folder / "repeats.jsonl", workers=workers)
    different = differing(_by_turn(answers), _by_turn(repeats))
    turns = score_all(cases, answers, corpus)
    report = summarize(system.name, fingerprint, turns, different, len(_by_turn(repeats)))
    write_whole(folder / "report.json", report.model_dump_json(indent=1))
    return report


def answer_all(
    cases: Sequence[EvalCase],
    system: System,
    kept: Path,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> dict[str, dict[str, Any]]:
    """Ask every case that the journal does not hold yet; entries by case id.

    Raises:
        RunError: `workers` is not 1 or 2.
    """
    if workers not in (1, 2):
        raise RunError(f"workers is {workers}, right is 1 or 2")
    journal = Journal(kept)
    left = [case for case in cases if case.id not in journal.entries]
    done = len(cases) - len(left)

    def one(case: EvalCase) -> None:
        journal.add(answer_case(case, system))

    with ThreadPoolExecutor(max_workers=workers) as pool:
        for _ in pool.map(one, left):
            done += 1
            if progress:
                progress(done, len(cases))
    return {case.id: journal.entries[case.id] for case in cases}


def answer_case(case: EvalCase, system: System) -> dict[str, Any]:
    """One case as the journal keeps it; whatever goes wrong is kept as a failed answer, and counts as
    wrong."""
    questions = [turn.question for turn in case.turns]
    try:
        answers, ranked = converse(system, questions, case.as_of)
    except Exception as error:  # noqa: BLE001 - a system under test may fail in any way; the run goes on
        log.warning("%s: %s: %s", case.id, type(error).__name__, error)
        why = f"{type(error).__name__}: {error}"
        answers = [failed(question, turn, why) for turn, question in enumerate(questions, start=1)]
        ranked = [None for _ in questions]
    return {"case": case.id, "answers": answers, "ranked": ranked}


def score_all(
    cases: Iterable[EvalCase], answers: Mapping[str, Mapping[str, Any]], corpus: Corpus
) -> list[TurnResult]:
    """Score every turn of every case; a case without an entry counts as failed."""
    view = CorpusView(corpus)
    return [result for case in cases for result in score_case(case, answers.get(case.id), view)]


def score_case(case: EvalCase, entry: Mapping[str, Any] | None, view: CorpusView) -> list[TurnResult]:
    """The results of one case's turns."""
    results = []
    for index, turn in enumerate(case.turns):
        kept = _at(entry, "answers", index)
        wire = failed(turn.question, index + 1, "not answered") if kept is None else kept
        ranked = _at(entry, "ranked", index)
        scored = ScoredTurn(
            case=case,
            index=index,
            wire=wire,
            answer=read_answer(wire),
            ranked=None if ranked is None else tuple(ranked),
            corpus=view,
        )
        results.append(_result(scored))
    return results


def _result(turn: ScoredTurn) -> TurnResult:
    observations = score(turn)
    scores = {seen.metric: round(seen.value, 6) for seen in observations}
    return TurnResult(
        id=turn.id,
        case=turn.case.id,
        suite=turn.case.suite,
        tags=turn.case.tags,
        split=turn.case.split,
        cluster=turn.case.cluster,
        question=turn.question,
        expected=turn.expect.status,
        given=turn.status,
        text=turn.answer.text if turn.answer else "",
        citations=tuple(c.document_id for c in turn.answer.citations) if turn.answer else (),
        gold=tuple(gold_lines(turn.expect.model_dump(mode="json"))) if turn.case.split == "dev" else (),
        scores=scores,
        notes={seen.metric: seen.note for seen in observations if seen.note},
        cause=attribute(turn, scores),
        hash=answer_hash(turn.wire),
    )


def _at(entry: Mapping[str, Any] | None, name: str, index: int) -> Any:
    values = entry.get(name) or [] if entry else []
    return values[index] if index < len(values) else None


def _by_turn(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {
        f"{case}/{turn}": answer
        for case, entry in entries.items()
        for turn, answer in enumerate(entry["answers"], start=1)
    }
