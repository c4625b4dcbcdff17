"""Why a turn is wrong: exactly one cause each, so that the causes sum to all that is wrong.

A turn is also wrong when a person who follows a citation does not find what it was cited for, however right
the answer is.
"""

from __future__ import annotations

from collections.abc import Mapping

from eval.cases import ANSWERS, REFUSALS
from eval.metrics.base import ScoredTurn
from eval.metrics.citations import fold, gold_documents

CAUSES: Mapping[str, str] = {
    "no answer": "the system failed, or its answer has not the form of DESIGN §8",
    "index miss": "what the answer rests on is not in the index",
    "source misread": "it is in the index, but there it has not the words or the value that gold has",
    "ranking miss": "it is in the index, but not among the first ten found",
    "context cut": "it was found, but the answer rests on something else",
    "wrong refusal": "there was an answer and none was given, or the other way round",
    "wrong citation": "what is said is right, but what is cited does not hold it",
    "wrong extraction": "the right source is cited, but not what it says on the question",
}


def attribute(turn: ScoredTurn, scores: Mapping[str, float]) -> str:
    """The cause, one of `CAUSES`; empty when the turn is right."""
    if scores.get("right", 0.0) == 1.0:
        return "" if _citations_hold(scores) else "wrong citation"
    if turn.answer is None or turn.status == "error":
        return "no answer"
    if turn.expect.status not in ANSWERS:
        return "wrong extraction" if turn.status in REFUSALS else "wrong refusal"
    gold = gold_documents(turn)
    if gold and not any(turn.corpus.document(d) or turn.corpus.table(d) for d in gold):
        return "index miss"
    if _misread(turn):
        return "source misread"
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


def _citations_hold(scores: Mapping[str, float]) -> bool:
    exact = all(scores.get(metric, 1.0) == 1.0 for metric in ("citation_recall", "quote_exact"))
    return exact and not scores.get("dangling", 0.0)


def _misread(turn: ScoredTurn) -> bool:
    """Whether a source that gold names is there without what gold has from it: no writer can mend that."""
    for fact in turn.expect.facts:
        for pointer in fact.cells:
            if (
                turn.corpus.table(pointer.table)
                and turn.corpus.cell(pointer.table, pointer.coordinates) is None
            ):
                return True
        cell = turn.corpus.cell(fact.table, fact.cell) if fact.cell else None
        if cell is not None and cell.value != fact.decimal:
            return True
    return any(
        (document := turn.corpus.document(span.document)) is not None
        and fold(span.quote) not in fold(document.text)
        for span in turn.expect.evidence
    )


def _not_ranked(turn: ScoredTurn) -> bool:
    relevant = set(turn.expect.relevant)
    return bool(relevant) and turn.ranked is not None and not relevant & set(turn.ranked)
