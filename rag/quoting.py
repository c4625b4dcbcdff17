"""A quote of a stored document as a citation, with all that a citation takes over from the document."""

from __future__ import annotations

from rag.schema import Citation, CitationKind, Document


def cite(document: Document, start: int, end: int, kind: CitationKind, section: str = "") -> Citation:
    """A citation of characters `start`-`end` of the document's text, as they stand.

    Args:
        document: The stored document.
        start: Offset of the first character.
        end: Offset after the last one.
        kind: What the citation is of.
        section: Where in it, when not the document's own section.
    """
    return Citation(
        kind=kind,
        document_id=document.id,
        title=document.title,
        section=section or document.section,
        url=document.url,
        publisher=document.publisher,
        licence=document.licence,
        as_of=document.as_of,
        quote=document.text[start:end],
        start=start,
        end=end,
    )


def cite_text(document: Document, quote: str, kind: CitationKind, section: str = "") -> Citation | None:
    """The same for a text where it first stands in the document; None when it does not stand there."""
    start = document.text.find(quote) if quote else -1
    return cite(document, start, start + len(quote), kind, section) if start >= 0 else None
