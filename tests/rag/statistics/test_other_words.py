"""The same question in other words, and beside what is only told, has the same answer."""

from __future__ import annotations

import pytest

from tests.rag.statistics.conftest import Ask


@pytest.mark.parametrize(
    ("asked", "plainly"),
    [
        # a denial turns what is denied
        (
            "Om man inte rensar för inflationen, hur stor var BNP tredje kvartalet 2021?",
            "Hur stor var BNP i löpande priser tredje kvartalet 2021?",
        ),
        # ages in words
        ("Hur många pojkar var nio år i Lund 2022?", "Hur många 9-åriga pojkar bodde i Lund 2022?"),
        # none has less: the one that has least
        (
            "Ingen kommun hade färre inskrivna arbetslösa i juni 2020 än vilken?",
            "Vilken kommun hade färst inskrivna arbetslösa i juni 2020?",
        ),
        # the year that was said before
        (
            "Hur ändrades arbetslösheten i Skåne från mars 2022 till oktober samma år?",
            "Hur ändrades arbetslösheten i Skåne från mars 2022 till oktober 2022?",
        ),
        # a change in kronor is no change in percent
        (
            "Hur mycket BNP i fasta priser försvann mellan tredje och fjärde kvartalet 2008 "
            "i miljoner kronor?",
            "Hur många miljoner kronor minskade BNP i fasta priser från tredje kvartalet 2008 till "
            "fjärde kvartalet 2008?",
        ),
        # the highest and lowest of a stretch
        (
            "Hur mycket skilde arbetslösheten på Gotland mellan toppen och botten 2021?",
            "Hur stor är skillnaden mellan månaden med högst och månaden med lägst "
            "arbetslöshet på Gotland 2021?",
        ),
        # a thousand billion, in the millions of the table
        (
            "Vilket kvartal passerade BNP i löpande priser 500 000 miljoner kronor första gången?",
            "Vilket kvartal var BNP i löpande priser för första gången över 500 000 miljoner kronor?",
        ),
        # whom it is about is told beside
        (
            "Min moster i Borås väntar barn. Hur många flickor under ett år bodde i Kiruna kommun 2022?",
            "Hur många flickor under ett år bodde i Kiruna kommun 2022?",
        ),
    ],
)
def test_other_words_have_the_same_answer(asked: str, plainly: str, ask: Ask) -> None:
    found, expected = ask(asked), ask(plainly)
    assert expected is not None
    assert found is not None
    assert expected.claims
    values = [[(q.value, q.unit, q.period, q.region) for q in c.quantities] for c in expected.claims]
    assert [[(q.value, q.unit, q.period, q.region) for q in c.quantities] for c in found.claims] == values


@pytest.mark.parametrize(
    "asked",
    [
        "Jag bor i Kiruna. Hur många tjejer under ett år bodde i kommunen 2022?",
        "Det gäller Kiruna 2022. Hur många flickor under ett år bodde det?",
    ],
)
def test_what_another_sentence_names_counts_where_the_asking_one_names_none(asked: str, ask: Ask) -> None:
    found = ask(asked)
    assert found is not None
    assert {q.region for claim in found.claims for q in claim.quantities} == {"2584"}


def test_two_measures_of_one_table_are_both_told(ask: Ask) -> None:
    found = ask("Vad var både inflationen och indextalet enligt KPIF i maj 2023?")
    assert found is not None
    assert {q.unit for claim in found.claims for q in claim.quantities} == {"percent", "index"}
