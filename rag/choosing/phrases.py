"""How much a question is like what people ask each sentence of a document with (`Document.asked`).

The phrases are searched as words of the passage; here they tell which of its sentences a question is after,
however little the two have in common: "kan hon säga nej" and "Arbetsgivaren får inte vägra …". A small
classifier is fitted for each document when it is first asked: ridge regression, with the features of
`rag.classifier`, from the phrases of its sentences and from the sentences themselves. Of 8,963 phrases by
other writers than those it was fitted on it gives 0.807 their sentence, where the two nearest phrases of a
sentence give 0.719 and the sentence that most phrases are of 0.356.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rag.classifier import vector
from rag.schema import Document
from rag.swedish.sentences import ITEM_MARKS, sentences

RIDGE = 0.3
"""Measured from 0.1 to 3: up to 1 as good, above that worse."""
_REMEMBERED = 300
"""Documents whose classifiers are kept, about 50 kB each."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Fitted:
    """The classifier of one document."""

    places: NDArray[np.int64]
    """Its features, ascending, `(n,)`."""
    weights: Floats
    """`(n, sentences)`."""
    starts: tuple[int, ...]
    """Where each sentence begins in the document."""


def likeness(question: str, document: Document) -> Mapping[int, float]:
    """For each sentence of a document, by its offset, how much the question is like what it is asked with.

    About 0-1; of what none is asked with it is about 0 for all. Empty for a document that no phrases are
    told of.
    """
    if not document.asked_at:
        return {}
    fitted = _fitted(document.text, document.asked, document.asked_at)
    places, values = vector(question)
    at = np.searchsorted(fitted.places, places).clip(max=len(fitted.places) - 1)
    known = fitted.places[at] == places
    return dict(zip(fitted.starts, (values[known] @ fitted.weights[at[known]]).tolist(), strict=True))


@lru_cache(maxsize=_REMEMBERED)
def _fitted(text: str, asked: tuple[str, ...], asked_at: tuple[int, ...]) -> _Fitted:
    starts, told = _sentences(text)
    seats = {start: seat for seat, start in enumerate(starts)}
    given = [(phrase, seats[at]) for phrase, at in zip(asked, asked_at, strict=True) if at in seats]
    given += [(text[start:end], seats[opened]) for start, end, opened in told]
    places, rows = _rows([words for words, _ in given])
    of = np.array([seat for _, seat in given])
    sides = np.zeros((len(given), len(starts)), np.float32)
    sides[np.arange(len(given)), of] = 1.0
    # A phrase counts the less the more its sentence has: else few would ever be held for the rare ones.
    many = np.bincount(of, minlength=len(starts))[of].astype(np.float32)
    slack = np.diag(RIDGE * many / many.mean())
    dual = np.linalg.solve(rows @ rows.T + slack, sides)
    return _Fitted(places, np.asarray(rows.T @ dual, np.float32), starts)


def _sentences(text: str) -> tuple[tuple[int, ...], list[tuple[int, int, int]]]:
    """Where the sentences begin; and start, end and sentence of each: an item is of what opens its list."""
    told: list[tuple[int, int, int]] = []
    for start, end in sentences(text):
        start += len(text[start:end]) - len(text[start:end].lstrip())
        is_item = text[start:end].startswith(ITEM_MARKS)
        told.append((start, end, told[-1][2] if is_item and told else start))
    return tuple(dict.fromkeys(opened for *_, opened in told)), told


def _rows(texts: Sequence[str]) -> tuple[NDArray[np.int64], Floats]:
    """The features of the texts, ascending, and their values, `(texts, features)`."""
    vectors = [vector(text) for text in texts]
    places = np.unique(np.concatenate([its for its, _ in vectors]))
    rows = np.zeros((len(texts), len(places)), np.float32)
    for row, (its, values) in zip(rows, vectors, strict=True):
        row[np.searchsorted(places, its)] = values
    return places, rows
