from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from rag.embedders import train_local
from rag.embedders.local import Weights
from rag.embedders.train_local import _contrast, read_statutes, statute_pairs

TEXT = (
    "1 kap. Inledande bestämmelser\n\n1 § Denna lag innehåller bestämmelser om avgifter för data. "
    "Avgifter får inte överstiga kostnaden för att lämna ut dem. Lag (2022:818).\n\nUndantag\n\n"
    "2 § Lagen gäller inte museer, bibliotek och arkiv som har egna bestämmelser om avgifter för sina data."
)


def test_headings_and_sentences_are_paired_with_their_passages() -> None:
    pairs = [pair for seed in range(5) for pair in statute_pairs("Lag", TEXT, np.random.default_rng(seed))]
    lefts = {left for left, _ in pairs}
    assert any(left.startswith("Inledande bestämmelser") for left in lefts)
    assert any(left.startswith("Undantag") for left in lefts)
    assert all("2022:818" not in right for _, right in pairs)
    assert all(left not in right for left, right in pairs if left.endswith("."))


def test_the_gradient_is_that_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    x = rng.standard_normal((3, 4)).astype(np.float32)
    y = x + 0.5 * rng.standard_normal((3, 4)).astype(np.float32)
    _, gradient, _ = _contrast(x, y)
    step = 1e-3
    for i, j in ((0, 0), (1, 2), (2, 3)):
        ahead, behind = x.copy(), x.copy()
        ahead[i, j] += step
        behind[i, j] -= step
        numeric = (_contrast(ahead, y)[0] - _contrast(behind, y)[0]) / (2 * step)
        assert gradient[i, j] == pytest.approx(numeric, abs=0.01)


def test_training_writes_weights_that_can_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    statutes = tmp_path / "statutes.jsonl.gz"
    with gzip.open(statutes, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"title": f"Lag {i}", "text": TEXT}) + "\n" for i in range(20))
    assert len(list(read_statutes(statutes))) == 20
    out = tmp_path / "weights.npz"
    monkeypatch.setattr(train_local, "BATCH", 8)
    arguments = ["train", "--statutes", str(statutes), "--out", str(out), "--buckets", "64", "--epochs", "1"]
    monkeypatch.setattr("sys.argv", arguments)

    train_local.main()

    assert Weights.load(out).table.shape == (64, 256)
