"""A model endpoint on loopback, and evidence of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from pydantic import SecretStr

from rag.schema import (
    CellReference,
    Chunk,
    Citation,
    Claim,
    Document,
    Draft,
    Evidence,
    Finding,
    Hit,
    Quantity,
    Query,
)
from rag.settings import Settings
from rag.writers.memory import Memory
from rag.writers.model import ModelWriter
from tests.loopback.openai_server import KEY, Endpoint, openai_endpoint

LAW = "En avgift får tas ut. Avgiften får inte vara högre än 250 kronor. Den ska beräknas på förhand."


@pytest.fixture(scope="session")
def endpoint() -> Iterator[Endpoint]:
    with openai_endpoint() as running:
        yield running


@pytest.fixture
def settings_for(endpoint: Endpoint) -> Callable[..., Settings]:
    def settings(model: str, **others: Any) -> Settings:
        given = {"openai_api_key": SecretStr(KEY), "openai_base_url": endpoint.url, "model": model}
        return Settings(writer="openai", **{**given, **others})

    return settings


@pytest.fixture
def writer_for(settings_for: Callable[..., Settings]) -> Callable[..., ModelWriter]:
    from rag.writers.openai_llm import from_settings

    def writer(
        model: str, fallback: Fallback | None = None, memory: Memory | None = None, **others: Any
    ) -> ModelWriter:
        settings = settings_for(model, **others)
        return ModelWriter(settings, from_settings(settings), fallback or Fallback(), memory)

    return writer


class Fallback:
    """Stands where the extractive writer stands, with a draft that is given."""

    name = "extractive"

    def __init__(self, draft: Draft | None = None) -> None:
        self.draft = draft or Draft(
            status="answered", notes=("En anmärkning.",), suggestions=("Vad gäller i dag?",)
        )

    def write(self, evidence: Evidence) -> Draft:
        return self.draft

    def stream(self, evidence: Evidence) -> Iterator[Claim]:
        yield from self.draft.claims


def hit(text: str = LAW, name: str = "lag", start: int = 0) -> Hit:
    """A hit whose document holds `text` from `start`."""
    document = Document(
        id=name,
        source_id="law",
        kind="law",
        title="Lag (2022:818)",
        text="x" * start + text,
        url="https://data.riksdagen.se/2022-818",
        publisher="Sveriges riksdag",
        as_of="2022-08-01",
        section="5 §",
    )
    chunk = Chunk(id=f"{name}#0", document_id=name, text=text, start=start, end=start + len(text))
    return Hit(chunk=chunk, document=document, score=0.9, reasons=("ord: avgift",))


def salary() -> Finding:
    """One figure of a table, told by the ledger."""
    coordinates = {"Yrke": "3360", "Tid": "2024", "measure": "median"}
    citation = Citation(
        kind="cell",
        document_id="table:lon",
        title="Lönestrukturstatistik",
        quote="Poliser, 2024, medianlön: 41 300 kronor per månad",
        cell=CellReference(table="lon", coordinates=coordinates),
    )
    quantity = Quantity(
        value=Decimal("41300"),
        unit="SEK/month",
        period="2024",
        region="00",
        measure="medianlön",
        table="lon",
        coordinates=coordinates,
    )
    text = "Medianlönen för poliser var 41 300 kronor per månad 2024 i riket."
    return Finding(
        kind="cell",
        status="answered",
        claims=(Claim(text=text, citations=(citation,), quantities=(quantity,)),),
    )


def evidence(
    *hits: Hit, findings: tuple[Finding, ...] = (), question: str = "Vad får en myndighet ta betalt?"
) -> Evidence:
    query = Query(question=question, kind="law", today="2026-11-23")
    return Evidence(query=query, hits=hits, findings=findings, answerable=0.9)
