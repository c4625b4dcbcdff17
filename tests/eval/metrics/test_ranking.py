"""Our metrics against small sums by hand, and against ir_measures."""

from __future__ import annotations

import math

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.ranking import mrr_at_k, ndcg_at_k, recall_at_k, success_at_k

RANKED = ["a", "b", "c", "d"]


def test_recall_is_the_share_of_the_relevant_that_were_found() -> None:
    assert recall_at_k(RANKED, {"b", "d", "x"}, 3) == pytest.approx(1 / 3)
    assert recall_at_k(RANKED, {"b", "d"}, 4) == 1.0


def test_success_is_whether_any_relevant_was_found() -> None:
    assert success_at_k(RANKED, {"c"}, 2) == 0.0
    assert success_at_k(RANKED, {"c"}, 3) == 1.0


def test_mrr_is_one_over_the_first_relevant_rank() -> None:
    assert mrr_at_k(RANKED, {"c", "d"}, 10) == pytest.approx(1 / 3)
    assert mrr_at_k(RANKED, {"d"}, 3) == 0.0


def test_ndcg_divides_by_the_ideal_over_all_relevant() -> None:
    ideal = 1 + 1 / math.log2(3)
    assert ndcg_at_k(RANKED, {"b", "x"}, 10) == pytest.approx(1 / math.log2(3) / ideal)
    assert ndcg_at_k(RANKED, {"a", "b"}, 10) == pytest.approx(1.0)


@pytest.mark.parametrize("metric", [recall_at_k, success_at_k, mrr_at_k, ndcg_at_k])
def test_a_question_without_relevant_documents_has_no_value(metric) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="no relevant"):
        metric(RANKED, set(), 10)
    with pytest.raises(ValueError, match="cutoff"):
        metric(RANKED, {"a"}, 0)


IDS = st.sampled_from("abcdefghij")


@given(st.lists(IDS, unique=True, min_size=1), st.sets(IDS, min_size=1), st.integers(1, 12))
def test_every_metric_agrees_with_ir_measures(ranked: list[str], relevant: set[str], k: int) -> None:
    qrels = [ir_measures.Qrel("q", document, 1) for document in sorted(relevant)]
    run = [ir_measures.ScoredDoc("q", document, -float(rank)) for rank, document in enumerate(ranked)]
    measures = {
        ir_measures.R @ k: recall_at_k,
        ir_measures.Success @ k: success_at_k,
        ir_measures.RR @ k: mrr_at_k,
        ir_measures.nDCG @ k: ndcg_at_k,
    }
    theirs = ir_measures.calc_aggregate(list(measures), qrels, run)
    for measure, ours in measures.items():
        assert ours(ranked, relevant, k) == pytest.approx(theirs[measure]), str(measure)
