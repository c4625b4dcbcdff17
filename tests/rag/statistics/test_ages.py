"""Ages and age groups in questions."""

from __future__ import annotations

import pytest

from rag.statistics.ages import find_ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("30-åriga kvinnor", (30, 30)),
        ("sjuåriga pojkar", (7, 7)),
        ("nollåriga flickor", (0, 0)),
        ("flickor under ett år", (0, 0)),
        ("tjugoåringar", (20, 20)),
        ("20–64-åringar", (20, 64)),
        ("mellan 16 och 24 år", (16, 24)),
        ("65 år eller äldre", (65, 100)),
        ("18 år fyllda", (18, 100)),
        ("över 65", (66, 100)),
        ("nittioåringar och äldre", (90, 100)),
        ("barn 0-6", (0, 6)),
        ("pensionsålder och uppåt", (65, 100)),
        ("yngre än 18", (0, 17)),
        ("barn", (0, 17)),
        ("lön under 30 000 kr", None),
        ("under 90-talskrisen", None),
        ("för tre år sedan", None),
        ("under flyktingåret 2015", None),
    ],
)
def test_an_age_is_first_and_last_year(text: str, ages: tuple[int, int] | None) -> None:
    assert find_ages(text)[0] == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("hur många damer på hundra eller mer bor i Umeå", (100, 100)),
        ("hur många snubbar på 40 bast bor i Umeå", (40, 40)),
        ("tanter på 80 i Umeå", (80, 80)),
    ],
)
def test_ages_said_loosely(text: str, ages: tuple[int, int]) -> None:
    assert find_ages(text)[0] == ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("Vilken kommun hade flest pensionärer 2022?", (65, 100)),
        ("Vilken kommun har störst andel barn 2022?", (0, 17)),
        ("kommunen med flest pensionärer 2022", (65, 100)),
        ("Hur många män utan barn bor i Umeå?", None),
        ("Hur många kvinnor som har minst tre barn bor i Umeå?", None),
        ("Mitt barn flyttar till Umeå", None),
    ],
)
def test_whom_somebody_has_is_not_who_is_counted(text: str, ages: tuple[int, int] | None) -> None:
    assert find_ages(text)[0] == ages
