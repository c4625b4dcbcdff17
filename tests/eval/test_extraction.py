from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.extraction import extraction_report, states

PAGES = {
    "visum": "Ett visum är ett tillstånd att resa in i landet. Visumet gäller i högst nittio dagar.",
    "kort": "Uppehållstillståndskortet visar att du får bo här. Kortet hämtas på ett servicekontor.",
    "arbete": "Arbetsgivaren ansvarar för arbetsmiljön. Skyddsombudet företräder arbetstagarna.",
}
QUESTIONS = [
    ("Vad är ett visum?", "visum", "ett tillstånd att resa in i landet", ["ett pass", "ett körkort"]),
    ("Var hämtas kortet?", "kort", "på ett servicekontor", ["på banken", "i hemlandet"]),
    ("Vem ansvarar för arbetsmiljön?", "arbete", "Arbetsgivaren", ["Polisen", "Grannen"]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "qrels").mkdir()
    corpus = [{"_id": name, "text": text, "metadata": {"page": name}} for name, text in PAGES.items()]
    queries = [
        {"_id": f"q{i}", "text": q, "metadata": {"answer": answer, "choices": [answer, *wrong]}}
        for i, (q, _, answer, wrong) in enumerate(QUESTIONS)
    ]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    judged = "".join(f"q{i}\t{page}\t1\n" for i, (_, page, _, _) in enumerate(QUESTIONS))
    (tmp_path / "qrels" / "test.tsv").write_text("q\td\ts\n" + judged, encoding="utf-8")
    return tmp_path


def test_a_small_set_is_answered_from_the_right_page(folder: Path) -> None:
    report = extraction_report(folder)
    assert report["n"] == 3
    assert report["sentence@1"] == report["page"] == report["choice"] == 1.0
    assert report["silent"] == 0.0


@pytest.mark.parametrize(
    ("sentence", "answer", "right"),
    [
        ("Kortet hämtas på ett servicekontor.", "på ett servicekontor", True),
        ("Servicekontoret är stängt.", "på ett servicekontor", False),
        ("Namnteckning av båda", "Namnteckning av båda parter och datum", True),
        ("Den gäller.", "i nittio dagar", False),
    ],
)
def test_a_sentence_states_an_answer_that_it_holds_or_is_part_of(
    sentence: str, answer: str, right: bool
) -> None:
    assert states(sentence, answer) is right
