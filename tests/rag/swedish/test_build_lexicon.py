from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rag.swedish import build_lexicon


def test_the_lexicon_holds_frequent_words_of_statutes_and_every_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = tmp_path / "labels"
    labels.mkdir()
    concepts = [{"id": "a_B", "preferred_label": "Undersköterska", "type": "occupation-name"}]
    (labels / "a.json").write_text(json.dumps({"data": {"concepts": concepts}}), encoding="utf-8")
    statutes = tmp_path / "statutes.jsonl.gz"
    with gzip.open(statutes, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"title": "Lag", "text": "avgift " * 6 + "sällsynt"}) + "\n")
    out = tmp_path / "out.txt.gz"
    arguments = ["build", "--labels", str(labels), "--statutes", str(statutes), "--out", str(out)]
    monkeypatch.setattr("sys.argv", arguments)

    build_lexicon.main()

    assert gzip.decompress(out.read_bytes()).decode().splitlines() == [
        "# datalots-lexicon 1 words=2",
        "avgift 6",
        "undersköterska 3",
    ]


def test_the_same_words_give_the_same_bytes(tmp_path: Path) -> None:
    build_lexicon.write_lexicon({"b": 1, "a": 2}, tmp_path / "one")
    build_lexicon.write_lexicon({"a": 2, "b": 1}, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_shipped_lexicon_says_how_many_words_it_has() -> None:
    path = Path(build_lexicon.__file__).with_name("lexicon.txt.gz")
    header, *words = gzip.decompress(path.read_bytes()).decode().splitlines()
    assert header == f"# datalots-lexicon {build_lexicon.VERSION} words={len(words)}"
    assert words == sorted(words, key=lambda line: line.split(" ")[0])
