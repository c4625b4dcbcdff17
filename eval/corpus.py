"""What answers are checked against: stored texts, cells and descriptions of tables, read without the
answering chain."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Protocol

from eval.reading import RegionNames
from rag.index.coordinates import SEPARATOR
from rag.schema import Cell, Concept, Dataset, Document, TableInfo
from rag.swedish.numbers import find_numerals
from rag.swedish.stems import stem
from rag.swedish.words import STOP_WORDS, folded_words

if TYPE_CHECKING:
    from rag.index.generation import Generation


class Corpus(Protocol):
    """Everything that may be cited."""

    def document(self, document_id: str) -> Document | None: ...
    def documents(self) -> Sequence[Document]: ...
    def table(self, table_id: str) -> TableInfo | None: ...
    def tables(self) -> Sequence[TableInfo]: ...
    def cell(self, table_id: str, coordinates: Mapping[str, str]) -> Cell | None: ...
    def concept(self, concept_id: str) -> Concept | None: ...
    def dataset(self, dataset_id: str) -> Dataset | None: ...


class IndexCorpus:
    """One published generation of the index."""

    def __init__(self, generation: Generation) -> None:
        self._store = generation.store
        self._statistics = generation.statistics

    def document(self, document_id: str) -> Document | None:
        return self._store.document(document_id)

    def documents(self) -> Sequence[Document]:
        return self._store.all_documents()

    def table(self, table_id: str) -> TableInfo | None:
        return self._store.table(table_id)

    def tables(self) -> Sequence[TableInfo]:
        return self._store.tables()

    def cell(self, table_id: str, coordinates: Mapping[str, str]) -> Cell | None:
        table = self._store.table(table_id)
        if table is None or set(coordinates) != {
            "measure",
            *(dimension.id for dimension in table.dimensions),
        }:
            return None
        return self._statistics.cell(table_id, coordinates)

    def concept(self, concept_id: str) -> Concept | None:
        return self._store.concept(concept_id)

    def dataset(self, dataset_id: str) -> Dataset | None:
        return self._store.dataset(dataset_id)


@dataclass(frozen=True)
class MemoryCorpus:
    """A corpus written out in code, for the selftest and for tests."""

    texts: tuple[Document, ...] = ()
    cells: tuple[Cell, ...] = ()
    descriptions: tuple[TableInfo, ...] = ()
    occupations: tuple[Concept, ...] = field(default=())
    catalogue: tuple[Dataset, ...] = field(default=())

    def document(self, document_id: str) -> Document | None:
        return next((document for document in self.texts if document.id == document_id), None)

    def documents(self) -> Sequence[Document]:
        return self.texts

    def table(self, table_id: str) -> TableInfo | None:
        return next((table for table in self.descriptions if table.id == table_id), None)

    def tables(self) -> Sequence[TableInfo]:
        return self.descriptions

    def cell(self, table_id: str, coordinates: Mapping[str, str]) -> Cell | None:
        wanted = dict(coordinates)
        return next((c for c in self.cells if c.table == table_id and dict(c.coordinates) == wanted), None)

    def concept(self, concept_id: str) -> Concept | None:
        return next((concept for concept in self.occupations if concept.id == concept_id), None)

    def dataset(self, dataset_id: str) -> Dataset | None:
        return next((dataset for dataset in self.catalogue if dataset.id == dataset_id), None)


def parts_of(coordinates: Mapping[str, str]) -> list[dict[str, str]]:
    """The cells that coordinates point at: one of several codes stands for the sum of theirs."""
    codes = (code.split(SEPARATOR) for code in coordinates.values())
    return [dict(zip(coordinates, one, strict=True)) for one in product(*codes)]


class CorpusView:
    """A corpus with what several metrics derive from it, worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._cells: dict[tuple[str, tuple[tuple[str, str], ...]], Cell | None] = {}
        self._documents: dict[str, Document | None] = {}

    def document(self, document_id: str) -> Document | None:
        if document_id not in self._documents:
            self._documents[document_id] = self.corpus.document(document_id)
        return self._documents[document_id]

    def cell(self, table_id: str, coordinates: Mapping[str, str]) -> Cell | None:
        key = (table_id, tuple(sorted(coordinates.items())))
        if key not in self._cells:
            self._cells[key] = self.corpus.cell(table_id, coordinates)
        return self._cells[key]

    def table(self, table_id: str) -> TableInfo | None:
        return self._tables.get(table_id)

    def concept(self, concept_id: str) -> Concept | None:
        return self.corpus.concept(concept_id)

    def dataset(self, dataset_id: str) -> Dataset | None:
        return self.corpus.dataset(dataset_id)

    @cached_property
    def _tables(self) -> dict[str, TableInfo]:
        return {table.id: table for table in self.corpus.tables()}

    @cached_property
    def regions(self) -> RegionNames:
        """The places that the tables know."""
        return RegionNames(
            (code, label)
            for table in self._tables.values()
            for dimension in table.dimensions
            if dimension.role == "region"
            for code, label in dimension.codes.items()
        )

    def periods(self, table_id: str) -> tuple[str, ...]:
        """The periods that a table has, empty for a table that is not there."""
        table = self.table(table_id)
        return tuple(c for d in table.dimensions if d.role == "period" for c in d.codes) if table else ()

    def without_titles(self, text: str) -> str:
        """The text without the whole titles of documents that hold a digit or number word."""
        for title in self._numbered_titles:
            text = text.replace(title, "")
        return text

    @cached_property
    def _numbered_titles(self) -> tuple[str, ...]:
        """Longest first, so that a title inside another is not taken out of it."""
        titles = {
            document.title.rstrip(" ?.!")
            for document in self.corpus.documents()
            if find_numerals(document.title)
        }
        return tuple(sorted(titles, key=lambda title: (-len(title), title)))

    @cached_property
    def idf(self) -> Callable[[str], float]:
        """Inverse document frequency of a stem: ln((n + 1) / (df + 1)) + 1, over all documents."""
        documents = self.corpus.documents()
        frequency = _document_frequency(document.text for document in documents)
        top = len(documents) + 1
        return lambda term: math.log(top / (frequency.get(term, 0) + 1)) + 1


def _document_frequency(texts: Iterable[str]) -> Counter[str]:
    frequency: Counter[str] = Counter()
    for text in texts:
        frequency.update({stem(word) for word in folded_words(text) if word not in STOP_WORDS})
    return frequency
