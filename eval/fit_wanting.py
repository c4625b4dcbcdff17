"""Fits `rag/catalogue/wanting.json`: `python -m eval.fit_wanting --data-dir DIR`.

Needs for data, met or not (`eval/needs.tsv`, dev cases of the data suites), against questions that texts
answer (dev cases of law and policy). No test case is read. How well it tells them apart is measured by
tenths left out: of each kind, the share that is taken for a need where two, three and five of a hundred
questions on texts are.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from eval.cases import load_cases
from eval.fit_answerable import FOLDS, Floats, auc, fit
from eval.fit_needs import TODAY, data_dir_asked, needs
from rag.answerable import log_odds
from rag.assistant import Rooms, open_rooms
from rag.catalogue.fitness import fitness
from rag.catalogue.wanting import patterns
from rag.embedders import load_embedder
from rag.evidence import PASSAGES
from rag.filters import Filters
from rag.index.generation import GenerationHandle
from rag.query import in_plain_swedish, read_query
from rag.settings import load_settings

log = logging.getLogger(__name__)

TEXT_SUITES = ("law", "law_plain", "policy", "policy_views", "long_form")
OUT = Path("rag/catalogue/wanting.json")
LEAST_SEEN = 4
"""Questions that a pattern must be in."""
RIDGE, RIDGE_PATTERNS = 0.1, 3.0
NUMBERS = ("constant", "fits", "answerable")
LOST = (0.02, 0.03, 0.05)


class Asked(NamedTuple):
    """A question, read and searched for."""

    question: str
    kind: str
    """"met", "gap" or "text"."""
    fits: float
    answerable: float


def main() -> None:
    asked = list(_asked(data_dir_asked(__doc__)))
    names, rows = features(asked)
    wants = np.array([float(one.kind != "text") for one in asked])
    kinds = np.array([one.kind for one in asked])
    left_out = np.zeros(len(asked))
    folds = np.random.default_rng(0).permutation(len(asked)) % FOLDS
    for fold in range(FOLDS):
        kept = folds != fold
        left_out[~kept] = rows[~kept] @ fitted(rows[kept], wants[kept])
    report: dict[str, object] = {"by": "python -m eval.fit_wanting"}
    report |= {kind: int((kinds == kind).sum()) for kind in ("met", "gap", "text")}
    texts_lost = {}
    for lost in LOST:
        bound = np.quantile(left_out[kinds == "text"], 1 - lost)
        found = {kind: round(float((left_out[kinds == kind] > bound).mean()), 3) for kind in ("met", "gap")}
        at = round(float(1 / (1 + np.exp(-bound))), 2)
        texts_lost[str(lost)] = {"at": at, **found}
    told = {"auc_left_out": round(auc(left_out, wants), 3), "where_texts_are_lost": texts_lost}
    weights = dict(zip(names, fitted(rows, wants).round(3).tolist(), strict=True))
    made = {"made": report | told, "weights": weights}
    OUT.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    log.info("%s", made["made"])


def features(asked: Sequence[Asked]) -> tuple[list[str], Floats]:
    """Names of the features, and their values, `(n, k)`."""
    seen = Counter(pattern for one in asked for pattern in patterns(one.question))
    kept = sorted(pattern for pattern, n in seen.items() if n >= LEAST_SEEN)
    rows = [
        [1.0, log_odds(one.fits), log_odds(one.answerable), *(float(p in held) for p in kept)]
        for one in asked
        for held in [patterns(one.question)]
    ]
    return [*NUMBERS, *kept], np.array(rows)


def fitted(rows: Floats, wants: Floats) -> Floats:
    """Weights of a logistic regression in which both kinds count the same in all."""
    ridge = np.array([0.0, RIDGE, RIDGE] + [RIDGE_PATTERNS] * (rows.shape[1] - len(NUMBERS))) / len(rows)
    counts = np.where(wants == 1, 1 / wants.sum(), 1 / (1 - wants).sum()) * len(wants) / 2
    return fit(rows, wants, ridge, counts)


def _asked(data_dir: Path) -> Iterator[Asked]:
    settings = load_settings(data_dir=data_dir)
    handle = GenerationHandle(data_dir, settings)
    with handle.current() as generation:
        rooms = open_rooms(generation, load_embedder(settings))
        for question, kind in _questions():
            plain = in_plain_swedish(question, rooms.gazetteer, generation.lexical.holds)
            yield _searched(plain, kind, rooms)
    handle.close()


def _questions() -> Iterator[tuple[str, str]]:
    yield from ((need, "met" if met else "gap") for need, met in needs())
    for case in load_cases(suites=TEXT_SUITES, split="dev"):
        if len(case.turns) == 1 and case.turns[0].expect.status in ("answered", "partial"):
            yield case.turns[0].question, "text"


def _searched(question: str, kind: str, rooms: Rooms) -> Asked:
    query = read_query(question, rooms.gazetteer, TODAY)
    hits = rooms.retriever.search(query, 10, Filters(kinds=query.kinds or PASSAGES))
    return Asked(
        question,
        kind,
        fitness(rooms.catalogue.find(query), question),
        rooms.retriever.answerable(query, hits),
    )


if __name__ == "__main__":
    main()
