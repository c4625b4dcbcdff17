"""Concepts of a store, and claims that cite their documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.entities.occupations import ConceptSource
from rag.occupations import facts
from rag.quoting import cite_text
from rag.schema import Citation, Claim, Concept, Document, Quantity


class ConceptStore(ConceptSource, Protocol):
    """What is needed of a store."""

    def concept(self, concept_id: str) -> Concept | None: ...

    def document(self, document_id: str) -> Document | None: ...


class Sources:
    """Reads concepts, and cites what their documents say."""

    def __init__(self, store: ConceptStore) -> None:
        self._store = store

    def concept(self, concept_id: str) -> Concept:
        """The concept of that id.

        Raises:
            LookupError: It is named but not in the store.
        """
        concept = self._store.concept(concept_id)
        if concept is None:
            raise LookupError(f"concept {concept_id!r} is named but not in the store")
        return concept

    def claims(
        self, concept: Concept, text: str, quote: str, quantities: Sequence[Quantity] = ()
    ) -> Iterator[Claim]:
        """One claim, or none when the document does not hold the quote."""
        cited = self.cited(concept, quote)
        if text and cited:
            yield Claim(text=text, citations=cited, quantities=tuple(quantities))

    def cited(self, concept: Concept, quote: str) -> tuple[Citation, ...]:
        """A citation of the sentence in the concept's document; empty when it does not stand there."""
        document = self._store.document(concept.document_id)
        citation = cite_text(document, quote, "concept") if document else None
        return (citation,) if citation else ()

    def skills_beyond(self, first: Concept, second: Concept, at_most: int) -> Iterator[Claim]:
        """The skills of the one that the other lacks."""
        more = [skill for skill in first.skills if skill not in second.skills]
        if more and second.skills:
            listed = facts.enumerated(more, at_most)
            text = f"Kompetenser som hör till {first.label} utöver dem som hör till {second.label}: {listed}."
            yield Claim(text=text, citations=self._of_both(first, second))

    def skills_shared(self, first: Concept, second: Concept, at_most: int) -> Iterator[Claim]:
        """The skills that belong to both."""
        shared = [skill for skill in first.skills if skill in second.skills]
        if shared:
            listed = facts.enumerated(shared, at_most)
            text = f"Kompetenser som hör till både {first.label} och {second.label}: {listed}."
            yield Claim(text=text, citations=self._of_both(first, second))

    def _of_both(self, first: Concept, second: Concept) -> tuple[Citation, ...]:
        return (*self.cited(first, facts.skills(first)), *self.cited(second, facts.skills(second)))
