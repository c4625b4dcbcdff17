"""Sources that differ, or no longer apply, are told of with their dates."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rag import texts
from rag.assistant import Assistant
from rag.conflicts import notices
from rag.schema import CellReference, Citation, Claim, Document, Quantity

TODAY = "2026-11-23"
OLD = Citation(kind="passage", document_id="old", title="Gammal sida", as_of="2019-05-01", n=1, end=9)
NEW = Citation(kind="passage", document_id="new", title="Ny sida", as_of="2025-02-01", n=2, end=9)


def nothing(document_id: str) -> Document | None:
    return None


def said(first: str, second: str) -> tuple[str, ...]:
    claims = [Claim(text=first, citations=(OLD,)), Claim(text=second, citations=(NEW,))]
    return notices(claims, [OLD, NEW], nothing)


def test_two_documents_with_different_figures_of_the_same_are_a_conflict_with_dates() -> None:
    (notice,) = said("Ett beslut ska fattas inom fyra veckor.", "Ett beslut ska fattas inom sex veckor.")
    assert "[1] ”Gammal sida” (2019-05-01)" in notice
    assert "[2] ”Ny sida” (2025-02-01)" in notice


def test_other_things_or_the_same_figure_are_no_conflict() -> None:
    assert said("Ett beslut ska fattas inom 4 veckor.", "Beslut ska fattas inom fyra veckor.") == ()
    assert said("Ett beslut ska fattas inom fyra veckor.", "Avgiften får vara högst 250 kronor.") == ()
    assert said("Semestern är 25 dagar.", "Ledigheten för sjukt barn är 120 dagar.") == ()


def figure(value: str, table: str, citation: Citation) -> Claim:
    quantity = Quantity(
        value=Decimal(value), unit="SEK/month", period="2023", region="00", measure="medianlön", table=table
    )
    cell = CellReference(table=table, coordinates={})
    return Claim(text=value, citations=(replace(citation, kind="cell", cell=cell),), quantities=(quantity,))


def test_two_tables_with_different_values_of_one_figure_are_a_conflict() -> None:
    claims = [figure("40600", "a", OLD), figure("41900", "b", NEW)]
    assert len(notices(claims, [OLD, NEW], nothing)) == 1
    assert notices([claims[0], figure("40600", "b", NEW)], [OLD, NEW], nothing) == ()


def test_a_repealed_source_is_marked_where_it_is_asked_for_and_stands_aside_elsewhere(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Vad säger lagen (1997:238) om arbetslöshetsförsäkring?", today=TODAY)
    by_id = {citation.document_id: citation.n for citation in answer.citations}
    marked = texts.SOURCE_NOT_IN_FORCE.format(
        n=by_id["lag-1997-238-upphavd"], title="Den gamla a-kasselagen är upphävd"
    )
    assert answer.notices == (marked,)
    assert not any(
        "gäller" in notice for notice in assistant.ask("Vad krävs för a-kassa?", today=TODAY).notices
    )
