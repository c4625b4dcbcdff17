"""Fits `rag.answerable.WEIGHTS`: `python -m eval.fit_answerable DIR DIR [...]`, each a set in BEIR layout.

A question of a set is answerable from its own collection, a question of another set is not. Weights are
fitted on all sets; how well they do is told for each set by weights fitted on the others.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from eval.retrieval import BeirSet, index_corpus, read_beir
from rag.answerable import answerable_features
from rag.embedders.local import LocalEmbedder
from rag.retriever import Retriever
from rag.schema import Query

log = logging.getLogger(__name__)

QUESTIONS = 450
"""Of its own, for each set; as many foreign ones."""
RIDGE = 1e-3

Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sets = [read_beir(directory) for directory in args.sets]
    rows = [_rows(beir, sets) for beir in sets]
    for held_out, (features, answerable) in enumerate(rows):
        others = [row for i, row in enumerate(rows) if i != held_out]
        weights = fit(np.concatenate([f for f, _ in others]), np.concatenate([a for _, a in others]))
        log.info("%s left out: AUC %.4f", sets[held_out].name, auc(features @ weights, answerable))
    weights = fit(np.concatenate([f for f, _ in rows]), np.concatenate([a for _, a in rows]))
    log.info("WEIGHTS = %s", tuple(weights.round(2).tolist()))


def fit(features: Floats, answerable: Floats) -> Floats:
    """Weights of a logistic regression, by Newton's method; the first feature is the constant.

    Args:
        features: `(n, k)`.
        answerable: `(n,)`, 0 or 1.

    Returns:
        `(k,)`.
    """
    ridge = RIDGE * np.array([0.0] + [1.0] * (features.shape[1] - 1))
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        estimate = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (estimate - answerable) / len(answerable) + ridge * weights
        curvature = (features * (estimate * (1 - estimate))[:, None]).T @ features / len(answerable)
        weights -= np.linalg.solve(curvature + np.diag(ridge), gradient)
    return weights


def auc(scores: Floats, answerable: Floats) -> float:
    """The chance that an answerable question scores above one that is not; ties count half."""
    positive, negative = scores[answerable == 1], np.sort(scores[answerable == 0])
    below, not_above = np.searchsorted(negative, positive), np.searchsorted(negative, positive, side="right")
    return float((below + not_above).mean() / 2 / len(negative))


def _rows(beir: BeirSet, sets: Sequence[BeirSet]) -> tuple[Floats, Floats]:
    """Features and truth for questions of `beir` and of the others, all asked of the collection of `beir`."""
    others = [other for other in sets if other is not beir]
    own = _sample(beir, QUESTIONS)
    foreign = [question for other in others for question in _sample(other, QUESTIONS // len(others))]
    with tempfile.TemporaryDirectory(prefix="datalots-fit-") as temporary:
        collection = index_corpus(beir.corpus, Path(temporary), LocalEmbedder())
        retriever = Retriever(collection, LocalEmbedder())
        rows = [(features, 1.0) for features in _features(retriever, own)]
        rows += [(features, 0.0) for features in _features(retriever, foreign)]
        collection.close()
    return np.array([features for features, _ in rows]), np.array([truth for _, truth in rows])


def _features(retriever: Retriever, questions: Sequence[str]) -> Iterator[tuple[float, ...]]:
    for question in questions:
        hits = retriever.search(Query(question=question, kind="other"))
        if hits:
            yield answerable_features(hits, retriever.coverage(question, hits[0]))


def _sample(beir: BeirSet, n: int) -> list[str]:
    questions = list(beir.queries.values())
    order = np.random.default_rng(0).permutation(len(questions))[:n]
    return [questions[i] for i in order]


if __name__ == "__main__":
    main()
