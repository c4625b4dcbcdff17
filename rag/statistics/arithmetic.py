"""Computations over published cells, each with its formula in Swedish figures.

A computed figure is a Quantity whose operands are the cells it was made of; the formula can be shown and
done again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from rag.schema import Quantity
from rag.swedish.numbers import format_number

PERCENT_DECIMALS = 1
RATIO_DECIMALS = 2


def difference(first: Quantity, second: Quantity) -> Quantity:
    """`second` − `first`; percentages differ by percentage points."""
    unit = "pp" if second.unit == "percent" else second.unit
    formula = f"{format_number(second.value)} − {format_number(first.value)}"
    return _derived(second, second.value - first.value, unit, formula, (first, second))


def percent_change(first: Quantity, second: Quantity) -> Quantity | None:
    """The change in percent of `first`; None when that is zero or both are percentages."""
    if first.value == 0 or second.unit == "percent":
        return None
    value = round_half_up((second.value - first.value) / first.value * 100)
    formula = f"({format_number(second.value)} − {format_number(first.value)}) / {format_number(first.value)}"
    return _derived(second, value, "percent", formula, (first, second))


def share(part: Quantity, whole: Quantity) -> Quantity | None:
    """`part` in percent of `whole`, which must hold it; None when `whole` is zero."""
    if whole.value == 0:
        return None
    value = round_half_up(part.value / whole.value * 100)
    formula = f"{format_number(part.value)} / {format_number(whole.value)}"
    return _derived(part, value, "percent", formula, (part, whole))


def total(parts: Sequence[Quantity]) -> Quantity:
    """The sum of counts of groups that do not overlap."""
    formula = " + ".join(format_number(part.value) for part in parts)
    value = sum((part.value for part in parts), Decimal(0))
    return _derived(parts[0], value, parts[0].unit, formula, tuple(parts))


def mean(parts: Sequence[Quantity]) -> Quantity:
    """The mean of counts, each worth the same."""
    formula = f"({' + '.join(format_number(part.value) for part in parts)}) / {len(parts)}"
    value = round_half_up(sum((part.value for part in parts), Decimal(0)) / len(parts))
    return _derived(parts[-1], value, parts[-1].unit, formula, tuple(parts))


def ratio(first: Quantity, second: Quantity) -> Quantity | None:
    """How many times `second` goes in `first`; None when `second` is zero."""
    if second.value == 0:
        return None
    formula = f"{format_number(first.value)} / {format_number(second.value)}"
    times = round_half_up(first.value / second.value, RATIO_DECIMALS)
    return _derived(first, times, "ratio", formula, (first, second))


def per_head(count: Quantity, people: Quantity, base: Decimal) -> Quantity | None:
    """`count` for every `base` of `people`; unit "per 1000", or "percent" for a hundred."""
    if people.value == 0:
        return None
    formula = f"{format_number(count.value)} / {format_number(people.value)} × {format_number(base)}"
    unit = "percent" if base == 100 else f"per {base:f}"
    return _derived(count, round_half_up(count.value / people.value * base), unit, formula, (count, people))


def place(own: Quantity, others: Sequence[Quantity], *, highest: bool) -> Quantity:
    """The place of `own` among `others` (itself one of them), from 1; equals share a place."""
    ahead = sum(other.value > own.value if highest else other.value < own.value for other in others)
    formula = f"plats {ahead + 1} av {len(others)}, räknat från {'högsta' if highest else 'lägsta'} värdet"
    return _derived(own, Decimal(ahead + 1), "place", formula, (own,))


def count(beyond: Sequence[Quantity], among: int) -> Quantity:
    """How many of a group lie beyond a limit; `among` is how many the group has."""
    value = Decimal(len(beyond))
    return _derived(beyond[0], value, "count", f"{len(beyond)} av {among}", tuple(beyond))


def round_half_up(value: Decimal, decimals: int = PERCENT_DECIMALS) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _derived(
    like: Quantity, value: Decimal, unit: str, formula: str, operands: tuple[Quantity, ...]
) -> Quantity:
    nowhere: Mapping[str, str] = {}
    return replace(like, value=value, unit=unit, formula=formula, operands=operands, coordinates=nowhere)
