"""Intervals and tests, as pure functions. Shares and differences are 0-1; every random draw is seeded.

Sources: Wilson 1927; Efron & Tibshirani 1993, ch. 13 (percentile bootstrap) over clusters; McNemar 1947,
exact binomial form; Good 2005 (sign-flip permutation); Holm 1979.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
SEED = 20_260_129


class Interval(NamedTuple):
    low: float
    high: float


def wilson(successes: int, n: int, confidence: float = 0.95) -> Interval:
    """Score interval of a share.

    Raises:
        ValueError: `n` is 0 or `successes` is not within 0 to `n`.
    """
    if n <= 0 or not 0 <= successes <= n:
        raise ValueError(f"{successes} of {n} is no share")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low = 0.0 if successes == 0 else middle - half
    high = 1.0 if successes == n else middle + half
    return Interval(max(0.0, low), min(1.0, high))


def cluster_bootstrap(
    values: Sequence[float],
    clusters: Sequence[Hashable],
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval:
    """Percentile interval of the mean of `values`, whole clusters drawn with replacement.

    Given paired differences it is the paired interval. The order of the values does not matter.

    Raises:
        ValueError: No values, or not one cluster a value.
    """
    sums, counts = _by_cluster(values, clusters)
    if len(set(values)) == 1:  # every draw has this mean
        return Interval(values[0] + 0.0, values[0] + 0.0)  # never −0.0
    drawn = np.random.default_rng(seed).integers(0, len(sums), size=(resamples, len(sums)), dtype=np.int32)
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))


def _by_cluster(
    values: Sequence[float], clusters: Sequence[Hashable]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sum and number of values of each cluster, sorted by cluster name so that order cannot matter."""
    if not values or len(values) != len(clusters):
        raise ValueError(f"{len(values)} values for {len(clusters)} clusters")
    groups: dict[str, list[float]] = {}
    for value, cluster in zip(values, clusters, strict=True):
        groups.setdefault(str(cluster), []).append(value)
    ordered = [groups[name] for name in sorted(groups)]
    return np.array([math.fsum(group) for group in ordered]), np.array(
        [float(len(group)) for group in ordered]
    )


def mcnemar_exact(only_first: int, only_second: int) -> float:
    """Two-sided exact p-value that two systems are right equally often.

    Args:
        only_first: Cases only the first system has right.
        only_second: Cases only the second system has right.
    """
    n = only_first + only_second
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(min(only_first, only_second) + 1)) / 2**n
    return min(1.0, 2 * float(tail))


def sign_flip(
    differences: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> float:
    """Two-sided permutation p-value that the mean of paired differences is zero; whole clusters flip
    together.

    With at most 13 clusters that differ every flip is tried; otherwise `resamples` are drawn, and the
    observed one is counted with them.
    """
    sums, _ = _by_cluster(differences, clusters if clusters is not None else range(len(differences)))
    moved = sums[sums != 0]
    if len(moved) == 0:
        return 1.0
    observed: float = abs(float(moved.sum()))
    exact = len(moved) <= 13
    signs = _all_signs(len(moved)) if exact else _random_signs(len(moved), resamples, seed)
    extreme = int(np.count_nonzero(np.abs(signs @ moved) >= observed - 1e-12))
    return float(extreme / len(signs)) if exact else float((extreme + 1) / (len(signs) + 1))


def _all_signs(n: int) -> NDArray[np.int8]:
    return (((np.arange(2**n)[:, None] >> np.arange(n)) & 1) * 2 - 1).astype(np.int8)


def _random_signs(n: int, resamples: int, seed: int) -> NDArray[np.int8]:
    return (np.random.default_rng(seed).integers(0, 2, size=(resamples, n)) * 2 - 1).astype(np.int8)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjusted p-values for many looks at once, under the names given."""
    adjusted: dict[str, float] = {}
    worst = 0.0
    for rank, (name, p) in enumerate(sorted(p_values.items(), key=lambda pair: (pair[1], pair[0]))):
        worst = max(worst, min(1.0, (len(p_values) - rank) * p))
        adjusted[name] = worst
    return adjusted


def smallest_detectable_drop(
    share: float, n: int, correlation: float = 0.5, alpha: float = 0.05, power: float = 0.8
) -> float:
    """The smallest drop of a share that a paired comparison over `n` cases would likely see.

    Normal approximation with the variance of a paired difference 2·p·(1 − p)·(1 − correlation), one-sided.
    A share of 0 or 1 is taken half a case inwards, since its variance would be nothing.

    Raises:
        ValueError: `n` is 0.
    """
    if n <= 0:
        raise ValueError("no cases, nothing can be detected")
    inner = min(max(share, 0.5 / n), 1 - 0.5 / n)
    spread = math.sqrt(2 * inner * (1 - inner) * (1 - correlation) / n)
    return min(1.0, (NormalDist().inv_cdf(1 - alpha) + NormalDist().inv_cdf(power)) * spread)
