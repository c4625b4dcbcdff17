"""Everything that speaks to a question: passages, cells, concepts, datasets. Gathers; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.catalogue import ALONE, Catalogue
from rag.filters import Filters
from rag.occupations import Occupations
from rag.retriever import Retriever
from rag.schema import DocumentKind, Evidence, Finding, Query
from rag.statistics import Ledger

PASSAGES: tuple[DocumentKind, ...] = ("brief", "law", "policy", "page", "file")
"""Documents to quote from; for concepts, datasets and tables their room speaks."""


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
