"""Fits `rag/choosing/weights.json`: `python -m eval.fit_sentences DIR [...] --data-dir KATALOG`.

Each DIR is a set in BEIR layout whose questions have their answer in `metadata` ("answer" or "answers"): a
sentence of a relevant passage that holds the answer is right. Our own development cases are the last set,
asked of the index under KATALOG: there a sentence of a cited document that the evidence quotes is right.

The weights maximise the summed log probability of the right sentences among all sentences of the best hits
(softmax), with a ridge. How well they do is told for sentences of pages that they were not fitted on: five
parts by page (or title, or case). The weights that are written are fitted on all.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped] # scipy ships no types

from eval.cases import load_cases
from eval.extraction import answers_of, content, page_of, same_text, states
from eval.retrieval import index_corpus, read_beir
from rag.assistant import open_rooms
from rag.choosing import FROM
from rag.choosing.features import NAMES, Asked, Piece, pieces_of, sentence_features
from rag.embedders import load_embedder
from rag.embedders.local import LocalEmbedder
from rag.evidence import PASSAGES
from rag.filters import Filters
from rag.index.generation import GenerationHandle
from rag.index.lexical import LexicalIndex
from rag.query import in_plain_swedish, read_query
from rag.retriever import Retriever
from rag.schema import Hit, Query
from rag.settings import load_settings
from rag.swedish.analysis import analyze

log = logging.getLogger(__name__)

WEIGHTS = Path(__file__).parent.parent / "rag/choosing/weights.json"
QUESTIONS = 1_000
"""Of each set."""
OWN_WEIGHT = 4.0
"""What one of our own questions counts beside one of a set: they are few."""
RIDGE = 5.0
PARTS = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Example:
    """A question: its sentences, which of them are right, and the group that is kept together."""

    group: str
    features: Floats
    right: NDArray[np.bool_]
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--data-dir", type=Path, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    log.setLevel(logging.INFO)
    sets = {directory.name: list(_of_set(directory)) for directory in args.sets}
    sets["own"] = list(_own(args.data_dir))
    told = {name: _told(name, examples, sets) for name, examples in sets.items()}
    deviation, weights = _fit([example for examples in sets.values() for example in examples])
    scaled = dict(zip(NAMES, (weights / deviation).round(4).tolist(), strict=True))
    made = {
        "by": "python -m eval.fit_sentences",
        "questions": {name: len(examples) for name, examples in sets.items()},
        "out_of_fold": told,
        "ridge": RIDGE,
        "own_weight": OWN_WEIGHT,
    }
    WEIGHTS.write_text(json.dumps({"made": made, "weights": scaled}, indent=1) + "\n", encoding="utf-8")


def _told(
    name: str, examples: Sequence[_Example], sets: Mapping[str, Sequence[_Example]]
) -> dict[str, float]:
    """Share of questions whose first, and one of whose first three, sentences are right; out of fold."""
    first = three = 0
    for part in range(PARTS):
        rest = [e for es in sets.values() for e in es if _part(e) != part]
        deviation, weights = _fit(rest)
        for example in examples:
            if _part(example) == part:
                order = np.argsort(-example.features @ (weights / deviation), kind="stable")
                first += bool(example.right[order[0]])
                three += bool(example.right[order[:3]].any())
    figures = {"first": round(first / len(examples), 4), "first three": round(three / len(examples), 4)}
    log.info("%s: %d questions, %s", name, len(examples), figures)
    return figures


def _part(example: _Example) -> int:
    return sum(example.group.encode()) % PARTS


def _fit(examples: Sequence[_Example]) -> tuple[Floats, Floats]:
    """Deviations of the features, and their weights when they are measured in deviations."""
    every = np.vstack([example.features for example in examples])
    mean, deviation = every.mean(axis=0), every.std(axis=0) + 1e-9
    useful = [e for e in examples if e.right.any() and not e.right.all()]
    scaled = [(e.features - mean) / deviation for e in useful]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, gradient = RIDGE * float(weights @ weights), 2 * RIDGE * weights
        for example, rows in zip(useful, scaled, strict=True):
            scores = rows @ weights
            odds = np.exp(scores - scores.max())
            every, right = odds / odds.sum(), odds * example.right / (odds @ example.right)
            total -= example.weight * float(np.log((odds @ example.right) / odds.sum()))
            gradient = gradient - example.weight * (rows.T @ (right - every))
        return total, gradient

    found = minimize(loss, np.zeros(every.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return deviation, np.asarray(found.x, np.float64)


def _of_set(directory: Path) -> Iterator[_Example]:
    beir = read_beir(directory)
    with (directory / "queries.jsonl").open(encoding="utf-8") as lines:
        about = {str(row["_id"]): row for row in map(json.loads, lines)}
    pages = {str(row["_id"]): page_of(row) for row in beir.corpus}
    ids = sorted(beir.queries)
    chosen = [ids[i] for i in np.random.default_rng(0).permutation(len(ids))[:QUESTIONS]]
    with tempfile.TemporaryDirectory(prefix="datalots-fit-") as temporary:
        collection = index_corpus(beir.corpus, Path(temporary), LocalEmbedder())
        retriever = Retriever(collection, LocalEmbedder())
        for query_id in chosen:
            question, answers = beir.queries[query_id], answers_of(about[query_id])
            hits = retriever.search(Query(question=question, kind="other"), fold=False)
            relevant = {pages[chunk_id] for chunk_id in beir.relevant[query_id]}
            right = [
                [
                    any(pages[hit.chunk.id] in relevant and states(piece.text, a) for a in answers)
                    for piece in ps
                ]
                for hit, ps in _read(hits)
            ]
            yield from _example(question, hits, right, min(relevant), collection.lexical, 1.0)
        collection.close()


def _own(data_dir: Path) -> Iterator[_Example]:
    settings = load_settings(data_dir=data_dir)
    with GenerationHandle(data_dir, settings).current() as generation:
        rooms = open_rooms(generation, load_embedder(settings))
        for case in load_cases():
            turn = case.turns[0]
            if case.split != "dev" or not turn.expect.evidence or case.suite.startswith("robustness"):
                continue
            question = in_plain_swedish(turn.question, rooms.gazetteer, generation.lexical.holds)
            query = read_query(question, rooms.gazetteer, case.as_of or "2026-01-29")
            hits = rooms.retriever.search(query, 10, Filters(kinds=query.kinds or PASSAGES))
            quotes: dict[str, list[frozenset[str]]] = {}
            for span in turn.expect.evidence:
                quotes.setdefault(span.document, []).append(content(span.quote))
            right = [
                [any(same_text(content(p.text), q) for q in quotes.get(hit.document.id, ())) for p in ps]
                for hit, ps in _read(hits)
            ]
            yield from _example(question, hits, right, case.id, generation.lexical, OWN_WEIGHT)


def _read(hits: Sequence[Hit]) -> list[tuple[Hit, list[Piece]]]:
    return [(hit, pieces_of(hit)) for hit in hits[:FROM]]


def _example(
    question: str,
    hits: Sequence[Hit],
    right: Sequence[Sequence[bool]],
    group: str,
    lexical: LexicalIndex,
    weight: float,
) -> Iterator[_Example]:
    if hits and analyze(question).words:
        features = sentence_features(Asked(question, lexical.idfs), [ps for _, ps in _read(hits)])
        truth = np.array([value for row in right for value in row], np.bool_)
        if len(truth):
            yield _Example(group, features, truth, weight)


if __name__ == "__main__":
    main()
