"""The dataset advisor: a need in plain words → the datasets of the catalogue that can answer it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag import texts
from rag.index.store import Store
from rag.retriever import Filters, Retriever
from rag.schema import Citation, Claim, Dataset, Document, Finding, Hit, Query
from rag.swedish.sentences import sentences
from rag.swedish.words import tokenize

MAX_DATASETS = 3
NEAR = 0.6
"""Share of the best hit's score from which another dataset is named."""
FITS = 0.5
"""Share of the need's weight that the best dataset must hold to be called a fit."""

_DATA = r"(data\b|dataset\w*|datamängd\w*|datakäll\w*|statistik\w*|register|api\w*|siffror|uppgifter)"
_ASKS_FOR_DATA = re.compile(
    r"\b(datamängd\w*|datas?ets?|datakäll\w*|rådata|csv-fil\w*)\b|"
    r"\b(finns|hitta\w*|hämta\w*|få tag (på|i)|söker|behöver|ladda (ner|hem)|vilka?|var|tillgång till)"
    r"( det| jag| man| vi| en| ett| någon| något| några| bra| fria?| öppen| öppna| öppet| offentlig\w*"
    r"| maskinläsbar\w*| officiell\w*| aktuell\w*| (finns|hittar|får|hämtar) (det|jag|man|vi|tag på))* "
    rf"{_DATA}",
    re.IGNORECASE,
)
_ASKS_WHAT_IS_MISSING = re.compile(r"\b(saknas|fattas)\b", re.IGNORECASE)
"""A question about the state of open data, which the policy texts answer."""
_FRAME = frozenset(
    """
    about any api att behöver bra can csv data datakälla datakällor datamängd datamängder dataset de
    den det en ett find finns fria får få för från hem hitta hittar hur hämta hämtar i innehåller is
    jag kan ladda man med någon något några och officiell officiella om on open på rådata se siffror
    som statistik statistiken söker tag the there tillgång till uppgifter var vet veta vi vilka
    vilken vilket vill visar where är öppen öppet öppna över
    """.split()
)
"""Words that ask for data without saying which."""


class Catalogue:
    """Finds datasets for a need and says what they hold."""

    def __init__(self, store: Store, retriever: Retriever) -> None:
        self._retriever = retriever
        self._store = store
        self._datasets = {dataset.document_id: dataset for dataset in store.datasets()}

    def answer(self, query: Query) -> Finding | None:
        """The datasets that fit, or that none does; None when the question does not ask for data."""
        asked = query.question
        if not _ASKS_FOR_DATA.search(asked) or _ASKS_WHAT_IS_MISSING.search(asked):
            return None
        need = _need(query.question)
        hits = self.find(need, query)
        if not hits:
            return None
        if self._retriever.coverage(need, hits[0]) < FITS:
            return Finding(
                kind="dataset",
                status="no_evidence",
                reason="no_source",
                notes=(
                    texts.NO_DATASET,
                    texts.NEAREST_SOURCES.format(
                        titles="; ".join(hit.document.title.rstrip(".?") for hit in hits[:3])
                    ),
                ),
                suggestions=(texts.SUGGEST_REQUEST,),
                confidence=0.6,
            )
        near = [hit for hit in hits if hit.score >= NEAR * hits[0].score][:MAX_DATASETS]
        return Finding(
            kind="dataset",
            status="answered",
            intro=texts.DATASET_ONE if len(near) == 1 else texts.DATASETS_SEVERAL,
            claims=tuple(claim for hit in near for claim in self._claims(hit)),
            confidence=0.9 if query.kind == "dataset" else 0.7,
        )

    def find(self, need: str, query: Query, top_k: int = 10) -> list[Hit]:
        """Datasets for a need, best first."""
        return self._retriever.search(
            replace(query, question=need, kinds=()), top_k, Filters(kinds=("dataset",))
        )

    def _claims(self, hit: Hit) -> Sequence[Claim]:
        dataset, document = self._datasets[hit.document.id], hit.document
        facts = [line for line in document.text.split("\n") if line.startswith(_SHOWN)]
        text = f"- {dataset.title}: {' '.join([_first_sentence(dataset), *facts])}"
        return [Claim(text=text, citations=(_cite(document),))]


def _need(question: str) -> str:
    """What the data should be about: the question without the words that ask for data."""
    kept = [token.text for token in tokenize(question) if token.text.lower() not in _FRAME]
    return " ".join(kept) or question


_SHOWN = ("Utgivare är", "Datamängden finns i", "Licensen är", "Datamängden uppdateras", "Kända luckor")


def _first_sentence(dataset: Dataset) -> str:
    start, end = next(iter(sentences(dataset.description)), (0, 0))
    return dataset.description[start:end].strip()


def _cite(document: Document) -> Citation:
    """A citation of the whole entry: its text is the facts that are shown."""
    return Citation(
        kind="dataset",
        document_id=document.id,
        title=document.title,
        url=document.url,
        publisher=document.publisher,
        licence=document.licence,
        as_of=document.as_of,
        quote=document.text,
        start=0,
        end=len(document.text),
    )
