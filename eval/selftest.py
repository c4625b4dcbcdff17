"""The tester is tested: would it see a wrong answer, and does it leave a right one alone?

oracle    answers from gold score best everywhere
bands     systems that cannot be good land where such systems must land
mutants   each wrong answer lowers exactly the metrics it names
variants  each answer that is right in other words moves none
scorers   a scorer with a known fault gives another figure than ours on a probe
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.answers import read_answer
from eval.bands import BANDS, SYSTEMS
from eval.cases import EvalCase
from eval.corpus import CorpusView
from eval.edits import Edit, Entry, edited
from eval.metrics import direction, scale
from eval.metrics.mentions import mentioned
from eval.metrics.ranking import ndcg_at_k
from eval.mutants import MUTANTS
from eval.oracle import Oracle
from eval.results import TurnResult, summarize
from eval.runner import answer_case, score_case
from eval.selftest_gold import cases as gold_cases
from eval.selftest_gold import corpus as gold_corpus
from eval.systems import System
from eval.variants import EVERYWHERE, VARIANTS


@dataclass(frozen=True, slots=True)
class SelftestReport:
    """What the selftest tried, and what did not come out as it must."""

    mutants: int
    variants: int
    """Ways of writing; those tried everywhere count once."""
    tried: int
    """Scorings in all."""
    failures: tuple[str, ...]


def selftest() -> SelftestReport:
    """Try everything on the gold cases of the selftest; takes a few seconds and needs nothing."""
    bench = _Bench()
    failures = [
        *bench.oracle(),
        *bench.bands(),
        *(fault for mutant in MUTANTS for fault in bench.mutant(*mutant)),
        *(
            fault
            for name, edit in EVERYWHERE
            for case in bench.cases
            for fault in bench.variant(name, case, edit)
        ),
        *(fault for variant in VARIANTS for fault in bench.variant(*variant)),
        *scorers(),
    ]
    return SelftestReport(len(MUTANTS), len(EVERYWHERE) + len(VARIANTS), bench.tried, tuple(failures))


def oracle_failures(cases: Sequence[EvalCase], system: System, view: CorpusView) -> list[str]:
    """Where answers made from gold are not the best there can be: a fault of the case or of a metric."""
    found = []
    for case in cases:
        for turn in score_case(case, answer_case(case, system), view):
            short = {m: v for m, v in turn.scores.items() if scale(m) != "ms" and v != best(m)}
            if short:
                found.append(f"oracle {turn.id}: {short} {dict(turn.notes)}")
    return found


def best(metric: str) -> float:
    """The best value a turn can have."""
    return 1.0 if direction(metric) > 0 else 0.0


class _Bench:
    """The gold cases with the oracle's answers, scored once."""

    def __init__(self) -> None:
        self.cases = gold_cases()
        self._corpus = gold_corpus()
        self._view = CorpusView(self._corpus)
        self._system = Oracle(list(self.cases.values()), self._corpus)
        self._entries = {name: answer_case(case, self._system) for name, case in self.cases.items()}
        self._scored = {name: self._score(name, entry) for name, entry in self._entries.items()}
        self.tried = len(self.cases)

    def oracle(self) -> list[str]:
        return oracle_failures(list(self.cases.values()), self._system, self._view)

    def bands(self) -> list[str]:
        """Systems that cannot be good, each within its declared bands."""
        found = []
        for name, make in SYSTEMS.items():
            system = make(self._corpus)
            turns = [
                turn
                for case in self.cases.values()
                for turn in score_case(case, answer_case(case, system), self._view)
            ]
            metrics = summarize(name, {}, turns).metrics
            for metric, (low, high) in BANDS[name].items():
                mean = metrics[metric].mean if metric in metrics else math.nan
                if not low <= mean <= high:
                    found.append(f"band {name}: {metric} is {mean}, not within {low} to {high}")
        return found

    def mutant(self, name: str, case: str, edit: Edit, lowers: frozenset[str]) -> list[str]:
        fallen, _ = self._moved(case, edit)
        if fallen == lowers:
            return []
        return [f"mutant {name!r}: too many {sorted(fallen - lowers)}, too few {sorted(lowers - fallen)}"]

    def variant(self, name: str, case: str, edit: Edit) -> list[str]:
        fallen, risen = self._moved(case, edit)
        return [f"variant {name!r} on {case}: moved {sorted(fallen | risen)}"] if fallen | risen else []

    def _moved(self, case: str, edit: Edit) -> tuple[set[str], set[str]]:
        """The metrics that fell and rose when the oracle's answer was edited."""
        self.tried += 1
        fallen: set[str] = set()
        risen: set[str] = set()
        for before, after in zip(
            self._scored[case], self._score(case, edited(self._entries[case], edit)), strict=True
        ):
            for metric in before.scores.keys() | after.scores.keys():
                if scale(metric) != "ms":
                    old = before.scores.get(metric, best(metric))
                    gain = (after.scores.get(metric, old) - old) * direction(metric)
                    (risen if gain > 0 else fallen if gain < 0 else set()).add(metric)
        return fallen, risen

    def _score(self, case: str, entry: Entry) -> list[TurnResult]:
        return score_case(self.cases[case], entry, self._view)


def scorers() -> list[str]:
    """Faults that scorers have had elsewhere: on each probe ours is right and the faulty one is not."""
    return [
        f"scorer {name!r}: ours {ours()!r}, right {right!r}, faulty {faulty()!r}"
        for name, right, ours, faulty in PROBES
        if ours() != right or faulty() == right
    ]


def _mean_without(values: Sequence[float | None]) -> float:
    seen = [value for value in values if value is not None]
    return sum(seen) / len(seen)


def _clauses(text: str) -> list[tuple[int, ...]]:
    answer = read_answer({"status": "answered", "text": text})
    return [clause.citations for clause in answer.clauses()] if answer else []


Probe = tuple[str, Any, Callable[[], Any], Callable[[], Any]]
_GOLD: Mapping[str, Sequence[str]] = {"groups": ["utan avgift"]}

PROBES: Sequence[Probe] = (
    (
        "nDCG ideal over the found only",
        0.6131,
        lambda: round(ndcg_at_k(["a", "x"], {"a", "b"}, 10), 4),
        lambda: round(ndcg_at_k(["a", "x"], {"a"}, 10), 4),
    ),
    ("failed queries skipped", 0.5, lambda: _mean_without([1.0, 0.0]), lambda: _mean_without([1.0, None])),
    (
        "gold iterated as characters",
        False,
        lambda: mentioned(_GOLD["groups"], "med avgift"),
        lambda: mentioned(list(_GOLD["groups"][0].replace(" ", "")), "m e d a v g i f t u t"),
    ),
    (
        "number found inside another",
        False,
        lambda: mentioned(["551707"], "Det bor 10 551 707 här."),
        lambda: "551707" in "Det bor 10 551 707 här.".replace(" ", ""),
    ),
    (
        "word found inside another",
        False,
        lambda: mentioned(["lön"], "Lönsamheten ökade."),
        lambda: "lön" in "Lönsamheten ökade.".lower(),
    ),
    (
        "number missed for its spaces",
        True,
        lambda: mentioned(["551707"], "Det var 551\u00a0707."),
        lambda: "551707" in "Det var 551\u00a0707.",
    ),
    (
        "mark given to the next sentence",
        [(1,), (2,)],
        lambda: _clauses("Ett är så. [1] Två är så. [2]"),
        lambda: [(), (1,)],
    ),
    ("two marks as one", [(1, 2)], lambda: _clauses("Ett är så. [1] [2]"), lambda: [(1,)]),
)
