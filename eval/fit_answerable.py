"""Fits the weights of `rag.answerable`: `python -m eval.fit_answerable DIR DIR [...] --data-dir KATALOG`.

A question of a set in BEIR layout is answerable from its own collection, a question of another set is not. Of
our own development cases one is answerable when a source of its gold is among the first two found, and not
when gold is an honest no. Weights are fitted on all; how well they do is told for each set by weights fitted
on the others, for our own by tenths left out.

`CLASSIFIED_WEIGHTS` are fitted on our own development cases of one turn, those of other rooms among the ones
that no text answers, and on `FOREIGN` questions of each set, which no text of ours answers.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.cases import load_cases
from eval.retrieval import BeirSet, index_corpus, read_beir
from rag.answerable import answerable_features, classified_features, log_odds
from rag.assistant import open_rooms
from rag.classifier import margins
from rag.embedders import load_embedder
from rag.embedders.local import LocalEmbedder
from rag.evidence import PASSAGES
from rag.filters import Filters
from rag.index.generation import GenerationHandle
from rag.query import in_plain_swedish, read_query
from rag.retriever import Retriever
from rag.schema import Query
from rag.settings import load_settings

log = logging.getLogger(__name__)

QUESTIONS = 450
"""Of its own, for each set; as many foreign ones."""
RIDGE = 1e-3
OWN_WEIGHT = 3
"""What one of our own questions counts beside one of a set: they are few."""
FOLDS = 10
_OTHER_ROOMS = ("statistics", "datasets", "occupations", "gaps", "robustness", "adversarial")
NEAR = 2
"""Hits among which a source of gold makes one of our own questions answerable."""

FOREIGN = 75
"""Questions of each set that our own index is asked."""
COUNTS = {"texts": 1.0, "others": 0.1, "foreign": 0.3}
"""What a question that no text answers counts beside one that a text does: of our subjects, of those of other
rooms (which speak first when they are sure), and of anything else."""
TODAY = "2026-11-28"

Floats = NDArray[np.float64]
Rows = tuple[Floats, Floats]
"""Features `(n, k)`, and whether each question is answerable, `(n,)`."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--data-dir", type=Path, required=True)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sets = [read_beir(directory) for directory in args.sets]
    rows = [_rows(beir, sets) for beir in sets]
    own = _own(args.data_dir)
    for held_out, (values, truth) in enumerate(rows):
        others = [row for i, row in enumerate(rows) if i != held_out]
        weights = fit(*_together([*others, *[own] * OWN_WEIGHT]))
        log.info("%s left out: AUC %.4f", sets[held_out].name, auc(values @ weights, truth))
    log.info("own, out of fold: n %d, AUC %.4f", len(own[1]), _out_of_fold(rows, own))
    weights = fit(*_together([*rows, *[own] * OWN_WEIGHT]))
    log.info("WEIGHTS = %s", tuple(weights.round(2).tolist()))
    _fit_classified(args.data_dir, sets)


def _together(rows: Sequence[Rows]) -> Rows:
    return np.concatenate([values for values, _ in rows]), np.concatenate([truth for _, truth in rows])


def _out_of_fold(rows: Sequence[Rows], own: Rows) -> float:
    values, truth = own
    folds = np.random.default_rng(0).permutation(len(truth)) % FOLDS
    scores = np.zeros(len(truth))
    for fold in range(FOLDS):
        kept = folds != fold
        weights = fit(*_together([*rows, *[(values[kept], truth[kept])] * OWN_WEIGHT]))
        scores[~kept] = values[~kept] @ weights
    return auc(scores, truth)


def fit(features: Floats, truth: Floats, ridge: Floats | None = None, counts: Floats | None = None) -> Floats:
    """Weights of a logistic regression, by Newton's method; the first feature is the constant.

    Args:
        features: `(n, k)`.
        truth: `(n,)`, 0 or 1.
        ridge: What the square of half a weight costs beside the mean loss, `(k,)`; `RIDGE` for all but the
            constant when not given.
        counts: What each row counts, `(n,)`, 1 in the mean; all the same when not given.

    Returns:
        `(k,)`.
    """
    if ridge is None:
        ridge = RIDGE * np.array([0.0] + [1.0] * (features.shape[1] - 1))
    counts = np.ones(len(truth)) if counts is None else counts
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        estimate = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (counts * (estimate - truth)) / len(truth) + ridge * weights
        spread = counts * estimate * (1 - estimate)
        curvature = (features * spread[:, None]).T @ features / len(truth)
        weights -= np.linalg.solve(curvature + np.diag(ridge), gradient)
    return weights


def auc(scores: Floats, answerable: Floats) -> float:
    """The chance that an answerable question scores above one that is not; ties count half."""
    positive, negative = scores[answerable == 1], np.sort(scores[answerable == 0])
    below, not_above = np.searchsorted(negative, positive), np.searchsorted(negative, positive, side="right")
    return float((below + not_above).mean() / 2 / len(negative))


