from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.fit_answerable import auc, fit
from eval.retrieval import read_beir, retrieval_report
from rag.embedders.local import LocalEmbedder
from rag.errors import SourceError


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    """A set of three passages, two of one page, and three questions, one without a judgement."""
    corpus = [
        {"_id": "d1", "title": "Avgifter", "text": "Avgift får tas ut när data lämnas ut."},
        {"_id": "d2", "title": "Avgifter", "text": "Värdefulla datamängder är avgiftsfria."},
        {"_id": "d3", "title": "", "text": "Undersköterskor arbetar med vård."},
    ]
    queries = [
        {"_id": "q1", "text": "När får en avgift tas ut?"},
        {"_id": "q2", "text": "Vad gör en undersköterska?"},
        {"_id": "q3", "text": "Hur högt är tornet?"},
    ]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t1\nq3\td1\t0\n"
    (tmp_path / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("embedder", [None, LocalEmbedder()])
def test_a_set_is_indexed_asked_and_scored(beir: Path, embedder: LocalEmbedder | None) -> None:
    report = retrieval_report(beir, embedder)
    assert (report["n"], report["corpus"]) == (2, 3)
    assert [report[name] for name in ("nDCG@10", "recall@10", "recall@100", "MRR@10")] == [1.0, 1.0, 1.0, 1.0]
    assert report["embedder"] == ("local-1-256" if embedder else None)
    assert json.loads(json.dumps(report)) == report


def test_questions_without_a_relevant_passage_are_left_out(beir: Path) -> None:
    assert list(read_beir(beir).queries) == ["q1", "q2"]


def test_what_is_no_set_is_refused(beir: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="BEIR"):
        read_beir(tmp_path / "nowhere")
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n")
    with pytest.raises(SourceError, match="relevant"):
        read_beir(beir)


def test_auc_is_the_chance_of_the_right_order() -> None:
    answerable = np.array([1.0, 1.0, 0.0, 0.0])
    assert auc(np.array([4.0, 3.0, 2.0, 1.0]), answerable) == 1.0
    assert auc(np.array([1.0, 1.0, 1.0, 1.0]), answerable) == 0.5
    assert auc(np.array([4.0, 1.0, 2.0, 3.0]), answerable) == 0.5


def test_a_fitted_model_separates_what_can_be_separated() -> None:
    features = np.array([[1.0, x] for x in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9)])
    answerable = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    assert auc(features @ fit(features, answerable), answerable) == 1.0
