"""Makes `words.txt.gz`: words that are right as they stand, so that no question is mended away from them.

    python -m rag.swedish.build_words --pages PAGES.jsonl.gz [...]

Words alone, from pages of public authorities (a line of JSON with "text" each), that the lexicon of compound
parts does not hold: no sentence or order of the sources can be told from it. Run by a maintainer.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.swedish.compounds import lexicon, parts
from rag.swedish.words import folded_words

MIN_COUNT = 4
"""Rarer words are mostly misprints and names."""
MAX_LETTERS = 24


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("words.txt.gz"))
    args = parser.parse_args()
    words = rare_words(args.pages)
    lines = [f"# datalots-words 1 words={len(words)}", *words]
    args.out.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def rare_words(paths: Sequence[Path]) -> list[str]:
    """The words of the pages that stand there often enough and are no words of the lexicon, sorted."""
    counts: Counter[str] = Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(word for text in texts_in(json.loads(line)) for word in folded_words(text))
    known = lexicon()
    return sorted(
        word
        for word, n in counts.items()
        if n >= MIN_COUNT
        and 3 <= len(word) <= MAX_LETTERS
        and word.isalpha()
        and word not in known
        and not parts(word)
    )


def texts_in(page: Any) -> Iterator[str]:
    """Every text in a page, wherever it stands."""
    if isinstance(page, str):
        yield page
    elif isinstance(page, dict | list):
        for value in page.values() if isinstance(page, dict) else page:
            yield from texts_in(value)


if __name__ == "__main__":
    main()
