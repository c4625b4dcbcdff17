"""HTML pages: the main text without menus and footers, headings and lists kept as Markdown marks.

One real record: `<html><head><title>Varsel</title></head><body><nav>…</nav><main><h1>Varsel</h1><p>Antalet
varsel ökade.</p></main></body></html>` becomes a document with the title "Varsel" and the text "# Varsel", an
empty line and "Antalet varsel ökade."
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.readers.base import bounded, document_id, read_bytes, refused
from ingest.readers.markdown import plain
from ingest.readers.text import clean, decode
from ingest.sources import Source
from rag import texts
from rag.schema import Document


def read(path: Path, source: Source) -> Iterator[Document]:
    """The page as one document of `source.kind`.

    Raises:
        SourceError: There is no text on it.
    """
    page = decode(path, read_bytes(path))
    title, text = main_text(page)
    if not text:
        raise refused(path, texts.FILE_EMPTY, "no main text")
    yield Document(
        id=document_id(path, source),
        source_id=source.id,
        kind=source.kind,
        title=title or path.stem,
        text=bounded(path, text),
        url=source.url,
        publisher=source.publisher,
        licence=source.licence,
    )


def main_text(page: str) -> tuple[str, str]:
    """Title and main text of a page; each empty when there is none."""
    import trafilatura
    from lxml import etree, html  # type: ignore[import-untyped] # ships no types

    try:
        tree = html.fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, ValueError):
        return "", ""
    title = " ".join((tree.findtext(".//title") or "").split())
    found = trafilatura.extract(page, output_format="markdown", include_comments=False, favor_recall=True)
    return title, plain(clean(found or _all_text(tree)))


def _all_text(tree: object) -> str:
    """What a very short page says: trafilatura finds no main text in a few words."""
    from lxml import html

    assert isinstance(tree, html.HtmlElement)
    for dropped in tree.xpath("//script|//style|//nav|//head|//footer"):
        dropped.drop_tree()
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(line for line in lines if line)
