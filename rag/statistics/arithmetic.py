"""Computations over published cells, each with its formula in Swedish figures.

A computed figure is a Quantity whose operands are the cells it was made of; the formula can be shown and
done again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from rag.schema import Quantity
from rag.swedish.numbers import format_number

PERCENT_DECIMALS = 1


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


def round_half_up(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-PERCENT_DECIMALS), rounding=ROUND_HALF_UP)


def _derived(
    like: Quantity, value: Decimal, unit: str, formula: str, operands: tuple[Quantity, ...]
) -> Quantity:
    nowhere: Mapping[str, str] = {}
    return replace(like, value=value, unit=unit, formula=formula, operands=operands, coordinates=nowhere)
