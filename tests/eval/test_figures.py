"""Five bits and a product, on answers written by hand."""

from __future__ import annotations

import pytest

from eval.answers import read_answer
from eval.cases import Fact
from eval.corpus import CorpusView
from eval.metrics import score
from eval.metrics.base import ScoredTurn
from eval.metrics.digits import loose_numerals
from eval.metrics.figures import best_bits
from eval.selftest_gold import cases as gold_cases
from eval.selftest_gold import corpus

GOLD = gold_cases()
VIEW = CorpusView(corpus())
MEDIAN = {"region": "00", "period": "2023", "sex": "2", "measure": "median"}


def answered(name, text, *cells, **fields):
    """A scored turn: the gold case of that name, answered with this text and these cells of `lon`."""
    citations = [
        {"n": n, "kind": "cell", "document_id": "table:lon", "cell": {"table": "lon", "coordinates": cell}}
        for n, cell in enumerate(cells, start=1)
    ]
    wire = {"status": "answered", "text": text, "citations": citations, **fields}
    case = GOLD[name]
    return ScoredTurn(case=case, index=0, wire=wire, answer=read_answer(wire), corpus=VIEW)


def bits(name, text, *cells):
    turn = answered(name, text, *cells)
    return str(best_bits(turn.expect.facts[0], turn))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Medianlönen i riket var 31 200 kr i månaden 2023. [1]", "VUTRC"),
        ("År 2023 var den 31,2 tkr i månaden. [1]", "VUTRC"),
        ("Medianlönen var 31 200 kr i månaden 2024. [1]", "VU-RC"),
        ("Medianlönen var 31 200 kr 2023. [1]", "V-TRC"),
        ("Medianlönen i Dalarna var 31 200 kr i månaden 2023. [1]", "VUT-C"),
        ("Medianlönen var 31 200 kr i månaden 2023.", "VUTR-"),
        ("Medianlönen var 31 300 kr i månaden 2023. [1]", "-UTRC"),
        ("Det vet jag inte.", "-----"),
    ],
)
def test_each_bit_falls_alone(text, expected):
    assert bits("wage", text, MEDIAN) == expected


def test_a_citation_of_the_neighbouring_sentence_does_not_count():
    text = "Medianlönen i riket var 31 200 kr i månaden 2023. Källan är SCB. [1]"
    assert bits("wage", text, MEDIAN) == "VUTR-"


def test_a_citation_of_a_sum_points_at_each_of_its_cells():
    case = GOLD["wage"]
    both = [{**MEDIAN, "sex": sex} for sex in ("1", "2")]
    operands = [{"table": "lon", "coordinates": cell} for cell in both]
    fact = case.turns[0].expect.facts[0].model_dump() | {
        "cell": {}, "derivation": {"op": "sum", "operands": operands},
    }  # fmt: skip
    summed = Fact.model_validate(fact)
    turn = answered("wage", "Summan i riket var 31 200 kr i månaden 2023. [1]", {**MEDIAN, "sex": "1,2"})
    assert str(best_bits(summed, turn)) == "VUTRC"
    half = answered("wage", "Summan i riket var 31 200 kr i månaden 2023. [1]", MEDIAN)
    assert str(best_bits(summed, half)) == "VUTR-"


def test_a_ratio_is_of_both_its_groups():
    case = GOLD["wage"]
    both = [{**MEDIAN, "sex": sex} for sex in ("1", "2")]
    operands = [{"table": "lon", "coordinates": cell} for cell in both]
    fact = case.turns[0].expect.facts[0].model_dump() | {
        "cell": {}, "value": "2", "unit": "ratio", "derivation": {"op": "ratio", "operands": operands},
    }  # fmt: skip
    text = "År 2023 var lönen i riket 2 gånger så hög för kvinnor som för män, 4 000 mot 2 000 kr. [1][2]"
    turn = answered("wage", text, *both)
    assert str(best_bits(Fact.model_validate(fact), turn)) == "VUTRC"


def test_a_refusal_has_no_figure_and_is_not_exact():
    turn = answered("wage", "Jag hittar inget.", status="no_evidence")
    exact = next(seen for seen in score(turn) if seen.metric == "stat_exact")
    assert (exact.value, exact.note) == (0.0, "not answered -----")


def test_a_suppressed_cell_is_right_only_when_it_is_said_to_be_missing():
    cell = MEDIAN | {"region": "01"}
    assert bits("suppressed", "Uppgift saknas för Stockholms län. [1]", cell) == "VUTRC"
    assert bits("suppressed", "Den var 0 kr i månaden. [1]", cell) == "-UTRC"


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("Lönen var 31 200 kr 2023. [1]", []),
        ("Lönen var 31 250 kr. [1]", ["31 250"]),
        ("Lönen var trettioett tusen tvåhundra kr. [1]", []),
        ("Lönen var trettioett tusen kr. [1]", ["trettioett tusen"]),
        ("1. Lönen var 31 200 kr. [1]\n2. Den gäller 2023. [1]", []),
        ("Tabellen uppdaterades 2026-01-22. [1]", []),
        ("Av 100 svarade 50.", ["100", "50"]),
    ],
)
def test_numerals_that_nothing_cited_holds_are_loose(text, loose):
    turn = answered("wage", text, MEDIAN)
    assert list(loose_numerals(turn.answer, turn.question, VIEW)) == loose


def test_a_chart_may_draw_the_cells_around_a_cited_one_and_no_others():
    def chart(*values):
        return {"kind": "line", "x": ["2022", "2023"], "series": [{"name": "", "values": list(values)}]}

    good = answered("wage", "Så här blev det. [1]", MEDIAN, chart=chart("30100", "31200"))
    assert list(loose_numerals(good.answer, "", VIEW)) == []
    bad = answered("wage", "Så här blev det. [1]", MEDIAN, chart=chart("30100", "32400"))
    assert list(loose_numerals(bad.answer, "", VIEW)) == ["32400"]
