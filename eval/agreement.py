"""Do people, the scorer and a judge agree on what is right? Cohen's κ, with an interval.

    eval/labels/answers.jsonl   {"turn": "law-0014/1", "wire": {…}, "ranked": […]}     the answers, as given
    eval/labels/pass-1.jsonl    {"turn": "law-0014/1", "right": true, "by": "…", "at": "2026-11-28"}

A label is of an answer, not of a question: the answers are kept, and scored again by today's scorer.
κ = (p_o − p_e) / (1 − p_e), with p_o the share agreed on and p_e what chance would give. Source: Cohen 1960;
the interval is a percentile bootstrap over turns.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.artefacts import RunError
from eval.cases import EvalCase
from eval.corpus import Corpus
from eval.results import TurnResult
from eval.runner import score_all
from eval.statistics import RESAMPLES, SEED, Interval

LABELS = Path(__file__).with_name("labels")
USABLE = 0.6
"""κ from which two raters agree well enough for one to stand in for the other ("substantial", Landis & Koch
1977)."""


class Label(BaseModel):
    """What one reading said of one answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: str
    right: bool
    by: str
    at: str
    note: str = ""


class LabelledAnswer(BaseModel):
    """An answer that was labelled."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: str
    wire: Mapping[str, Any]
    ranked: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two raters agree over `n` answers."""

    first: str
    second: str
    n: int
    agreed: float
    """Share of the answers, 0-1."""
    kappa: float
    interval: Interval
    disputed: tuple[str, ...]
    """The turns they disagree on."""

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"{self.first} / {self.second}: n {self.n}, samma omdöme {self.agreed:.2f}, "
            f"κ {self.kappa:.2f} (95 %: {low:.2f} till {high:.2f})"
        ).replace(".", ",")


def kappa(first: Sequence[bool], second: Sequence[bool]) -> float:
    """Cohen's κ of two raters; 1 when they agree on everything, also where chance would have them do so.

    Raises:
        ValueError: No answers, or not as many of each.
    """
    if not first or len(first) != len(second):
        raise ValueError(f"{len(first)} and {len(second)} verdicts")
    a, b = np.array(first, dtype=float), np.array(second, dtype=float)
    return float(_kappas(a[None, :], b[None, :])[0])


def agreement(first: tuple[str, Mapping[str, bool]], second: tuple[str, Mapping[str, bool]]) -> Agreement:
    """Compare two raters, each a name and verdicts by turn, on the turns that both judged.

    Raises:
        ValueError: There are none.
    """
    turns = sorted(first[1].keys() & second[1].keys())
    a, b = ([rater[1][turn] for turn in turns] for rater in (first, second))
    return Agreement(
        first=first[0],
        second=second[0],
        n=len(turns),
        agreed=sum(x == y for x, y in zip(a, b, strict=True)) / len(turns) if turns else math.nan,
        kappa=kappa(a, b),
        interval=_interval(a, b),
        disputed=tuple(turn for turn, x, y in zip(turns, a, b, strict=True) if x != y),
    )


def _interval(first: Sequence[bool], second: Sequence[bool]) -> Interval:
    a, b = np.array(first, dtype=float), np.array(second, dtype=float)
    drawn = np.random.default_rng(SEED).integers(0, len(a), size=(RESAMPLES, len(a)))
    low, high = np.quantile(_kappas(a[drawn], b[drawn]), [0.025, 0.975])
    return Interval(float(low), float(high))


def _kappas(a: Any, b: Any) -> Any:
    """κ of each row of two arrays of 0 and 1, shape `(rows, answers)`."""
    observed = (a == b).mean(axis=1)
    yes_a, yes_b = a.mean(axis=1), b.mean(axis=1)
    chance = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed == 1.0, 1.0, (observed - chance) / (1 - chance))


# ------------------------------------------------------------------ what is kept

Record = TypeVar("Record", bound=BaseModel)


def read_labels(file: Path) -> list[Label]:
    """The labels of one pass.

    Raises:
        RunError: The file is not there, or a line is no label.
    """
    return _read(file, Label.model_validate_json)


def read_answers(file: Path = LABELS / "answers.jsonl") -> list[LabelledAnswer]:
    """The answers that were labelled.

    Raises:
        RunError: The file is not there, or a line is no answer.
    """
    return _read(file, LabelledAnswer.model_validate_json)


def _read(file: Path, parse: Callable[[str], Record]) -> list[Record]:
    try:
        return [parse(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValidationError) as error:
        raise RunError(f"{file}: {error}") from error


def verdicts(labels: Sequence[Label]) -> dict[str, bool]:
    return {label.turn: label.right for label in labels}


def scored(answers: Sequence[LabelledAnswer], cases: Sequence[EvalCase], corpus: Corpus) -> list[TurnResult]:
    """The labelled answers as today's scorer sees them; those whose case is gone are left out."""
    by_turn = {answer.turn: answer for answer in answers}
    asked = [case for case in cases if any(turn.rpartition("/")[0] == case.id for turn in by_turn)]
    entries = {case.id: _entry(case, by_turn) for case in asked}
    return [turn for turn in score_all(asked, entries, corpus) if turn.id in by_turn]


def _entry(case: EvalCase, answers: Mapping[str, LabelledAnswer]) -> dict[str, Any]:
    """What a journal would hold of the case, with the labelled turns only."""
    kept = [answers.get(f"{case.id}/{n}") for n in range(1, len(case.turns) + 1)]
    return {
        "case": case.id,
        "answers": [one.wire if one else None for one in kept],
        "ranked": [list(one.ranked) if one and one.ranked is not None else None for one in kept],
    }


def keep(file: Path, records: Sequence[BaseModel]) -> None:
    """Write labels or answers, a line each."""
    lines = [json.dumps(r.model_dump(mode="json"), ensure_ascii=False) for r in records]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
