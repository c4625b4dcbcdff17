"""The weights of the classifier, and the margins that they give a text.

One row a feature, sparse: weights near zero are left out, the others are kept in a byte each. The margin of a
source is above 0 where the text is like what it is asked with, and about -1 where it is not; only the order
and the distances between margins mean something, they are no probabilities.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.classifier.features import VERSION, Features, features

NOBODY = ""
"""The name of the class of questions that no source answers."""
DATASET = "dataset:"
"""How the names of datasets begin, which are their documents' ids; all other names are briefs'."""
_REMEMBERED = 64
"""Texts whose margins are kept in memory."""
_SOURCES = Path(__file__).with_name("sources.npz")

Margins = Mapping[str, float]
"""By the id of a source, and `NOBODY`; empty for a text that the classifier knows nothing of."""


class Classifier:
    """Holds texts against every source that it was trained on. Safe to use from several threads."""

    def __init__(
        self,
        names: tuple[str, ...],
        hashes: NDArray[np.uint32],
        rarity: NDArray[np.float32],
        starts: NDArray[np.int64],
        classes: NDArray[np.uint16],
        weights: NDArray[np.int8],
        scale: float,
        constants: NDArray[np.float32],
    ) -> None:
        """
        Args:
            names: Of the classes, `(k,)`.
            hashes: Of the features, ascending, `(n,)`.
            rarity: What each feature counts, `(n,)`.
            starts: Where the weights of each feature begin, `(n + 1,)`.
            classes: Whose each weight is, as a place in `names`, `(m,)`.
            weights: `(m,)`, in steps of `scale`.
            scale: What a step weighs.
            constants: What each class has before anything is said, `(k,)`.
        """
        self.names = names
        self._hashes, self._rarity, self._starts = hashes, rarity, starts
        self._classes, self._weights, self._constants = classes, weights, constants
        self._scale = scale

    @classmethod
    def load(cls, path: Path) -> Classifier:
        """Read what `save` wrote.

        Raises:
            ValueError: It was made for other features than `features` gives.
        """
        with np.load(path, allow_pickle=False) as kept:
            made: dict[str, Any] = json.loads(str(kept["made"]))
            if made["features"] != VERSION:
                raise ValueError(f"{path}: made for features {made['features']}, these are {VERSION}")
            return cls(
                tuple(made["names"]),
                kept["hashes"],
                kept["rarity"].astype(np.float32),
                np.concatenate([[0], np.cumsum(kept["lengths"], dtype=np.int64)]),
                kept["classes"],
                kept["weights"],
                float(made["scale"]),
                kept["constants"],
            )

    def margins(self, text: str) -> Margins:
        """How far inside each class the text lies."""
        blocks = [self._weighed(block) for block in features(text)]
        if not any(len(places) for places, _ in blocks):
            return MappingProxyType({})
        totals = self._constants.astype(np.float64)
        for places, values in blocks:
            lengths = self._starts[places + 1] - self._starts[places]
            if not lengths.sum():
                continue
            # The weights of all features found, one after the other.
            first = np.repeat(self._starts[places] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
            taken = first + np.arange(lengths.sum())
            shares = self._weights[taken] * np.repeat(values * self._scale, lengths)
            totals += np.bincount(self._classes[taken], shares, len(self.names))
        return MappingProxyType(dict(zip(self.names, totals.tolist(), strict=True)))

    def vector(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The places of the features of `text` that are known, each once, and their values."""
        letters, words = (self._weighed(block) for block in features(text))
        return np.concatenate([letters[0], words[0]]), np.concatenate([letters[1], words[1]])

    def _weighed(self, block: Features) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Places of the known features of a block, and their values: of length 1 together."""
        asked = np.array(sorted(block), np.uint32)
        places = np.searchsorted(self._hashes, asked)
        known = places < len(self._hashes)
        known[known] = self._hashes[places[known]] == asked[known]
        places = places[known]
        values = np.array([block[int(one)] for one in asked[known]]) * self._rarity[places]
        weighed = values / (math.sqrt(float(values @ values)) or 1.0)
        return places.astype(np.int64), weighed.astype(np.float64)


@lru_cache(maxsize=_REMEMBERED)
def margins(text: str) -> Margins:
    """What the classifier of the bundled sources says of `text`; every room of an answer asks it."""
    return _sources().margins(text)


def vector(text: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """A text as the classifier reads it: the numbers of its features, each once, and their values.

    Its letters and its words are each of length 1. For other classifiers of the same texts.
    """
    return _sources().vector(text)


@cache
def _sources() -> Classifier:
    """Read once."""
    return Classifier.load(_SOURCES)
