"""Word documents: paragraphs, headings (as Markdown headings), lists and tables in the order of the page.

One real record: a paragraph in style "Heading 1" with the text "Löner" becomes the line "# Löner"; a table
with the columns Yrke and Lön becomes one line a row: "- Yrke: polis; Lön: 38 000".
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.readers.base import bounded, document_id, read_bytes, refuse_bomb, refused
from ingest.readers.csv_file import row_line
from ingest.readers.text import clean
from ingest.sources import Source
from rag import texts
from rag.schema import Document

_HEADING = re.compile(r"(?:Heading|Rubrik) (\d)")


def read(path: Path, source: Source) -> Iterator[Document]:
    """The file as one document of `source.kind`.

    Raises:
        SourceError: It is no Word document, is broken, or holds no text.
    """
    data = read_bytes(path)
    refuse_bomb(path, data)
    try:
        title, lines = _contents(data)
    except Exception as error:  # python-docx raises KeyError, XML and zip errors alike
        raise refused(path, texts.FILE_BROKEN, f"python-docx: {error!r}") from error
    yield Document(
        id=document_id(path, source),
        source_id=source.id,
        kind=source.kind,
        title=title or path.stem,
        text=bounded(path, clean("\n\n".join(lines))),
        url=source.url,
        publisher=source.publisher,
        licence=source.licence,
    )


def _contents(data: bytes) -> tuple[str, list[str]]:
    import docx
    from docx.table import Table

    document = docx.Document(io.BytesIO(data))
    blocks = (
        _table(block) if isinstance(block, Table) else _paragraph(block)
        for block in document.iter_inner_content()
    )
    return document.core_properties.title or "", [block for block in blocks if block]


def _paragraph(paragraph: Any) -> str:
    text: str = paragraph.text.strip()
    style = paragraph.style.name if paragraph.style is not None else ""
    heading = _HEADING.match(style)
    if not text:
        return ""
    if style == "Title":
        return f"# {text}"
    if heading:
        return f"{'#' * min(int(heading.group(1)), 6)} {text}"
    return f"- {text}" if style.startswith("List") else text


def _table(table: Any) -> str:
    """The rows as lines, the first row taken as the names of the columns."""
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    if len(rows) < 2:
        return "\n".join(" ".join(row) for row in rows)
    return "\n".join(row_line(rows[0], row) for row in rows[1:])
