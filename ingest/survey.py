"""What real files become: `python -m ingest.survey FOLDER` writes the table of docs/sources.md (make survey).

Every file is given to the reader that `datalots ingest` would choose, in the same child; nothing is indexed.
"""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest import child
from ingest.readers import reader_for
from ingest.sources import registered
from rag.errors import SourceError
from rag.schema import Table

DOCUMENT = Path(__file__).parents[1] / "docs" / "sources.md"
START, END = "<!-- survey: made by `make survey` -->", "<!-- end of survey -->"
HEAD = "| folder | reader | files | tables | texts | refused | why |\n|---|---|---|---|---|---|---|"
_REASONS = 3
"""Reasons that are told of a row, the commonest first."""


class Tried(NamedTuple):
    """One file: where it lies, which reader took it, what it gave or why it was refused."""

    folder: str
    reader: str
    is_table: bool
    refused: str


def survey(folder: Path) -> Iterator[Tried]:
    """Every file below a folder, read as an ingest would read it."""
    source = registered(folder)
    for path in sorted(file for file in folder.rglob("*") if file.is_file()):
        place = path.relative_to(folder).parts
        top, reader, is_table, why = place[0] if len(place) > 1 else ".", "none", False, ""
        try:
            reader = reader_for(path)
            is_table = any(isinstance(record, Table) for record in child.read(reader, path, source))
        except SourceError as error:
            why = error.user_message
        yield Tried(top, reader, is_table, why)


def table(tried: Iterable[Tried]) -> str:
    """The Markdown table: a row for each folder and reader."""
    rows: dict[tuple[str, str], list[Tried]] = {}
    for one in tried:
        rows.setdefault((one.folder, one.reader), []).append(one)
    return "\n".join([HEAD, *(_row(*key, found) for key, found in sorted(rows.items()))])


def _row(folder: str, reader: str, found: list[Tried]) -> str:
    whys = Counter(one.refused for one in found if one.refused)
    tables = sum(one.is_table for one in found)
    refused = sum(whys.values())
    told = "; ".join(f"{why.rstrip('.')} ({count})" for why, count in whys.most_common(_REASONS))
    told += " and others" if len(whys) > _REASONS else ""
    texts = len(found) - tables - refused
    return (
        f"| {folder} | {reader} | {len(found)} | {tables} | {texts} | {refused} | {told.replace('|', '/')} |"
    )


def main() -> None:
    """Put the table into docs/sources.md in place of the old one."""
    logging.disable(logging.CRITICAL)
    made = table(survey(Path(sys.argv[1])))
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{START}\n{made}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
