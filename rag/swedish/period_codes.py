"""Periods as codes, and spans of them: year `2024`, half `2024H2`, quarter `2024K3`, month `2024M07`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_QUARTER_NAMES = ("första", "andra", "tredje", "fjärde")
_CODE = re.compile(r"(\d{4})(?:K([1-4])|M(0[1-9]|1[0-2])|H([12]))?")


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """What a stretch of text says about time."""

    start: int
    end: int
    first: str = ""
    """First period of the range; empty when the range is open or counted from the latest."""
    last: str = ""
    """Last period of the range, equal to `first` for a single period; empty when open."""
    latest: int = 0
    """How many of the latest years, quarters or months are meant; 0 when the text names periods."""
    unit: str = ""
    """What `latest` counts: "Y", "K", "M", or empty for whatever periods there are."""
    about: bool = False
    """Whether how many is not said: "de senaste åren"."""

    @property
    def single(self) -> bool:
        """Whether the text means one period."""
        return self.latest == 1 or (bool(self.first) and self.first == self.last)

    def among(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The periods of `codes` that the span means, oldest first."""
        ordered = sorted(code for code in codes if _CODE.fullmatch(code))
        if self.latest:
            return _latest(ordered, self.latest, self.unit)
        low = month_range(self.first)[0] if self.first else 0
        high = month_range(self.last)[1] if self.last else 10**6
        return tuple(code for code in ordered if low <= month_range(code)[0] and month_range(code)[1] <= high)


def format_period(code: str) -> str:
    """The period in Swedish: "2024M03" is "mars 2024", "2024K3" is "tredje kvartalet 2024"."""
    match = _CODE.fullmatch(code)
    if not match:
        return code
    year, quarter, month, half = match.groups()
    if quarter:
        return f"{_QUARTER_NAMES[int(quarter) - 1]} kvartalet {year}"
    if month:
        return f"{MONTHS[int(month) - 1]} {year}"
    if half:
        return f"{_QUARTER_NAMES[int(half) - 1]} halvåret {year}"
    return year


def month_range(code: str) -> tuple[int, int]:
    """First and last month of a period, counted from year 0.

    Raises:
        ValueError: `code` is no period.
    """
    match = _CODE.fullmatch(code)
    if not match:
        raise ValueError(f"not a period: {code!r}; right is 2024, 2024H1, 2024K3 or 2024M07")
    year, quarter, month, half = match.groups()
    base = int(year) * 12
    if quarter:
        return base + (int(quarter) - 1) * 3, base + int(quarter) * 3 - 1
    if month:
        return base + int(month) - 1, base + int(month) - 1
    if half:
        return base + (int(half) - 1) * 6, base + int(half) * 6 - 1
    return base, base + 11


def _latest(ordered: Sequence[str], count: int, unit: str) -> tuple[str, ...]:
    if not ordered:
        return ()
    months = {"Y": 12, "K": 3, "M": 1}.get(unit)
    if months is None:
        return tuple(ordered[-count:])
    after = month_range(ordered[-1])[1] - count * months
    return tuple(code for code in ordered if month_range(code)[0] > after)


def shifted(code: str, months: int) -> str:
    """The period of the same kind `months` later: "2023K1" is "2022K4" three months before."""
    match = _CODE.fullmatch(code)
    if not match:
        raise ValueError(f"not a period: {code!r}; right is 2024, 2024H1, 2024K3 or 2024M07")
    _, quarter, month, half = match.groups()
    first = month_range(code)[0] + months
    year, rest = f"{first // 12:04d}", first % 12
    if month:
        return f"{year}M{rest + 1:02d}"
    if quarter:
        return f"{year}K{rest // 3 + 1}"
    return f"{year}H{rest // 6 + 1}" if half else year
