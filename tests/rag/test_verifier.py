"""Nothing passes the gate that what it cites does not carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from rag.index.statistics import Statistics, StatisticsWriter
from rag.index.store import Store, StoreWriter
from rag.schema import (
    CellReference,
    Citation,
    Claim,
    Dimension,
    Document,
    Measure,
    Quantity,
    Table,
    TableInfo,
)
from rag.verifier import Verifier

TEXT = (
    "En myndighet får inte ta ut avgift för data som lämnas ut digitalt. "
    "Beslutet ska fattas inom 4 veckor enligt 5 §."
)
LAW = Document(
    id="brief",
    source_id="law",
    kind="brief",
    title="Avgift",
    text=TEXT,
    url="https://example.org/lag",
    section="5 §",
)
PAGE = Document(id="page", source_id="own", kind="page", title="Sida", text=TEXT)
TABLE_DOCUMENT = Document(
    id="table:wages", source_id="statistics", kind="table", title="Löner", text="Löner."
)
WAGES = Table(
    info=TableInfo(
        id="wages",
        title="Löner",
        publisher="SCB",
        url="",
        licence="CC0 1.0",
        updated="2026-01-01",
        dimensions=(
            Dimension(id="region", label="region", role="region", codes={"00": "riket"}),
            Dimension(id="period", label="år", role="period", codes={"2023": "2023", "2024": "2024"}),
        ),
        measures=(Measure(id="median", label="medianlön", unit="SEK/month", statistic="median"),),
    ),
    columns=("region", "period", "median"),
    rows=(("00", "2023", "39800"), ("00", "2024", "..")),
)
COORDINATES = {"region": "00", "period": "2023", "measure": "median"}


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verifier]:
    folder: Path = tmp_path_factory.mktemp("verifier")
    writer = StoreWriter(folder / "store.sqlite")
    writer.add([LAW, PAGE, TABLE_DOCUMENT])
    writer.close()
    with StatisticsWriter(folder / "statistics.duckdb") as cells:
        cells.add(WAGES)
    store, statistics = Store.open(folder / "store.sqlite"), Statistics.open(folder / "statistics.duckdb")
    yield Verifier(store, statistics)
    store.close()
    statistics.close()


def quote(document: Document, text: str) -> Citation:
    start = document.text.index(text)
    kind = "brief" if document.kind == "brief" else "passage"
    return Citation(
        kind=kind,
        document_id=document.id,
        title=document.title,
        section=document.section,
        url=document.url,
        quote=text,
        start=start,
        end=start + len(text),
    )


WHOLE = quote(PAGE, TEXT)


def wage(text: str, value: str = "39800", coordinates: dict[str, str] = COORDINATES) -> Claim:
    return Claim(
        text=text,
        citations=(
            Citation(
                kind="cell",
                document_id="table:wages",
                title="Löner",
                quote="riket · 2023 · medianlön: 39\u00a0800 kr i månaden",
                cell=CellReference(table="wages", coordinates=coordinates),
            ),
        ),
        quantities=(
            Quantity(
                value=Decimal(value),
                unit="SEK/month",
                period="2023",
                region="00",
                measure="medianlön",
                table="wages",
                coordinates=coordinates,
            ),
        ),
    )


def support(verifier: Verifier, claim: Claim, question: str = "") -> str:
    return verifier.judge(claim, question).support


def test_a_sentence_of_a_page_is_verbatim(verifier: Verifier) -> None:
    sentence = "En myndighet får inte ta ut avgift för data som lämnas ut digitalt."
    assert support(verifier, Claim(text=sentence, citations=(WHOLE,))) == "verbatim"


def test_a_sentence_of_our_own_brief_is_never_called_verbatim(verifier: Verifier) -> None:
    sentence = "En myndighet får inte ta ut avgift för data som lämnas ut digitalt."
    assert support(verifier, Claim(text=sentence, citations=(quote(LAW, TEXT),))) == "supported"


def test_a_sentence_without_a_citation_is_dropped(verifier: Verifier) -> None:
    assert support(verifier, Claim(text="Det är gratis.", citations=())) == "unverified"


def test_a_quote_that_the_document_does_not_hold_is_dropped(verifier: Verifier) -> None:
    altered = replace(WHOLE, quote=TEXT.replace("får inte", "får"))
    assert (
        support(verifier, Claim(text="En myndighet får ta ut avgift.", citations=(altered,))) == "unverified"
    )


def test_a_quote_at_the_wrong_place_is_dropped(verifier: Verifier) -> None:
    assert support(verifier, Claim(text=TEXT, citations=(replace(WHOLE, start=3),))) == "unverified"


def test_a_citation_of_an_unknown_document_is_dropped(verifier: Verifier) -> None:
    assert support(verifier, Claim(text=TEXT, citations=(replace(WHOLE, document_id="?"),))) == "unverified"


def test_a_link_that_is_not_the_stored_one_is_dropped(verifier: Verifier) -> None:
    foreign = replace(quote(LAW, TEXT), url="https://evil.example/")
    assert support(verifier, Claim(text=TEXT, citations=(foreign,))) == "unverified"


def test_a_negation_may_not_be_lost(verifier: Verifier) -> None:
    claim = Claim(
        text="En myndighet får ta ut avgift för data som lämnas ut digitalt.",
        citations=(quote(PAGE, "En myndighet får inte ta ut avgift för data som lämnas ut digitalt."),),
    )
    assert support(verifier, claim) == "unverified"


def test_a_modality_may_not_be_sharpened(verifier: Verifier) -> None:
    claim = Claim(
        text="En myndighet måste inte ta ut avgift för data som lämnas ut digitalt.",
        citations=(quote(PAGE, "En myndighet får inte ta ut avgift för data som lämnas ut digitalt."),),
    )
    assert support(verifier, claim) == "unverified"


@pytest.mark.parametrize("wrong", ["5 veckor", "fem veckor", "40 veckor", "4,5 veckor"])
def test_a_figure_that_no_source_holds_is_dropped(verifier: Verifier, wrong: str) -> None:
    claim = Claim(text=f"Beslutet ska fattas inom {wrong}.", citations=(quote(PAGE, "inom 4 veckor"),))
    assert support(verifier, claim) == "unverified"


def test_a_number_word_and_its_digit_are_the_same_figure(verifier: Verifier) -> None:
    cited = quote(PAGE, "Beslutet ska fattas inom 4 veckor enligt 5 §.")
    assert support(verifier, Claim(text="Beslutet ska fattas inom fyra veckor.", citations=(cited,))) == (
        "figures_checked"
    )


def test_words_that_the_source_does_not_have_are_dropped(verifier: Verifier) -> None:
    claim = Claim(text="Regeringen planerar skattesänkningar för småföretag.", citations=(WHOLE,))
    assert support(verifier, claim) == "unverified"


def test_a_cell_with_its_value_is_checked(verifier: Verifier) -> None:
    claim = wage("Medianlönen i riket var 39\u00a0800 kronor i månaden 2023.")
    assert support(verifier, claim) == "figures_checked"


def test_a_value_that_the_cell_does_not_have_is_dropped(verifier: Verifier) -> None:
    assert support(verifier, wage("Medianlönen var 39\u00a0900 kronor 2023.", "39900")) == "unverified"


def test_a_suppressed_cell_carries_no_figure(verifier: Verifier) -> None:
    hidden = {**COORDINATES, "period": "2024"}
    assert (
        support(verifier, wage("Medianlönen var 39\u00a0800 kronor 2024.", "39800", hidden)) == "unverified"
    )


def test_a_year_that_the_cell_does_not_have_is_dropped(verifier: Verifier) -> None:
    assert support(verifier, wage("Medianlönen var 39\u00a0800 kronor 2022.")) == "unverified"


def test_a_figure_may_not_be_told_about_something_else(verifier: Verifier) -> None:
    claim = wage("Böterna för snatteri är 39\u00a0800 kronor enligt polisens nya regler 2023.")
    assert support(verifier, claim) == "unverified"


def test_a_claim_of_several_quoted_sentences_needs_all_of_them(verifier: Verifier) -> None:
    first, second = TEXT.split(". ", 1)
    both = Claim(text=f"- {first}. {second}", citations=(quote(LAW, TEXT),))
    assert support(verifier, both) == "figures_checked"
    half = Claim(text=f"- {first}. Alla data är alltid hemliga.", citations=(quote(LAW, TEXT),))
    assert support(verifier, half) == "unverified"


def test_the_question_may_lend_its_own_figures(verifier: Verifier) -> None:
    claim = wage("Uppgift för 2019 saknas; medianlönen i riket var 39\u00a0800 kr i månaden 2023.")
    assert support(verifier, claim, "Vad var medianlönen 2019?") == "figures_checked"
