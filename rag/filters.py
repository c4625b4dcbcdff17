"""What the hits of a search are kept to: kinds of documents, a publisher, a region, a date."""

from __future__ import annotations

from dataclasses import dataclass

from rag.schema import Document, DocumentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What hits are kept to; an empty one lets all through."""

    kinds: tuple[DocumentKind, ...] = ()
    publisher: str | None = None
    """Part of the publisher's name, in any case."""
    region: str | None = None
    """Code; documents without regions hold for all and are kept."""
    since: str | None = None
    """ISO date that `as_of` must not lie before; documents without a date are left out."""

    def allow(self, document: Document) -> bool:
        """Whether `document` passes."""
        return (
            (not self.kinds or document.kind in self.kinds)
            and (not self.publisher or self.publisher.casefold() in document.publisher.casefold())
            and (not self.region or not document.regions or self.region in document.regions)
            and (not self.since or document.as_of >= self.since)
        )
