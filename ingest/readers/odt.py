"""OpenDocument text (.odt): paragraphs, headings (as Markdown headings), lists and tables in order.

One real record: `<text:h text:outline-level="1">Löner</text:h>` becomes the line "# Löner"; a table with the
columns Yrke and Lön becomes one line a row: "- Yrke: polis; Lön: 38 000".
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from ingest.readers.base import bounded, document_id, read_bytes, refuse_bomb, refused
from ingest.readers.csv_file import row_line
from ingest.readers.text import clean
from ingest.sources import Source
from rag import texts
from rag.schema import Document

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}
_UNSAID = {f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes"}


def read(path: Path, source: Source) -> Iterator[Document]:
    """The file as one document of `source.kind`.

    Raises:
        SourceError: It is no OpenDocument text, is broken, or holds no text.
    """
    data = read_bytes(path)
    refuse_bomb(path, data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            content = _tree(archive.read("content.xml"))
            meta = _tree(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
        body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise ValueError("no office:text")
        lines = [line for element in body for line in _lines(element)]
    except Exception as error:  # zip, XML, key and recursion errors alike
        raise refused(path, texts.FILE_BROKEN, f"odt: {error!r}") from error
    title = meta.findtext(f".//{_TITLE}") if meta is not None else ""
    yield Document(
        id=document_id(path, source),
        source_id=source.id,
        kind=source.kind,
        title=clean(title or "") or path.stem,
        text=bounded(path, clean("\n\n".join(lines))),
        url=source.url,
        publisher=source.publisher,
        licence=source.licence,
    )


def _tree(data: bytes) -> ElementTree.Element:
    """The XML, when it declares no entities: those are how a small file becomes a large one."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("DOCTYPE refused")
    return ElementTree.fromstring(data)  # noqa: S314 - without a DOCTYPE there is no entity to expand


def _lines(element: ElementTree.Element) -> Iterator[str]:
    if element.tag == f"{_TEXT}h":
        level = element.get(f"{_TEXT}outline-level", "1")
        yield f"{'#' * min(int(level), 6)} {_said(element)}"
    elif element.tag == f"{_TEXT}p":
        if said := _said(element):
            yield said
    elif element.tag == f"{_TEXT}list":
        for item in element:
            yield from (f"- {line.removeprefix('- ')}" for child in item for line in _lines(child))
    elif element.tag == f"{_TABLE}table":
        rows = [[_said(cell) for cell in row if cell.tag == f"{_TABLE}table-cell"]
                for row in element.iter(f"{_TABLE}table-row")]  # fmt: skip
        told = (
            [row_line(rows[0], row) for row in rows[1:]] if len(rows) > 1 else [" ".join(row) for row in rows]
        )
        yield "\n".join(filter(None, told))
    elif element.tag not in _UNSAID:
        for child in element:
            yield from _lines(child)


def _said(element: ElementTree.Element) -> str:
    """The text of an element, without notes and comments."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag not in _UNSAID:
            pieces.append(_SPACES.get(child.tag) or _said(child))
        pieces.append(child.tail or "")
    return "".join(pieces).strip() if element.tag in {f"{_TEXT}p", f"{_TEXT}h"} else "".join(pieces)
