from __future__ import annotations

import gzip
import json
from pathlib import Path

from rag.swedish.build_words import MIN_COUNT, rare_words


def test_words_are_kept_that_pages_use_often_and_the_lexicon_lacks(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl.gz"
    text = (
        "kvackade " * MIN_COUNT + "snubblig " * (MIN_COUNT - 1) + "arbete " * MIN_COUNT + "ab1 " * MIN_COUNT
    )
    pages.write_bytes(gzip.compress(json.dumps({"title": "x", "parts": [{"text": text}]}).encode()))
    assert rare_words([pages]) == ["kvackade"]
