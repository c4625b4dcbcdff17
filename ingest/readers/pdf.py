"""PDF: a document a page, so that a citation says which page it stands on.

One real record: page 12 of `rapport.pdf` becomes the document `egen-rapporter-1a2b3c/rapport.pdf#s12` with
the title of the PDF, section "s. 12" and the page's text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.readers.base import MAX_CHARACTERS, document_id, read_bytes, refused
from ingest.readers.text import clean
from ingest.sources import Source
from rag import texts
from rag.errors import SourceError
from rag.schema import Document

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 5_000

_HYPHENATED = re.compile(r"(?<=[a-zåäöéü])-\n(?=[a-zåäöéü])")
_LONE_BREAK = re.compile(r"(?<=[^\s.:!?])\n(?=[a-zåäöéü(])")
"""A line end inside a sentence: the next line goes on in lower case."""


def read(path: Path, source: Source) -> Iterator[Document]:
    """One document for every page that holds text.

    Raises:
        SourceError: Encrypted, broken, too large, or without text (scanned).
    """
    try:
        pages = _pages(path)
    except SourceError:
        raise
    except Exception as error:  # pypdf raises whatever a broken file leads it to
        raise refused(path, texts.FILE_BROKEN, f"pypdf: {error!r}") from error
    title, page_texts = pages
    if not any(page_texts):
        raise refused(path, texts.FILE_SCANNED, "no page holds text")
    for number, text in enumerate(page_texts, start=1):
        if text:
            yield _page_document(path, source, title, number, text)


def _page_document(path: Path, source: Source, title: str, number: int, text: str) -> Document:
    return Document(
        id=f"{document_id(path, source)}#s{number}",
        source_id=source.id,
        kind=source.kind,
        title=title,
        text=text,
        url=source.url,
        publisher=source.publisher,
        licence=source.licence,
        section=f"s. {number}",
    )


def _pages(path: Path) -> tuple[str, list[str]]:
    """Title, and the text of every page; an empty string for a page without any."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(read_bytes(path)))
    if reader.is_encrypted and not reader.decrypt(""):
        raise refused(path, texts.FILE_ENCRYPTED, "needs a password")
    if len(reader.pages) > MAX_PAGES:
        raise refused(path, texts.FILE_TOO_MANY_PAGES.format(limit=MAX_PAGES), f"{len(reader.pages)} pages")
    found = []
    left = MAX_CHARACTERS
    for page in reader.pages:
        text = _LONE_BREAK.sub(" ", _HYPHENATED.sub("", clean(page.extract_text())))
        left -= len(text)
        if left < 0:
            raise refused(path, texts.FILE_BROKEN, "unpacks to too much text")
        found.append(text)
    return _title(reader) or path.stem, found


def _title(reader: PdfReader) -> str:
    title = reader.metadata.title if reader.metadata else None
    return clean(str(title)) if title else ""