def _rows(beir: BeirSet, sets: Sequence[BeirSet]) -> Rows:
    """Features and truth for questions of `beir` and of the others, all asked of the collection of `beir`."""
    others = [other for other in sets if other is not beir]
    own = _sample(beir, QUESTIONS)
    foreign = [question for other in others for question in _sample(other, QUESTIONS // len(others))]
    with tempfile.TemporaryDirectory(prefix="datalots-fit-") as temporary:
        collection = index_corpus(beir.corpus, Path(temporary), LocalEmbedder())
        retriever = Retriever(collection, LocalEmbedder())
        rows = [(values, 1.0) for values in _features(retriever, own)]
        rows += [(values, 0.0) for values in _features(retriever, foreign)]
        collection.close()
    return _arrays(rows)


def _arrays(rows: Sequence[tuple[tuple[float, ...], float]]) -> Rows:
    return np.array([values for values, _ in rows]), np.array([truth for _, truth in rows])


def _features(retriever: Retriever, questions: Sequence[str]) -> Iterator[tuple[float, ...]]:
    for question in questions:
        hits = retriever.search(Query(question=question, kind="other"))
        if hits:
            yield answerable_features(question, hits, retriever.coverage(question, hits[0]))


def _own(data_dir: Path) -> Rows:
    """Our own questions of one turn on texts, without those whose source is not found."""
    settings = load_settings(data_dir=data_dir)
    rows: list[tuple[tuple[float, ...], float]] = []
    with GenerationHandle(data_dir, settings).current() as generation:
        rooms = open_rooms(generation, load_embedder(settings))
        for case in load_cases(split="dev"):
            expect = case.turns[0].expect
            silent = expect.status in ("no_evidence", "out_of_scope")
            if len(case.turns) > 1 or case.suite.startswith(_OTHER_ROOMS) or not (silent or expect.evidence):
                continue
            question = in_plain_swedish(case.turns[0].question, rooms.gazetteer, generation.lexical.holds)
            query = read_query(question, rooms.gazetteer, case.as_of)
            hits = rooms.retriever.search(query, 10, Filters(kinds=query.kinds or PASSAGES))
            found = {hit.document.id for hit in hits[:NEAR]} & {span.document for span in expect.evidence}
            if hits and (silent or found):
                covered = rooms.retriever.coverage(question, hits[0])
                rows.append((answerable_features(question, hits, covered), 0.0 if silent else 1.0))
    return _arrays(rows)


def _fit_classified(data_dir: Path, sets: Sequence[BeirSet]) -> None:
    """Tell the weights for sources that the classifier knows, and how well they do out of fold."""
    asked = list(_classified(data_dir, sets))
    values, truth = _arrays([(one.values, one.truth) for one in asked])
    counts = np.array([1.0 if one.truth else COUNTS[one.room] for one in asked])
    folds = np.random.default_rng(0).permutation(len(asked)) % FOLDS
    scores = np.zeros(len(asked))
    for fold in range(FOLDS):
        kept = folds != fold
        share = counts[kept] / counts[kept].mean()
        scores[~kept] = values[~kept] @ fit(values[kept], truth[kept], None, share)
    for room in COUNTS:
        of_it = np.array([bool(one.truth) or one.room == room for one in asked])
        refused = [float((scores[of_it & (truth == 0)] < log_odds(at)).mean()) for at in (0.2, 0.3, 0.5)]
        told = (room, auc(scores[of_it], truth[of_it]), *refused)
        log.info("%s: AUC %.3f, refused at .2 .3 .5: %.3f %.3f %.3f", *told)
    kept_at = [float((scores[truth == 1] >= log_odds(at)).mean()) for at in (0.2, 0.3, 0.5)]
    log.info("answerable ones kept: %.3f %.3f %.3f", *kept_at)
    weights = fit(values, truth, None, counts / counts.mean())
    log.info("CLASSIFIED_WEIGHTS = %s", tuple(weights.round(2).tolist()))


class _Asked(NamedTuple):
    """A question asked of our own index."""

    room: str
    values: tuple[float, ...]
    truth: float


def _classified(data_dir: Path, sets: Sequence[BeirSet]) -> Iterator[_Asked]:
    settings = load_settings(data_dir=data_dir)
    with GenerationHandle(data_dir, settings).current() as generation:
        rooms = open_rooms(generation, load_embedder(settings))
        briefs = {document.id for document in generation.store.all_documents("brief")}

        def asked(question: str, room: str, sources: Set[str]) -> Iterator[_Asked]:
            plain = in_plain_swedish(question, rooms.gazetteer, generation.lexical.holds)
            query, likely = read_query(plain, rooms.gazetteer, TODAY), margins(plain)
            hits = rooms.retriever.search(query, 10, Filters(kinds=query.kinds or PASSAGES))
            if not hits or hits[0].document.id not in likely:
                return
            if sources and not {hit.document.id for hit in hits[:NEAR]} & sources:
                return
            covered = rooms.retriever.coverage(plain, hits[0])
            values = (*answerable_features(plain, hits, covered), *classified_features(hits, likely))
            yield _Asked(room, values, float(bool(sources)))

        for case in load_cases(split="dev"):
            expect = case.turns[0].expect
            if len(case.turns) > 1 or expect.status in ("clarify", "refused"):
                continue
            answered = expect.status in ("answered", "partial")
            sources = {span.document for span in expect.evidence} & briefs if answered else set()
            elsewhere = expect.facts or expect.relevant or expect.concept or expect.dataset
            if sources or elsewhere or not answered:
                room = "others" if case.suite.startswith(_OTHER_ROOMS) else "texts"
                yield from asked(case.turns[0].question, room, sources)
        for beir in sets:
            for question in _sample(beir, FOREIGN):
                yield from asked(question, "foreign", set())


def _sample(beir: BeirSet, n: int) -> list[str]:
    questions = list(beir.queries.values())
    order = np.random.default_rng(0).permutation(len(questions))[:n]
    return [questions[i] for i in order]


if __name__ == "__main__":
    main()
