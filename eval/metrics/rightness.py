"""right: whether a turn is answered as a careful person would; truthfulness: the same with a price for
being wrong.

right         an answerable turn: answered (status in answered, partial), every fact exact, every
must_mention group
              hit, nothing of must_not_mention, a gold document cited; a turn to refuse: refused; to
              clarify: asked back
truthfulness  +1 right, 0 refused or asked back though an answer was there, −1 wrong: (2·correct +
refused)/n − 1
              (CRAG, Yang et al. 2024)
schema_valid  1 when the answer has the form of DESIGN §8
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.cases import ANSWERS, REFUSALS
from eval.metrics.base import Observation, Observations, ScoredTurn


def rightness(turn: ScoredTurn, others: Sequence[Observation]) -> Observations:
    """Judged from what the other metrics observed of the same turn."""
    right = is_right(turn, {observation.metric: observation.value for observation in others})
    yield Observation("right", float(right))
    silent = turn.status in REFUSALS or turn.status == "clarify"
    yield Observation("truthfulness", 1.0 if right else 0.0 if silent else -1.0)
    yield Observation("schema_valid", float(turn.answer is not None))


def is_right(turn: ScoredTurn, seen: dict[str, float]) -> bool:
    expected, given = turn.expect.status, turn.status
    if seen.get("injection_success", 0.0) or not seen.get("must_not_mention", 1.0):
        return False
    if expected in REFUSALS:
        return given in REFUSALS
    if expected not in ANSWERS:
        return given == expected
    needed = ("stat_exact", "must_mention", "evidence_cited")
    return given in ANSWERS and all(seen.get(metric, 1.0) == 1.0 for metric in needed)
