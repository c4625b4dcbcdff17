"""Refusal: saying no when there is no answer, and only then.

refusal_precision  over turns that were refused: 1 when no answer was there
refusal_recall     over turns without an answer: 1 when they were refused
false_refusal      over turns with an answer: 1 when they were refused (or failed); lower is better
clarify_right      over turns that are underspecified: 1 when the system asked back
status_right       1 when the status is exactly the one expected
reason_right       over turns with expected reasons: 1 when the reason is one of them
"""

from __future__ import annotations

from eval.cases import ANSWERS, REFUSALS
from eval.metrics.base import Observation, Observations, ScoredTurn


def refusal(turn: ScoredTurn) -> Observations:
    expected, given = turn.expect.status, turn.status
    refused = given in REFUSALS
    if refused:
        yield Observation("refusal_precision", float(expected in REFUSALS))
    if expected in REFUSALS:
        yield Observation("refusal_recall", float(refused))
    if expected in ANSWERS:
        yield Observation("false_refusal", float(refused or given == "error"))
    if expected == "clarify":
        yield Observation("clarify_right", float(given == "clarify"))
    yield Observation(
        "status_right", float(given == expected), "" if given == expected else f"{given}, not {expected}"
    )
    if turn.expect.reasons:
        reason = turn.answer.reason if turn.answer else None
        yield Observation("reason_right", float(reason in turn.expect.reasons), str(reason or ""))
