"""Everything that speaks to a question: passages, cells, concepts, datasets. Gathers; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.answerable import ANSWERABLE
from rag.catalogue import ALONE, Catalogue
from rag.filters import Filters
from rag.occupations import Occupations
from rag.retriever import Retriever
from rag.schema import DocumentKind, Evidence, Finding, Query
from rag.statistics import Ledger

PASSAGES: tuple[DocumentKind, ...] = ("brief", "law", "policy", "page", "file")
"""Documents to quote from; for concepts, datasets and tables their room speaks."""


SURELY = 0.8
"""Probability from which nothing is looked for beside the source that a follow-up is on."""


class Gatherer:
    """Asks every room for what it has on a question."""

    def __init__(
        self, retriever: Retriever, ledger: Ledger, occupations: Occupations, catalogue: Catalogue
    ) -> None:
        self._retriever = retriever
        self._ledger = ledger
        self._occupations = occupations
        self._catalogue = catalogue

    def gather(self, query: Query, top_k: int, previous: Query | None = None) -> Evidence:
        """Evidence of all four kinds; a room that has nothing to say is left out.

        The catalogue is asked last: what no other room can answer is a gap that it can tell of.
        """
        if query.source:
            return self._of_source(query, top_k)
        passages = self._retriever.search(query, top_k, Filters(kinds=query.kinds or PASSAGES))
        rooms: Sequence[Callable[[], Finding | None]] = (
            lambda: self._ledger.answer(query, previous),
            lambda: self._occupations.answer(query),
        )
        answerable = self._retriever.answerable(query, passages)
        whole = self._occupations.several(query)  # asks the ledger itself, part by part
        found = [whole] if whole else [finding for room in rooms if (finding := room()) is not None]
        data = None if whole else self._catalogue.answer(query, found, answerable=answerable)
        alone = data is not None and data.confidence >= ALONE
        findings = (*(() if alone else found), *((data,) if data else ()))
        return Evidence(
            query=query,
            hits=tuple(passages),
            findings=findings,
            answerable=answerable,
            wants_data=not whole and self._catalogue.wants_data(query, answerable),
        )

    def _of_source(self, query: Query, top_k: int) -> Evidence:
        """The passages of the source that the conversation is on; before what else is found, unless it surely
        answers."""
        found = (
            []
            if query.answers >= SURELY
            else self._retriever.search(query, top_k, Filters(kinds=query.kinds or PASSAGES))
        )
        best = max((hit.score for hit in found), default=1.0)
        own = [replace(hit, score=best) for hit in self._retriever.passages_of(query.source)]
        hits = [*own, *(hit for hit in found if hit.document.id != query.source)]
        return Evidence(query=query, hits=tuple(hits), answerable=max(query.answers, ANSWERABLE))
