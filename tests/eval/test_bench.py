"""The bench over a small set, with our system and SQLite's, which needs no package."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from cli import main
from eval.artefacts import RunError
from eval.bench.adapters import ADAPTERS, OURS, SYSTEMS, forms
from eval.bench.adapters.base import Passage
from eval.bench.adapters.fts5 import Fts5
from eval.bench.command import read_pythons
from eval.bench.measure import Measured, measure
from eval.bench.report import END, START, set_report, to_json, to_markdown, write_peers
from eval.bench.scores import MAIN, difference, score
from eval.bench.sets import BenchSet, beir_set, case_set
from eval.cases import load_cases
from eval.statistics import cluster_bootstrap
from eval.systems import DatalotsSystem
from rag.settings import Settings

ROOT = Path(__file__).parents[2]
PASSAGES = (
    Passage("d1", "Avgifter", "Avgift får tas ut när data lämnas ut."),
    Passage("d2", "Avgifter", "Värdefulla datamängder är avgiftsfria."),
    Passage("d3", "", "Undersköterskor arbetar med vård."),
    Passage("d4", "", "En arbetsgivare ger besked om varsel."),
)
QUESTIONS = {
    "q1": "När får en avgift tas ut?",
    "q2": "Vad gör en undersköterska?",
    "q3": "Hur högt är tornet?",
}


@pytest.fixture
def beir(tmp_path: Path) -> Path:
    folder = tmp_path / "liten"
    (folder / "qrels").mkdir(parents=True)
    corpus = [{"_id": p.id, "title": p.title, "text": p.text} for p in PASSAGES]
    queries = [{"_id": i, "text": text} for i, text in QUESTIONS.items()]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t1\nq3\td1\t0\n"
    (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


@pytest.fixture
def bare_python(tmp_path: Path) -> str:
    """An interpreter with the standard library alone."""
    return _program(tmp_path / "bare", f'exec "{sys.executable}" -S "$@"')


def _program(path: Path, line: str) -> str:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_all_systems_answer_the_same_questions_in_one_run(beir: Path) -> None:
    bench = beir_set(beir)
    results = measure(bench, [OURS, "fts5", "fts5/sv"], {})
    assert [result.error for result in results] == [None, None, None]
    assert [list(result.rankings) for result in results] == [["q1", "q2"]] * 3
    assert all(len(result.seconds) == 2 and result.rss_mb > 0 and result.disk_mb > 0 for result in results)
    ours, default, swedish = to_json([set_report(bench, results)])["sets"][0]["systems"]
    assert (ours[MAIN], ours["ours_minus"], ours["p50_to_ours"]) == (1.0, None, 1.0)
    assert (default[MAIN], swedish[MAIN]) == (
        0.5,
        1.0,
    )  # only stems see "undersköterska" in "undersköterskor"
    assert default["ours_minus"][MAIN][0] == 0.5
    assert swedish["ours_minus"][MAIN] == [0.0, 0.0, 0.0]


def test_a_worker_needs_no_package_until_it_is_told_which_system_to_be(beir: Path, bare_python: str) -> None:
    found = measure(beir_set(beir), ["fts5", "tantivy"], {"": bare_python})
    assert found[0].rankings["q1"][0] == "d1"
    assert (found[1].missing, found[1].error) == ("tantivy", None)


def test_a_peer_that_is_missing_or_fails_is_listed_and_stops_nobody(
    beir: Path, tmp_path: Path, bare_python: str
) -> None:
    broken = _program(tmp_path / "broken", 'echo "out of order" >&2; exit 3')
    bench = beir_set(beir)
    results = measure(bench, [OURS, "bm25s", "fts5"], {"bm25s": bare_python, "fts5": broken})
    table = to_markdown(to_json([set_report(bench, results)]))
    assert "| bm25s | saknas (bm25s)" in table
    assert "| fts5 | fel: the process ended: out of order" in table
    assert "| datalots | 1,000 |" in table


def test_the_interval_is_that_of_the_paired_bootstrap() -> None:
    values = np.random.default_rng(1).normal(0.1, 0.3, 400)
    found = difference([values])
    known = cluster_bootstrap(values.tolist(), range(400))
    assert found.mean == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx(known, abs=0.005)


def test_the_mean_over_sets_weighs_a_small_set_as_much_as_a_large_one() -> None:
    assert difference([np.ones(2), np.zeros(1000)]) == (0.5, 0.5, 0.5)


def test_whole_documents_are_judged_at_their_best_passage() -> None:
    bench = BenchSet(
        name="",
        passages=(),
        questions={"q": "?"},
        relevant={"q": frozenset({"B"})},
        document_of={"a1": "A", "a2": "A", "b1": "B"},
    )
    scores = score(bench, Measured(system="x", rankings={"q": ["a1", "a2", "b1"]}))
    assert scores is not None
    assert scores.means()["MRR@10"] == 0.5


def test_a_sample_is_the_same_questions_every_time(beir: Path) -> None:
    bench = beir_set(beir)
    assert bench.sampled(1).questions == bench.sampled(1).questions
    assert len(bench.sampled(1).questions) == 1
    assert bench.sampled(None).questions == bench.questions


def test_over_the_index_the_bench_searches_as_the_evaluation_does(bundled_settings: Settings) -> None:
    cases = load_cases(suites=["policy"], split="dev")
    bench = case_set("fall", cases, bundled_settings)
    (ours,) = measure(bench, [OURS], {})
    assert ours.error is None
    system = DatalotsSystem(bundled_settings)
    try:
        for case_id, question in bench.questions.items():
            assert bench.judged(ours.rankings[case_id]) == system.search(question, bench.today)
    finally:
        system.close()


def test_fts5_takes_any_question(tmp_path: Path) -> None:
    for swedish in (False, True):
        folder = tmp_path / str(swedish)
        folder.mkdir()
        fts5 = Fts5(swedish=swedish)
        fts5.index(PASSAGES, folder)
        assert "d1" in fts5.search('NEAR("avgift" AND -* får:', "")
        assert fts5.search("?!", "") == []


def test_a_system_brings_all_its_forms_and_ours_is_always_there() -> None:
    assert forms(["bm25s"]) == ["datalots", "bm25s", "bm25s/sv"]
    assert {name.partition("/")[0] for name in ADAPTERS} == {*SYSTEMS, "datalots-index"}


def test_an_interpreter_is_for_all_peers_or_for_one() -> None:
    assert read_pythons(["/a/python", "bm25s=/b/python"]) == {"": "/a/python", "bm25s": "/b/python"}


def test_what_is_compared_with_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = [*project["dependency-groups"]["peers"], *project["project"]["optional-dependencies"]["peers"]]
    pinned = re.findall(r"^([\w.-]+)==", (ROOT / "requirements-peers.txt").read_text(encoding="utf-8"), re.M)
    assert {re.split("[<>=]", name)[0].lower() for name in named} <= set(pinned)


def test_the_command_prints_a_table_or_json(beir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "bench", str(beir), "--systems", "fts5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["system"] for row in told["mean"]] == ["datalots", "fts5", "fts5/sv"]


def test_what_cannot_be_compared_is_said_in_swedish(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "bench"]) == 1
    assert "Ange minst en mapp" in capsys.readouterr().err
    assert main(["eval", "bench", "x", "--systems", "elastic"]) == 1
    assert "Okänt system: elastic" in capsys.readouterr().err


def test_the_tables_stand_between_the_markers_of_the_page(tmp_path):
    page = tmp_path / "evaluation.md"
    page.write_text(f"Före\n{START}\ngammalt\n{END}\nEfter\n", encoding="utf-8")
    write_peers({"sets": [], "mean": [], "top_k": 10}, page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"Före\n{START}\n\n10 träffar per fråga.")
    assert text.endswith(f"{END}\nEfter\n")
    page.write_text("utan markörer", encoding="utf-8")
    with pytest.raises(RunError, match="lacks"):
        write_peers({"sets": [], "mean": [], "top_k": 10}, page)
