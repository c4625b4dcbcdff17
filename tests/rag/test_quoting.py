"""Quotes of stored documents."""

from __future__ import annotations

from rag.quoting import cite, cite_text
from rag.schema import Document

DOCUMENT = Document(
    id="d",
    source_id="s",
    kind="brief",
    title="Om lön",
    text="Lön betalas ut. Den kan vara hög.",
    url="https://example.se/lon",
    publisher="Verket",
    licence="CC0 1.0",
    as_of="2026-01-01",
    section="3 §",
)


def test_a_citation_takes_over_what_the_document_says_of_itself() -> None:
    citation = cite(DOCUMENT, 0, 15, "brief")
    assert citation.quote == "Lön betalas ut."
    assert (citation.title, citation.publisher, citation.section) == ("Om lön", "Verket", "3 §")
    assert DOCUMENT.text[citation.start : citation.end] == citation.quote


def test_a_text_is_cited_where_it_stands_and_not_when_it_does_not() -> None:
    citation = cite_text(DOCUMENT, "Den kan vara hög.", "passage", "Tabell 1")
    assert citation is not None
    assert (citation.start, citation.section) == (16, "Tabell 1")
    assert cite_text(DOCUMENT, "Den kan vara låg.", "passage") is None
    assert cite_text(DOCUMENT, "", "passage") is None
