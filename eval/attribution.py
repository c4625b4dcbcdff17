"""Why a turn is wrong: exactly one cause each, so that the causes sum to all that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from eval.cases import ANSWERS, REFUSALS
from eval.metrics.base import ScoredTurn
from eval.metrics.citations import gold_documents

CAUSES: Mapping[str, str] = {
    "no answer": "the system failed, or its answer has not the form of DESIGN §8",
    "index miss": "what the answer rests on is not in the index",
    "ranking miss": "it is in the index, but not among the first ten found",
    "context cut": "it was found, but the answer rests on something else",
    "wrong refusal": "there was an answer and none was given, or the other way round",
    "wrong citation": "the figures are right, the cell cited is not",
    "wrong extraction": "the right source is cited, but not what it says on the question",
}


def attribute(turn: ScoredTurn, scores: Mapping[str, float]) -> str:
    """The cause, one of `CAUSES`; empty when the turn is right."""
    if scores.get("right", 0.0) == 1.0:
        return ""
    if turn.answer is None or turn.status == "error":
        return "no answer"
    if turn.expect.status not in ANSWERS:
        return "wrong extraction" if turn.status in REFUSALS else "wrong refusal"
    gold = gold_documents(turn)
    if gold and not any(turn.corpus.document(d) or turn.corpus.table(d) for d in gold):
        return "index miss"
    refused = turn.status not in ANSWERS
    if (refused or not scores.get("evidence_cited", 1.0)) and _not_ranked(turn):
        return "ranking miss"
    if refused:
        return "wrong refusal"
    if not scores.get("evidence_cited", 1.0):
        return "context cut"
    if scores.get("stat_value") == 1.0 and not scores.get("stat_exact", 1.0):
        return "wrong citation"
    return "wrong extraction"


def _not_ranked(turn: ScoredTurn) -> bool:
    relevant = set(turn.expect.relevant)
    return bool(relevant) and turn.ranked is not None and not relevant & set(turn.ranked)
