from __future__ import annotations

from eval.fit_asides import LINES, read_lines, weights_of


def test_words_of_asides_weigh_for_them_and_words_of_cases_against() -> None:
    lines = [("tack på förhand", True), ("jag har jobbat i sex år", False), ("tack så mycket", True)] * 2
    weights = weights_of(lines)
    assert weights["tack"] > 0 > weights["jobb"]


def test_the_lines_are_of_both_kinds_and_none_stands_twice() -> None:
    lines = read_lines(LINES)
    kinds = [is_aside for _, is_aside in lines]
    assert 0.3 < sum(kinds) / len(kinds) < 0.8
    assert len({sentence for sentence, _ in lines}) == len(lines)
