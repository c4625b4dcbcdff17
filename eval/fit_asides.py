"""Fits `rag/swedish/asides.tsv`: `python -m eval.fit_asides`.

`eval/asides.tsv` holds sentences that people say beside a question: asides, which the answer does not need,
and such as it does ("told", with the question that leans on them). What is told of the fit is for each half
by weights fitted on the other; the lines of each writer stand together.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from eval.fit_answerable import Floats, auc, fit
from rag.swedish import asides

log = logging.getLogger(__name__)

LINES = Path(__file__).with_name("asides.tsv")
RIDGE = 1e-3
LEAST = 2
"""Sentences in which a feature must stand."""

Line = tuple[str, bool]
"""A sentence, and whether it is an aside."""


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    lines = read_lines(LINES)
    half = len(lines) // 2
    for fitted, judged in ((lines[:half], lines[half:]), (lines[half:], lines[:half])):
        weights = weights_of(fitted)
        scores = np.array([_score(weights, sentence) for sentence, _ in judged])
        truth = np.array([float(is_aside) for _, is_aside in judged])
        log.info("the other half: n %d, AUC %.3f", len(judged), auc(scores, truth))
    out = Path(asides.__file__).with_name("asides.tsv")
    rows = [f"{feature}\t{weight:.2f}" for feature, weight in sorted(weights_of(lines).items())]
    out.write_text("\n".join(["## made by eval/fit_asides.py", *rows]) + "\n", encoding="utf-8")


def read_lines(path: Path) -> list[Line]:
    """The sentences with their kinds."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return [(row[1], row[0] == "aside") for row in rows]


def weights_of(lines: Sequence[Line]) -> Mapping[str, float]:
    """The weight of each feature, that of "" for all."""
    features = [asides.aside_features(sentence) for sentence, _ in lines]
    counts = Counter(feature for each in features for feature in each)
    names = sorted(feature for feature, n in counts.items() if n >= LEAST)
    places = {name: at for at, name in enumerate(names, 1)}
    values: Floats = np.zeros((len(lines), len(names) + 1))
    values[:, 0] = 1
    for row, each in enumerate(features):
        values[row, [places[feature] for feature in each if feature in places]] = 1
    ridge = np.full(len(names) + 1, RIDGE)
    ridge[0] = 0
    truth = np.array([float(is_aside) for _, is_aside in lines])
    return dict(zip(["", *names], fit(values, truth, ridge).tolist(), strict=True))


def _score(weights: Mapping[str, float], sentence: str) -> float:
    return weights[""] + sum(weights.get(feature, 0.0) for feature in asides.aside_features(sentence))


if __name__ == "__main__":
    main()
