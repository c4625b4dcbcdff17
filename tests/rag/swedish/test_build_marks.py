from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rag.swedish import build_marks


def test_forms_are_counted_with_the_neighbours_that_tell_them_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "pages.jsonl.gz"
    with gzip.open(texts, "wt", encoding="utf-8") as lines:
        record = {"title": "x", "body": ["min far gick. " * 10, "du får gå. " * 30, "sällsynt ord"]}
        lines.write(json.dumps(record) + "\n")
    phrases = tmp_path / "phrases"
    phrases.mkdir()
    (phrases / "a.tsv").write_text("vad får jag\tutan tecken\n", encoding="utf-8")
    out = tmp_path / "marks.txt.gz"
    arguments = ["build", "--texts", str(texts), "--phrases", str(phrases), "--out", str(out)]
    monkeypatch.setattr("sys.argv", arguments)

    build_marks.main()

    lines = gzip.decompress(out.read_bytes()).decode().splitlines()
    assert lines[0] == "# datalots-marks 1 words=2"
    assert lines[1] == f"far far:10 får:{30 + build_marks.PHRASE}"
    assert "<min far:10" in lines[2:]
    assert lines[-1] == "ga gå:30"
