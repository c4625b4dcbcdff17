"""Which code lists two datasets share, so that their rows can be put together, and where they cannot.

A shared list joins rows only at the coarser of two levels: SSYK with three digits meets SSYK with four by its
first three. Whether the years and the populations agree is told as a limit, not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Dataset

_FINER = {"kommunkod": "länskod"}
"""A code that begins with another: the first two digits of a municipality are its county."""
_DIGITS = re.compile(r"\((?:SSYK|SNI|SUN|ISCO) (\d)")
_PLAIN = ("kön", "ålder", "år", "månad", "kvartal")
_TIMES = ("månad", "kvartal", "år")


@dataclass(frozen=True, slots=True)
class Join:
    """How two datasets meet."""

    shared: tuple[str, ...]
    """Code lists of both, by their names."""
    through: tuple[tuple[str, str], ...]
    """Pairs (finer, coarser) of codes of which one begins with the other."""
    divisions: tuple[str, ...]
    """Divisions of both without a code list: sex, age, year."""
    levels: tuple[int, int] | None
    """Digits of the occupation, industry or education codes where they differ, first and second dataset."""
    times_differ: bool

    @property
    def possible(self) -> bool:
        return bool(self.shared or self.through)


def join(first: Dataset, second: Dataset) -> Join:
    """What the two datasets can be joined by."""
    mine, theirs = set(first.code_lists), set(second.code_lists)
    through = tuple(
        (fine, coarse)
        for fine, coarse in _FINER.items()
        if (fine in mine and coarse in theirs - {fine} and fine not in theirs)
        or (fine in theirs and coarse in mine and fine not in mine)
    )
    shared = tuple(name for name in first.code_lists if name in theirs)
    return Join(
        shared=shared,
        through=tuple(pair for pair in through if pair[1] not in shared),
        divisions=tuple(name for name in _PLAIN if name in first.dimensions and name in second.dimensions),
        levels=_levels(first, second),
        times_differ=_time(first) != _time(second),
    )


def _levels(first: Dataset, second: Dataset) -> tuple[int, int] | None:
    digits = [
        [int(n) for name in dataset.dimensions for n in _DIGITS.findall(name)] for dataset in (first, second)
    ]
    if not all(digits) or max(digits[0]) == max(digits[1]):
        return None
    return max(digits[0]), max(digits[1])


def _time(dataset: Dataset) -> str:
    return next((name for name in _TIMES if name in dataset.dimensions), "")
