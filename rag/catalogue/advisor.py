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
FITS = 0.4
"""Share of the need's weight that the best dataset must hold to be called a fit."""

_DATA = (
    r"(data\b|dataset\w*|datamängd\w*|datakäll\w*|statistik\w*|register|api\w*|siffror|uppgifter|filer?\b)"
)
_FILL = (
    r"( det| jag| man| vi| en| ett| någon| något| några| bra| fria?| öppen| öppna| öppet| offentlig\w*"
    r"| maskinläsbar\w*| officiell\w*| aktuell\w*| mer)*"
)
_SOURCE = r"(källor?|mätning\w*|statistik\w*|databas\w*|tabell\w*|undersökning\w*|underlag\w*)"
_ASKS_FOR_DATA = re.compile(
    rf"\b(finns|hittar?|hämtar?|få tag (på|i)|söker|behöver|ladda (ner|hem)|tillgång till){_FILL} {_DATA}|"
    rf"\b(vilket|vilken|vilka){_FILL} (dataset|datamängd|datakälla|api|register)\w*|"
    rf"(^|[.!?] )(öppna |rå)?{_DATA} (om|över|med|kring|som|för|på)\b|"
    r"\b(ladda (ner|hem)|som (öppna data|csv|excel|json))\b|\böppna data (om|över|kring)\b|"
    r"\bvar ((hittar|laddar|kollar)|(kan|får) (jag|man|vi) (se|hitta|hämta|ladda|leta|kolla)|redovisas)\b|"
    rf"\bvar finns{_FILL} (data|siffror|statistik|uppgifter|antalet|{_SOURCE})|"
    rf"\b(vilken|vilka|någon|något|bästa?|tips på|bra){_FILL} {_SOURCE}|"
    r"\bfinns det (några |något |någon )?(tal|siffror|som mäter|mätning)\b",
    re.IGNORECASE,
)
_ASKS_OF_ONE = re.compile(
    r"\b(licens(en|er|villkor)?|(fil)?format(et|en)?|hur ofta (uppdateras|görs|kommer)|från vilket år|"
    r"vilka år (täcker|finns)|vem (ger ut|ansvarar för statistik\w*)|filformat)\b",
    re.IGNORECASE,
)
"""A question about a property of one dataset that it names."""
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
        of_one = _ASKS_OF_ONE.search(asked)
        if not (of_one or _ASKS_FOR_DATA.search(asked)) or _ASKS_WHAT_IS_MISSING.search(asked):
            return None
        need = _need(asked)
        hits = self.find(need, query)
        if not hits:
            return None
        confidence = 0.9 if query.kind == "dataset" or of_one else 0.7
        if self._retriever.coverage(need, hits[0]) < FITS:
            return _none_fits(hits)
        near = [hit for hit in hits if hit.score >= NEAR * hits[0].score][: 1 if of_one else MAX_DATASETS]
        return Finding(
            kind="dataset",
            status="answered",
            intro=texts.DATASET_ONE if len(near) == 1 else texts.DATASETS_SEVERAL,
            claims=tuple(self._claim(hit, whole=rank == 0) for rank, hit in enumerate(near)),
            confidence=confidence,
        )

    def find(self, need: str, query: Query, top_k: int = 10) -> list[Hit]:
        """Datasets for a need, best first."""
        return self._retriever.search(
            replace(query, question=need, kinds=()), top_k, Filters(kinds=("dataset",))
        )

    def _claim(self, hit: Hit, *, whole: bool) -> Claim:
        """The dataset as a list item; the best one with what it lacks."""
        dataset, document = self._datasets[hit.document.id], hit.document
        shown = (*_SHOWN, _GAPS) if whole else _SHOWN
        facts = [line for line in document.text.split("\n") if line.startswith(shown)]
        text = f"- {dataset.title}. {' '.join([_first_sentence(dataset), *facts])}"
        return Claim(text=text, citations=(_cite(document),))


def _none_fits(hits: Sequence[Hit]) -> Finding:
    """An honest no, with the datasets that come closest and how to ask for what is missing."""
    titles = "; ".join(f"”{hit.document.title}”" for hit in hits[:MAX_DATASETS])
    return Finding(
        kind="dataset",
        status="no_evidence",
        reason="no_source",
        notes=(texts.NO_DATASET, texts.NEAREST_SOURCES.format(titles=titles)),
        suggestions=(texts.SUGGEST_REQUEST,),
        confidence=0.6,
    )


def _need(question: str) -> str:
    """What the data should be about: the question without the words that ask for data."""
    kept = [token.text for token in tokenize(question) if token.text.lower() not in _FRAME]
    return " ".join(kept) or question


_SHOWN = ("Utgivare är", "Datamängden finns i", "Licensen är", "Datamängden uppdateras", "Datamängden avser")
_GAPS = "Kända luckor"


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
