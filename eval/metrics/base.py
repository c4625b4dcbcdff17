"""What a metric is given and what it gives back.

A metric is a function from one scored turn to observations, each under a name; a turn that a metric does not
concern gives none. Every mean in a report is the mean of the observations of one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from eval.answers import AnswerObject
from eval.cases import EvalCase, Expect
from eval.corpus import CorpusView

Scale = Literal["share", "graded", "count", "ms"]
"""share: 0 or 1; graded: within -1 to 1; count: 0 is best; ms: milliseconds, lower is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredTurn:
    """One turn of a case, with what a system answered."""

    case: EvalCase
    index: int
    """Which turn, from 0."""
    wire: Mapping[str, Any]
    answer: AnswerObject | None
    """None when the answer does not have the form of DESIGN §8."""
    ranked: tuple[str, ...] | None = None
    """Document ids as the system's search ranks them, without repeats; None when it cannot search."""
    corpus: CorpusView

    @property
    def id(self) -> str:
        return f"{self.case.id}/{self.index + 1}"

    @property
    def question(self) -> str:
        return self.case.turns[self.index].question

    @property
    def expect(self) -> Expect:
        return self.case.turns[self.index].expect

    @property
    def status(self) -> str:
        return self.answer.status if self.answer else "error"


@dataclass(frozen=True, slots=True)
class Observation:
    metric: str
    value: float
    note: str = ""
    """What went wrong, for the report: an error class, the loose digits, the missing words."""


Observations = Iterator[Observation]
