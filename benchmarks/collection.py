"""A collection of about so many chunks, as Markdown files: real statutes where there are some, else made up.

The same folder and number always give the same files. Made-up documents are sentences of the bundled briefs
in a shuffled order: Swedish of the right kind, with words spread as in the briefs.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from ingest.chunker import chunk
from rag.schema import Document
from rag.swedish.sentences import sentences

BRIEFS = Path(__file__).parent.parent / "ingest" / "corpus"
PER_FOLDER = 500
_SEED = 20_261_123


def write_collection(folder: Path, chunks: int, texts: Path | None) -> int:
    """Write documents into `folder` until they make at least `chunks` chunks; returns how many they make.

    Args:
        folder: Where the Markdown files go.
        chunks: At least so many.
        texts: A folder with `*.jsonl.gz` of {"title", "text"}, read in the order of names; None, or too
            little text, is filled up with made-up documents.
    """
    made = 0
    for number, (title, text) in enumerate(chain(_statutes(texts), _made_up())):
        if made >= chunks:
            break
        written = f"# {title}\n\n{text.strip()}\n"
        made += len(chunk(Document(id=str(number), source_id="", kind="file", title=title, text=written)))
        path = folder / f"{number // PER_FOLDER:03}" / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written, encoding="utf-8")
    return made


def _statutes(texts: Path | None) -> Iterator[tuple[str, str]]:
    for path in sorted(texts.glob("*.jsonl.gz")) if texts else ():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if len(row.get("text") or "") > 200:
                    yield row["title"], row["text"]


def _made_up() -> Iterator[tuple[str, str]]:
    """Documents without end: ten paragraphs of five sentences each."""
    draw = random.Random(_SEED)
    told = [
        text[span.start : span.end].strip()
        for path in sorted(BRIEFS.glob("*/*.md"))
        for text in [path.read_text(encoding="utf-8").split("---")[-1]]
        for span in sentences(text)
    ]
    for number in count(1):
        paragraphs = [" ".join(draw.sample(told, 5)) for _ in range(10)]
        yield f"Samling {number}", "\n\n".join(paragraphs)
