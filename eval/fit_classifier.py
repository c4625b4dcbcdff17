"""Fits `rag/classifier/sources.npz`: `python -m eval.fit_classifier --data-dir KATALOG`.

The classes are the bundled briefs, the bundled datasets, and nobody. A brief has the phrases that it is asked
with, its title, keywords and sentences; a dataset what it answers, its everyday words, title, description and
rows of `asked.tsv`; nobody the questions that briefs do not answer (`unanswered`) and the other rows. No case
of the evaluation is read.

Each class is told from all others by a support vector machine (squared hinge, ridge), each on its own. Small
weights are left out. How well the classifier does is told for phrases in tenths that it was not trained on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped] # scipy ships no types
from scipy.sparse import csr_matrix  # type: ignore[import-untyped] # as above

from eval.asked import Asked, read_asked
from rag.classifier.features import VERSION, Blocks, features
from rag.classifier.linear import NOBODY
from rag.index.generation import GenerationHandle
from rag.index.store import Store
from rag.schema import Dataset, Document
from rag.settings import load_settings
from rag.swedish.sentences import sentences

log = logging.getLogger(__name__)

OUT = Path("rag/classifier/sources.npz")
MIN_TEXTS = 2
"""Texts that a feature must be in."""
COST = 0.3
"""What a text on the wrong side costs beside the size of the weights."""
SENTENCE, KEYWORD = 0.7, 0.5
"""What a sentence and a keyword of a source count beside a phrase that it is asked with."""
KEPT = 1_600_000
"""Weights that are kept, the largest. Of the briefs alone 1.2 million did as well on dev as all."""
ROUNDS = 60
FOLDS = 10

Floats = NDArray[np.float64]


class Text(NamedTuple):
    """Something that a source is asked with, or says."""

    text: str
    of: str
    """The source's id, or `NOBODY`."""
    counts: float = 1.0
    phrase: bool = True
    """Whether somebody would ask so: only these tell how well the classifier does."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--measure", action="store_true", help="tell how well it does on tenths left out")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    with GenerationHandle(args.data_dir, load_settings(data_dir=args.data_dir)).current() as generation:
        given = list(texts(generation.store, read_asked()))
    if args.measure:
        log.info("right of phrases left out: %s", left_out(given))
    save(args.out, fitted(given), given)


def texts(store: Store, asked: Iterable[Asked]) -> Iterator[Text]:
    """What the classifier is trained on."""
    for brief in store.all_documents("brief"):
        yield from _of_brief(brief)
    names = {dataset.id: dataset.document_id for dataset in store.datasets()}
    for dataset in store.datasets():
        yield from _of_dataset(dataset)
    for dataset_id, phrase in asked:
        yield Text(phrase, names[dataset_id] if dataset_id else NOBODY)


def _of_brief(brief: Document) -> Iterator[Text]:
    yield from (Text(phrase, brief.id) for phrase in brief.asked)
    yield from (Text(phrase, NOBODY) for phrase in brief.unanswered)
    yield Text(brief.title, brief.id, phrase=False)
    yield from (Text(label, brief.id, KEYWORD, phrase=False) for label in brief.labels)
    for span in sentences(brief.text):
        yield Text(brief.text[span.start : span.end], brief.id, SENTENCE, phrase=False)


def _of_dataset(dataset: Dataset) -> Iterator[Text]:
    name = dataset.document_id
    yield from (Text(phrase, name) for phrase in (*dataset.answers, *dataset.everyday))
    yield from (Text(label, name, KEYWORD, phrase=False) for label in dataset.keywords)
    yield Text(dataset.title, name, phrase=False)
    for span in sentences(dataset.description):
        yield Text(dataset.description[span.start : span.end], name, SENTENCE, phrase=False)


class Vectorizer:
    """Texts → rows of weighed features, as `Classifier` weighs them; knows the features of its own texts."""

    def __init__(self, blocks: Sequence[Blocks]) -> None:
        seen = Counter(name for block in blocks for part in block for name in part)
        self.hashes = np.array(sorted(name for name, n in seen.items() if n >= MIN_TEXTS), np.uint32)
        held = np.array([seen[int(name)] for name in self.hashes])
        self.rarity = np.log((1 + len(blocks)) / (1 + held)) + 1
        self._places = {int(name): place for place, name in enumerate(self.hashes)}

    def rows(self, blocks: Sequence[Blocks]) -> csr_matrix:
        """`(n, features)`; each of the two blocks of a row of length 1."""
        data: list[NDArray[np.float64]] = []
        places: list[int] = []
        ends = [0]
        for block in blocks:
            for part in block:
                known = [(self._places[name], value) for name, value in part.items() if name in self._places]
                at = [place for place, _ in known]
                values = np.array([value for _, value in known]) * self.rarity[at] if at else np.zeros(0)
                data.append(values / (np.linalg.norm(values) or 1.0))
                places.extend(at)
            ends.append(len(places))
        return csr_matrix((np.concatenate(data), places, ends), (len(blocks), len(self.hashes)))


class Fitted(NamedTuple):
    """The weights of every class."""

    vectorizer: Vectorizer
    names: list[str]
    weights: Floats
    """`(classes, features)`."""
    constants: Floats


def fitted(given: Sequence[Text]) -> Fitted:
    """The classifier trained on the texts."""
    blocks = [features(text.text) for text in given]
    vectorizer = Vectorizer(blocks)
    rows = vectorizer.rows(blocks)
    counts = np.array([text.counts for text in given])
    names = sorted({text.of for text in given})
    of = np.array([text.of for text in given])
    os.environ["OPENBLAS_NUM_THREADS"] = (
        "1"  # read by new processes: threads of two would stand in each other's way
    )
    pool = ProcessPoolExecutor(None, get_context("spawn"), _hold, (rows, counts))
    with pool as processes:
        found = list(processes.map(_one_class, [of == name for name in names], chunksize=8))
    solved = np.vstack(found)
    return Fitted(vectorizer, names, solved[:, :-1], solved[:, -1])


_held: dict[str, Any] = {}


def _hold(rows: csr_matrix, counts: Floats) -> None:
    """Keep what every class is fitted on, in a process of the pool."""
    _held.update(rows=rows, turned=rows.T.tocsr(), counts=counts)


def _one_class(inside: NDArray[np.bool_]) -> Floats:
    """Weights, and the constant last, that tell the texts of one class from all others."""
    rows, turned, counts = _held["rows"], _held["turned"], _held["counts"]
    sides = np.where(inside, 1.0, -1.0)

    def loss(solution: Floats) -> tuple[float, Floats]:
        weights, constant = solution[:-1], solution[-1]
        short = np.maximum(0.0, 1 - sides * (rows @ weights + constant))
        pull = -2 * COST * counts * sides * short
        gradient = np.append(weights + turned @ pull, constant + pull.sum())
        return 0.5 * float(solution @ solution) + COST * float(counts @ short**2), gradient

    start = np.zeros(rows.shape[1] + 1)
    found: Floats = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x
    return found


def left_out(given: Sequence[Text]) -> dict[str, float]:
    """Shares of the phrases of briefs and datasets whose source is first, and of those of nobody that are
    nearer to nobody than to any source; each told by weights that were fitted on the other tenths."""
    folds = np.random.default_rng(0).permutation(len(given)) % FOLDS
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for fold in range(FOLDS):
        kept = [text for text, its in zip(given, folds, strict=True) if its != fold]
        asked = [text for text, its in zip(given, folds, strict=True) if its == fold and text.phrase]
        made = fitted(kept)
        scores = (
            made.vectorizer.rows([features(text.text) for text in asked]) @ made.weights.T + made.constants
        )
        for text, best in zip(asked, scores.argmax(axis=1), strict=True):
            kind = "source" if text.of else "nobody"
            told[kind] += 1
            right[kind] += made.names[best] == text.of
    return {kind: round(right[kind] / n, 3) for kind, n in told.items()}


def save(path: Path, made: Fitted, given: Sequence[Text]) -> None:
    """Write the largest weights, as `Classifier.load` reads them."""
    weights = made.weights.T
    least = np.partition(np.abs(weights), -KEPT, axis=None)[-KEPT] if weights.size > KEPT else 0.0
    scale = float(np.abs(weights).max()) / 127
    small = np.where(np.abs(weights) >= least, np.round(weights / scale), 0).astype(np.int8)
    features_at, classes = np.nonzero(small)
    told = {
        "by": "python -m eval.fit_classifier",
        "features": VERSION,
        "texts": len(given),
        "of": fingerprint(given),
        "cost": COST,
        "scale": scale,
        "names": made.names,
    }
    np.savez_compressed(
        path,
        made=np.array(json.dumps(told)),
        hashes=made.vectorizer.hashes,
        rarity=made.vectorizer.rarity.astype(np.float16),
        lengths=np.bincount(features_at, minlength=len(small)).astype(np.uint16),
        classes=classes.astype(np.uint16),
        weights=small[features_at, classes],
        constants=made.constants.astype(np.float32),
    )
    sizes = (len(given), len(made.names), len(small), len(classes))
    log.info("%d texts, %d classes, %d features, %d weights", *sizes)


def fingerprint(given: Sequence[Text]) -> str:
    """Of everything that was trained on, in any order."""
    lines = sorted(f"{text.of}\t{text.counts}\t{text.text}" for text in given)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


if __name__ == "__main__":
    main()
