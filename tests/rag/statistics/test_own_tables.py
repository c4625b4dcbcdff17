"""Tables that somebody brings: their figures are asked for by the words of the file, with no line of ours
that knows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.readers import READERS, reader_for
from ingest.sources import Source
from rag.index.statistics import Statistics, StatisticsWriter
from rag.index.store import Store, StoreWriter
from rag.schema import Finding, Query, Table
from rag.statistics import Ledger, describe
from rag.verifier import Verifier

FILES = Path(__file__).parents[2] / "fixtures" / "ingest" / "statistics"
TODAY = "2026-01-29"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, Verifier]]:
    folder = tmp_path_factory.mktemp("own")
    source = Source(
        id="egen", title="Egna", publisher="Jag", licence="CC0", path=str(FILES), bundled=False, reader="auto"
    )
    tables = [
        record
        for path in sorted(FILES.iterdir())
        for record in READERS[reader_for(path)].read(path, source)
        if isinstance(record, Table)
    ]
    writer = StoreWriter(folder / "store.sqlite")
    writer.add([record for table in tables for record in (table.info, describe(table.info))])
    writer.close()
    with StatisticsWriter(folder / "statistics.duckdb") as cells:
        for table in tables:
            cells.add(table)
    store, statistics = Store.open(folder / "store.sqlite"), Statistics.open(folder / "statistics.duckdb")
    yield Ledger(store, statistics), Verifier(store, statistics)
    statistics.close()
    store.close()


def ask(ledger: Ledger, question: str) -> Finding:
    found = ledger.answer(Query(question=question, kind="statistic", today=TODAY))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("question", "figure", "period", "region"),
    [
        ("Hur många inflyttade kvinnor hade riket 2003?", None, "", ""),
        ("Hur många utflyttade män hade Umeå 2003?", "305", "2003", "2480"),
        ("Hur många inflyttade män fanns det i riket 2003?", "456", "2003", "00"),
        (
            "Vad var månadslönen för civilingenjörsyrken, kvinnor, i Jönköpings län 2023?",
            "39800",
            "2023",
            "06",
        ),
        ("Hur många varslades i Dalarna i mars 2023 inom byggverksamhet?", "19", "2023M03", "20"),
        ("Vad var folkmängden i Umeå 2023?", "133091", "2023", "2480"),
        ("Hur många annonser var det i Hallands län 2024?", "295", "2024", "13"),
        ("Hur många fler annonser var det i Skåne än i Halland 2023?", "894", "2023", None),
    ],
)
def test_a_figure_of_ones_own_table_is_found_with_its_place_and_time(rooms, question, figure, period, region):
    ledger, verifier = rooms
    found = ask(ledger, question)
    if figure is None:
        assert (found.status, found.reason) == ("no_evidence", "suppressed")
        return
    assert found.status == "answered"
    assert all(verifier.judge(claim, question).shown for claim in found.claims)
    quantities = [q for claim in found.claims for q in claim.quantities]
    held = [q for q in quantities if str(q.value) == figure]
    assert held
    assert held[0].period == period
    assert region is None or held[0].region == region


def test_a_place_that_the_table_lacks_is_said_and_not_guessed(rooms):
    found = ask(rooms[0], "Hur många annonser var det i Kiruna 2024?")
    assert (found.status, found.reason) == ("no_evidence", "region_missing")


def test_a_change_between_two_years_of_ones_own_table_shows_its_formula(rooms):
    found = ask(rooms[0], "Hur mycket ändrades antalet annonser i Skåne mellan 2023 och 2024?")
    formulas = [q.formula for claim in found.claims for q in claim.quantities]
    assert formulas[0] == "988 − 1\u00a0204"
