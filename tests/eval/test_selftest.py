"""The tester is tested: every mutant killed, no false alarm."""

from __future__ import annotations

import pytest

from eval.selftest import selftest


@pytest.fixture(scope="module")
def report():
    return selftest()


def test_every_mutant_is_killed_and_no_variant_raises_an_alarm(report):
    assert report.failures == ()


def test_there_are_at_least_sixty_mutants_and_sixty_variants(report):
    assert report.mutants >= 60
    assert report.variants >= 60
