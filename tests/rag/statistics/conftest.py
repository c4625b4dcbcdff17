"""The bundled tables, in a real store and real statistics, with a few occupations made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.readers.table import read_table
from rag.index.statistics import Statistics, StatisticsWriter
from rag.index.store import Store, StoreWriter
from rag.schema import Concept, ConceptLink, Entity, Finding, Query, Table
from rag.statistics import Ledger, describe
from rag.verifier import Verifier

TODAY = "2026-01-29"
TABLES = Path(__file__).parents[3] / "ingest" / "corpus" / "statistics"
OCCUPATIONS = {
    "undersköterska": ("Undersköterska", ("5321", "5323")),
    "sjuksköterska": ("Sjuksköterska", ("2221",)),
    "sjuksköterskor": ("Sjuksköterska", ("2221",)),
    "programmerare": ("Programmerare", ("2512",)),
    "snickare": ("Snickare", ("7111",)),
    "lärare": ("Lärare", ("2341", "2330", "2320", "2343", "2351")),
    "hr-chefer": ("HR-chef", ("1220",)),
}

Ask = Callable[[str], Finding | None]


@pytest.fixture(scope="session")
def tables() -> list[Table]:
    return [
        read_table(path, "statistics") for path in sorted(TABLES.glob("*.json")) if path.stem != "provenance"
    ]


@pytest.fixture(scope="session")
def statistics(tables: list[Table], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Statistics]:
    path = tmp_path_factory.mktemp("statistics") / "statistics.duckdb"
    with StatisticsWriter(path) as writer:
        for table in tables:
            writer.add(table)
    opened = Statistics.open(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def store(tables: list[Table], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("store") / "store.sqlite"
    writer = StoreWriter(path)
    writer.add([record for table in tables for record in (table.info, describe(table.info))])
    writer.add(concepts())
    writer.close()
    opened = Store.open(path)
    yield opened
    opened.close()


DOINGS = {"5141": ("Frisörer", "klipper hår"), "8332": ("Lastbilsförare m.fl.", "kör lastbil")}


def concepts() -> list[Concept]:
    found = dict(OCCUPATIONS.values())
    groups = [
        Concept(
            id=f"ssyk:{code}",
            scheme="ssyk-2012",
            code=code,
            label=label,
            links=(ConceptLink(relation="related", scheme="datalots-doing", code=code, label=doing),),
        )
        for code, (label, doing) in DOINGS.items()
    ]
    return groups + [
        Concept(
            id=label,
            scheme="jobtech-occupation",
            code=label,
            label=label,
            links=tuple(
                ConceptLink(relation="broader", scheme="ssyk-2012", code=g, label="") for g in groups
            ),
        )
        for label, groups in found.items()
    ]


@pytest.fixture(scope="session")
def ledger(store: Store, statistics: Statistics) -> Ledger:
    return Ledger(store, statistics)


@pytest.fixture(scope="session")
def verifier(store: Store, statistics: Statistics) -> Verifier:
    return Verifier(store, statistics)


@pytest.fixture(scope="session")
def ask(ledger: Ledger) -> Ask:
    return lambda question: ledger.answer(query(question))


def query(question: str) -> Query:
    """The question with its occupations found as a gazetteer would."""
    lowered = question.lower()
    named = [word for word in OCCUPATIONS if word in lowered]
    longest = [w for w in named if not any(w != other and w in other for other in named)]
    entities = tuple(_occupation(word, lowered.index(word)) for word in longest)
    return Query(question=question, kind="other", entities=entities, today=TODAY)


def _occupation(word: str, start: int) -> Entity:
    label = OCCUPATIONS[word][0]
    return Entity(kind="occupation", code=f"concept:{label}", label=label, start=start, end=start + len(word))
