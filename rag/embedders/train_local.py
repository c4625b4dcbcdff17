"""Trains the weights of the local embedder on statute text.

    python -m rag.embedders.train_local --statutes STATUTES.jsonl.gz

A passage of law and the heading above it, or one of its sentences and the rest, should lie close; other
passages of the same batch should not (InfoNCE over both directions, temperature 0.05, lazy Adam on the rows
touched). Numpy alone, two minutes on two cores. Question sets are never trained on: they are what we are
measured with. A change of the weights changes the vectors of every text: raise
`rag.embedders.local.VERSION` with them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.embedders.local import DIMENSIONS, Weights, damped_counts, word_buckets
from rag.swedish.analysis import Bag, analyze

log = logging.getLogger(__name__)

BUCKETS = 32_768
BATCH = 512
SCALE = 20.0
"""One over the temperature of the softmax."""
LEARNING_RATE = 3e-3
SEED = 1
_HEADING = re.compile(r"^(?:\d+ ?[a-z]? kap\. )?(?P<text>[A-ZÅÄÖ][^.:;§]{5,110})$")
_NOTE = re.compile(r"\s*(?:Lag|Förordning|SFS) \(\d{4}:\d+\)\.?")
_SENTENCE_END = re.compile(r"(?<=[a-zåäö]\.)\s+(?=[A-ZÅÄÖ])")

Floats = NDArray[np.float32]
Pair = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--statutes", type=Path, required=True, help="jsonl.gz, one statute a line: title, text"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("local.npz"))
    parser.add_argument("--pairs", type=int, default=60_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--buckets", type=int, default=BUCKETS)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rng = np.random.default_rng(SEED)
    pairs = [pair for statute in read_statutes(args.statutes) for pair in statute_pairs(*statute, rng)]
    chosen = [pairs[i] for i in rng.permutation(len(pairs))[: args.pairs]]
    log.info("%d pairs, %d used", len(pairs), len(chosen))
    train(chosen, args.buckets, args.epochs, rng).save(args.out)


def read_statutes(path: Path) -> Iterator[Pair]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            statute = json.loads(line)
            yield statute["title"], statute.get("text", "")


def statute_pairs(title: str, text: str, rng: np.random.Generator) -> Iterator[Pair]:
    """(heading, passage) and (sentence, rest of its passage), each for about half of the passages."""
    heading = ""
    for block in re.split(r"\n\s*\n", text):
        passage = _NOTE.sub("", " ".join(block.split()))
        found = _HEADING.match(passage)
        if found:
            heading = found["text"]
            continue
        if len(passage) < 80:
            continue
        if heading and rng.random() < 0.6:
            yield (f"{heading} {title}" if rng.random() < 0.3 else heading), passage[:900]
        sentences = [s for s in _SENTENCE_END.split(passage) if len(s) > 25]
        if len(sentences) > 1 and rng.random() < 0.5:
            k = int(rng.integers(len(sentences)))
            yield sentences[k][:300], " ".join(sentences[:k] + sentences[k + 1 :])[:900]


def train(pairs: Sequence[Pair], buckets: int, epochs: int, rng: np.random.Generator) -> Weights:
    sides = [[_Sparse.of(analyze(text), buckets) for text in side] for side in zip(*pairs, strict=True)]
    model = _Model(_initial_table(sides[1], buckets, rng))
    started, step = time.monotonic(), 0
    for epoch in range(epochs):
        order = rng.permutation(len(pairs))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            loss = model.step([sides[0][i] for i in batch], [sides[1][i] for i in batch])
            step += 1
            if step % 25 == 0:
                log.info("epoch %d step %d loss %.3f %.0f s", epoch, step, loss, time.monotonic() - started)
    return Weights.quantised(model.table)


class _Sparse:
    """A text as its buckets and their counts."""

    __slots__ = ("buckets", "counts")

    def __init__(self, buckets: NDArray[np.int64], counts: Floats) -> None:
        self.buckets, self.counts = buckets, counts

    @classmethod
    def of(cls, bag: Bag, buckets: int) -> _Sparse:
        words = list(bag.words)
        starts, flat = word_buckets(words, buckets)
        counts = np.repeat(damped_counts(bag), np.diff(starts))
        unique, inverse = np.unique(flat, return_inverse=True)
        return cls(unique, np.bincount(inverse, counts, len(unique)).astype(np.float32))


def _initial_table(texts: Sequence[_Sparse], buckets: int, rng: np.random.Generator) -> Floats:
    """Random directions, as long as the bucket is telling: its inverse document frequency."""
    seen = np.bincount(np.concatenate([text.buckets for text in texts]), minlength=buckets)
    idf = np.log(len(texts) / (1.0 + seen)).clip(0.05)
    table: Floats = rng.standard_normal((buckets, DIMENSIONS), np.float32)
    table *= (0.1 * idf / idf.mean()).astype(np.float32)[:, None]
    return table


class _Model:
    """The table and its moments; gradients by hand."""

    def __init__(self, table: Floats) -> None:
        self.table = table
        self.first = np.zeros_like(table)
        self.second = np.zeros_like(table)
        self.steps = 0

    def step(self, left: Sequence[_Sparse], right: Sequence[_Sparse]) -> float:
        rows = np.unique(np.concatenate([text.buckets for text in (*left, *right)]))
        table = self.table[rows]
        a, b = _dense(left, rows), _dense(right, rows)
        x, y = a @ table, b @ table
        loss, grad_x, grad_y = _contrast(x, y)
        self._adam(rows, a.T @ grad_x + b.T @ grad_y)
        return loss

    def _adam(self, rows: NDArray[np.int64], gradient: Floats) -> None:
        self.steps += 1
        first = 0.9 * self.first[rows] + 0.1 * gradient
        second = 0.999 * self.second[rows] + 0.001 * gradient**2
        self.first[rows], self.second[rows] = first, second
        ahead = np.float32(np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps))
        self.table[rows] -= np.float32(LEARNING_RATE) * ahead * first / (np.sqrt(second) + np.float32(1e-8))


def _dense(texts: Sequence[_Sparse], rows: NDArray[np.int64]) -> Floats:
    """Counts as a matrix `(texts, rows)`."""
    matrix = np.zeros((len(texts), len(rows)), np.float32)
    for i, text in enumerate(texts):
        matrix[i, np.searchsorted(rows, text.buckets)] = text.counts
    return matrix


def _contrast(x: Floats, y: Floats) -> tuple[float, Floats, Floats]:
    """Symmetric InfoNCE on unit vectors, with the gradients for the vectors before they were made unit."""
    x_length = np.linalg.norm(x, axis=1, keepdims=True).clip(1e-6)
    y_length = np.linalg.norm(y, axis=1, keepdims=True).clip(1e-6)
    x_unit, y_unit = x / x_length, y / y_length
    scores = SCALE * (x_unit @ y_unit.T)
    rows, columns = _softmax(scores), _softmax(scores.T).T
    right = np.eye(len(x), dtype=np.float32)
    loss = -float(np.log(np.diag(rows).clip(1e-9)).mean() + np.log(np.diag(columns).clip(1e-9)).mean()) / 2
    grad = (SCALE / (2 * len(x)) * (rows + columns - 2 * right)).astype(np.float32)
    return (
        loss,
        _through_length(grad @ y_unit, x_unit, x_length),
        _through_length(grad.T @ x_unit, y_unit, y_length),
    )


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    shares: Floats = powers / powers.sum(1, keepdims=True)
    return shares


def _through_length(gradient: Floats, unit: Floats, length: Floats) -> Floats:
    inward: Floats = (gradient - unit * (gradient * unit).sum(1, keepdims=True)) / length
    return inward


if __name__ == "__main__":
    main()
