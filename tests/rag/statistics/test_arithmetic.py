from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.schema import Quantity
from rag.statistics.arithmetic import difference, mean, percent_change, place, ratio, share, total


def quantity(value: str | Decimal, unit: str = "persons") -> Quantity:
    return Quantity(value=Decimal(value), unit=unit, period="2023", region="00", measure="Antal", table="t")


def test_percentages_differ_by_percentage_points() -> None:
    step = difference(quantity("5.2", "percent"), quantity("4.7", "percent"))
    assert (step.value, step.unit, step.formula) == (Decimal("-0.5"), "pp", "4,7 − 5,2")


def test_percentages_have_no_change_in_percent() -> None:
    assert percent_change(quantity("5.2", "percent"), quantity("4.7", "percent")) is None


@pytest.mark.parametrize(
    ("first", "second", "expected"), [("100", "110", "10.0"), ("3", "2", "-33.3"), ("8", "9", "12.5")]
)
def test_a_change_is_in_percent_of_where_it_began(first: str, second: str, expected: str) -> None:
    change = percent_change(quantity(first), quantity(second))
    assert change is not None
    assert (change.value, change.unit) == (Decimal(expected), "percent")


def test_nothing_has_no_percentages() -> None:
    assert percent_change(quantity("0"), quantity("5")) is None
    assert share(quantity("0"), quantity("0")) is None


def test_a_share_shows_part_and_whole() -> None:
    part = share(quantity("7200"), quantity("9900"))
    assert part is not None
    assert (part.value, part.formula) == (Decimal("72.7"), "7\u00a0200 / 9\u00a0900")
    assert [operand.value for operand in part.operands] == [Decimal(7200), Decimal(9900)]


@given(st.decimals(-(10**9), 10**9, places=1), st.decimals(-(10**9), 10**9, places=1))
def test_a_difference_turns_round_with_its_sides(first: Decimal, second: Decimal) -> None:
    assert (
        difference(quantity(first), quantity(second)).value
        == -difference(quantity(second), quantity(first)).value
    )


def test_a_mean_and_a_sum_show_their_parts() -> None:
    parts = [quantity("949"), quantity("75"), quantity("108")]
    assert (total(parts).value, total(parts).formula) == (
        Decimal(1132),
        "949 + 75 + 108",
    )
    assert (mean(parts).value, mean(parts).formula) == (
        Decimal("377.3"),
        "(949 + 75 + 108) / 3",
    )


def test_equals_share_a_place() -> None:
    others = [quantity("7"), quantity("9"), quantity("9"), quantity("3")]
    assert [place(own, others, highest=True).value for own in others] == [3, 1, 1, 4]


def test_nothing_is_no_times_of_nought() -> None:
    assert ratio(quantity("4"), quantity("0")) is None
