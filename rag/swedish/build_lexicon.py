"""Makes `lexicon.txt.gz`, the words that compounds are split into, from statute text and taxonomy labels.

    python -m rag.swedish.build_lexicon --labels TAXONOMY_DIR --statutes STATUTES.jsonl.gz [...]

Words and counts only: no sentence or order of the sources can be told from it. Run by a maintainer when the
sources change, never by ingest: the same text must be analysed the same way in every generation. A change of
the file changes the terms of the index: raise `VERSION` here and `ANALYSER` in `analysis.py`.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.swedish.words import folded_words

VERSION = 1
MIN_COUNT = 6
"""Rarer words of the statutes are mostly misprints, names and one-off compounds."""
MIN_LETTERS, MAX_LETTERS = 3, 24
LABEL_WEIGHT = 3
"""A label of the taxonomy says more about which words exist than a line of a statute."""
_LABEL_KEYS = frozenset({"preferred_label", "name", "label"})


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=Path, required=True, help="folder of taxonomy files (json, json.gz)")
    parser.add_argument(
        "--statutes", type=Path, nargs="+", required=True, help="jsonl.gz with text or provisions"
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("lexicon.txt.gz"))
    args = parser.parse_args()
    counts = Counter[str]()
    for path in args.statutes:
        counts.update(word for text in _statute_texts(path) for word in folded_words(text))
    counts = Counter({word: n for word, n in counts.items() if n >= MIN_COUNT})
    files = sorted(path for path in args.labels.rglob("*") if path.name.endswith((".json", ".json.gz")))
    labels = {label for path in files for label in _labels(_read_json(path))}
    counts.update(
        {word: n * LABEL_WEIGHT for word, n in Counter(w for x in labels for w in folded_words(x)).items()}
    )
    write_lexicon({word: n for word, n in counts.items() if _is_word(word)}, args.out)


def write_lexicon(counts: dict[str, int], path: Path) -> None:
    """One `word count` a line, sorted, behind a header; the same bytes for the same words."""
    lines = [f"# datalots-lexicon {VERSION} words={len(counts)}"]
    lines += [f"{word} {counts[word]}" for word in sorted(counts)]
    path.write_bytes(gzip.compress("\n".join(lines).encode() + b"\n", compresslevel=9, mtime=0))


def _is_word(word: str) -> bool:
    return word.isalpha() and MIN_LETTERS <= len(word) <= MAX_LETTERS and any(c in "aeiouyåäöé" for c in word)


def _statute_texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            statute = json.loads(line)
            yield statute.get("text", "").replace("-\n", "-")
            yield from (provision.get("content", "") for provision in statute.get("provisions", ()))


def _read_json(path: Path) -> Any:
    raw = path.read_bytes()
    return json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)


def _labels(value: Any) -> Iterator[str]:
    """Every Swedish label in a taxonomy file: strings in lists, and the values under the label keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _LABEL_KEYS and isinstance(inner, str):
                yield inner
            elif not isinstance(inner, str):
                yield from _labels(inner)
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
        for item in value:
            yield from _labels(item) if not isinstance(item, str) else ()


if __name__ == "__main__":
    main()
