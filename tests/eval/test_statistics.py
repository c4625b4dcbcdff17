"""Intervals and tests against values worked out elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics import (
    cluster_bootstrap,
    holm,
    mcnemar_exact,
    sign_flip,
    smallest_detectable_drop,
    wilson,
)


def test_wilson_of_81_in_263_is_the_interval_of_newcombe_1998():
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_wilson_of_none_in_20_starts_at_zero():
    low, high = wilson(0, 20)
    assert (low, round(high, 4)) == (0.0, 0.1611)


def test_wilson_of_all_ends_at_one():
    assert wilson(20, 20).high == 1.0


def test_wilson_refuses_a_share_of_nothing():
    with pytest.raises(ValueError, match="0 of 0"):
        wilson(0, 0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_itself(pair):
    successes, n = pair
    low, high = wilson(successes, n)
    assert 0.0 <= low <= successes / n <= high <= 1.0


def test_bootstrap_of_equal_values_is_a_point():
    low, high = cluster_bootstrap([0.5] * 30, list(range(30)))
    assert low == pytest.approx(0.5)
    assert high == pytest.approx(0.5)


def test_bootstrap_is_near_the_normal_interval():
    low, high = cluster_bootstrap([1.0] * 50 + [0.0] * 50, list(range(100)))
    assert low == pytest.approx(0.402, abs=0.015)
    assert high == pytest.approx(0.598, abs=0.015)


def test_bootstrap_is_wider_when_values_come_in_clusters():
    values = [1.0] * 50 + [0.0] * 50
    alone = cluster_bootstrap(values, list(range(100)))
    together = cluster_bootstrap(values, [n // 10 for n in range(100)])
    assert together.high - together.low > 2 * (alone.high - alone.low)


def test_bootstrap_does_not_heed_the_order():
    values, clusters = [0.1, 0.9, 0.4, 0.7], ["a", "b", "c", "b"]
    backwards = cluster_bootstrap(values[::-1], clusters[::-1])
    assert backwards == cluster_bootstrap(values, clusters)


def test_bootstrap_refuses_no_values():
    with pytest.raises(ValueError, match="0 values"):
        cluster_bootstrap([], [])


@pytest.mark.parametrize(
    ("first", "second", "p"), [(0, 0, 1.0), (5, 5, 1.0), (0, 5, 0.0625), (1, 9, 0.021484375)]
)
def test_mcnemar_is_the_two_sided_binomial(first, second, p):
    assert mcnemar_exact(first, second) == pytest.approx(p)
    assert mcnemar_exact(second, first) == pytest.approx(p)


def test_sign_flip_of_five_equal_gains_is_two_in_32():
    assert sign_flip([1.0] * 5) == pytest.approx(2 / 32)


def test_sign_flip_of_nothing_moved_is_one():
    assert sign_flip([0.0] * 9) == 1.0


def test_sign_flip_of_many_is_small_and_repeatable():
    differences = [0.2] * 40
    assert sign_flip(differences) == sign_flip(differences)
    assert sign_flip(differences) < 0.001


def test_holm_steps_down_and_never_falls():
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03})
    assert adjusted == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})


def test_four_times_the_cases_detect_half_the_drop():
    assert smallest_detectable_drop(0.8, 400) == pytest.approx(smallest_detectable_drop(0.8, 100) / 2)


def test_a_hundred_cases_at_ninety_percent_detect_about_seven_points():
    assert smallest_detectable_drop(0.9, 100) == pytest.approx(0.0746, abs=0.0005)
