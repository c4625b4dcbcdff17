"""A need in plain words leads to datasets, and a question about rules or figures does not."""

from __future__ import annotations

import re

import pytest

from rag.assistant import Assistant
from rag.catalogue.door import read_ask
from rag.catalogue.everyday import meanings
from rag.catalogue.judging import explain
from rag.catalogue.quality import assess
from rag.index.generation import GenerationHandle

TODAY = "2026-11-23"
_GROUP = re.compile(r"^- [^,]+, (\d+) av (\d+)\.(?: Finns: (.+?)\.)?(?: Saknas: (.+?)\.)?$", re.MULTILINE)


@pytest.mark.parametrize(
    "question",
    [
        "Finns det öppna data om varsel?",
        "Var hittar jag statistik om löner?",
        "Vilken datamängd visar pendling?",
        "Data om strejker i Sverige?",
        "Finns det ett API för platsannonser?",
        "Vilken källa visar hur många som läser på komvux?",
        "Tips på källa om företagens nyanställningar?",
    ],
)
def test_these_ask_for_data(question: str) -> None:
    ask = read_ask(question)
    assert ask is not None
    assert ask.kind == "find"
    assert ask.sure


@pytest.mark.parametrize(
    "question",
    [
        "Jag vill visa var i landet det saknas lärare",
        "Vem mäter hur stressade folk är?",
        "Hur får jag tag på uppgifter om vilka som strejkar?",
        "Vem har koll på hur många som varslas?",
        "Vilken myndighet publicerar hur många som är sjukskrivna?",
        "Jag gör en podd om fackets tillbakagång. Vad kan jag luta mig mot?",
        "Hur gör jag för att hämta alla lagar automatiskt?",
    ],
)
def test_a_need_without_the_word_data_counts_when_a_dataset_fits(question: str) -> None:
    ask = read_ask(question)
    assert ask is not None
    assert not ask.sure


@pytest.mark.parametrize(
    "question",
    [
        "Vilka hinder finns det för öppna data på arbetsmarknaden?",
        "Vilka data om arbetsmarknaden saknas?",
        "Får en myndighet ta betalt för öppna data?",
        "Vad är öppna data?",
        "Hur många varslades i mars?",
        "Vad tjänar en polis?",
        "Var hittar jag reglerna om uppsägningstid?",
        "Vart vänder jag mig om chefen mobbar mig?",
        "Vem har koll på att arbetsgivaren följer lagen?",
        "Hur gör jag för att överklaga?",
    ],
)
def test_these_do_not(question: str) -> None:
    assert read_ask(question) is None


def test_an_everyday_word_stands_for_the_words_of_a_record() -> None:
    found = {word for meaning in meanings("vad tjejer tjänar") for word in meaning.words}
    assert {"kvinnor", "lön"} <= found


def test_the_longest_everyday_form_wins_over_those_inside_it() -> None:
    asked = [meaning.asked for meaning in meanings("om det är brist på personal")]
    assert ("brist", "personal") in asked
    assert ("personal",) not in asked


def test_a_dataset_is_told_with_publisher_format_licence_and_frequency(assistant: Assistant) -> None:
    answer = assistant.ask("Finns det öppna data om varsel?", today=TODAY)
    assert answer.status == "answered"
    assert answer.citations[0].kind == "dataset"
    first = answer.sentences[0].text
    for fact in ("Utgivare är Arbetsförmedlingen.", "format", "Licensen", "uppdateras"):
        assert fact in first


def test_a_question_of_one_property_is_answered_from_that_dataset(assistant: Assistant) -> None:
    answer = assistant.ask("Vilken licens har JobTech Taxonomy?", today=TODAY)
    assert answer.citations[0].kind == "dataset"
    assert len(answer.citations) == 1
    assert "Licensen" in answer.text


def test_data_that_should_hold_a_number_are_pointed_at_when_nobody_answers(assistant: Assistant) -> None:
    answer = assistant.ask("Hur många lever på aktivitetsstöd?", today=TODAY)
    assert answer.citations[0].document_id == "dataset:fk-aktivitetsstod"
    assert answer.text.startswith(("Svaret har jag inte själv", "Jag har inget eget svar på det."))


def test_data_are_not_pointed_at_when_a_rule_is_asked_for(assistant: Assistant) -> None:
    answer = assistant.ask("Hur många semesterdagar har jag rätt till?", today=TODAY)
    assert answer.status == "answered"
    assert {citation.kind for citation in answer.citations} == {"brief"}


def test_what_no_dataset_holds_is_said_with_the_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("Finns det öppna data om antalet enhörningar i Vasaloppet?", today=TODAY)
    assert answer.status in {"no_evidence", "out_of_scope"}


def test_a_table_that_lacks_the_breakdown_is_no_dead_end_where_somebody_answers_for_it(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Hur många ansökningar får varje jobb på Platsbanken i snitt?", today=TODAY)
    assert answer.status == "no_evidence"
    assert "ägs troligen av Arbetsförmedlingen" in answer.text


@pytest.mark.parametrize(
    ("question", "dataset"),
    [
        ("Vem har uppgifter om strejker i Sverige?", "dataset:mi-konflikter"),
        ("Vilka dataset har Diskrimineringsombudsmannen?", "dataset:do-anmalningar"),
    ],
)
def test_who_has_data_is_asked_of_the_catalogue(assistant: Assistant, question: str, dataset: str) -> None:
    answer = assistant.ask(question, today=TODAY)
    assert answer.status == "answered"
    assert answer.citations[0].document_id == dataset


def test_a_format_is_told_without_figures(assistant: Assistant) -> None:
    answer = assistant.ask("I vilket format kommer Platsbankens historiska annonser?", today=TODAY)
    assert {citation.kind for citation in answer.citations} == {"dataset"}


def test_what_another_api_needs_is_no_answer_to_what_the_named_one_needs(assistant: Assistant) -> None:
    answer = assistant.ask("Behöver jag en API-nyckel för JobSearch?", today=TODAY)
    assert "data.europa.eu/api" not in answer.text
    assert "admin.dataportal.se" not in answer.text


@pytest.mark.parametrize("name", ["JobSearch", "Konjunkturbarometern", "JobTech Taxonomy"])
def test_the_licence_is_that_of_the_dataset_that_is_named(assistant: Assistant, name: str) -> None:
    answer = assistant.ask(f"Vilken licens har {name}?", today=TODAY)
    assert name in answer.citations[0].title
    assert "Licensen" in answer.sentences[0].text


def test_a_property_of_a_name_that_several_datasets_bear_is_told_of_each(assistant: Assistant) -> None:
    answer = assistant.ask("Hur ofta uppdateras AKU?", today=TODAY)
    titles = {citation.title for citation in answer.citations}
    assert len(titles) > 1
    assert all("AKU" in title for title in titles)
    assert all("uppdateras" in sentence.text for sentence in answer.sentences)


def test_what_the_catalogue_does_not_say_of_a_dataset_is_said(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Vilka år täcker Kollektivavtal, täckningsgrad och organisationsgrad?", today=TODAY
    )
    assert answer.status == "partial"
    assert "Katalogen säger inte vilka år" in answer.text


def test_where_a_dataset_is_fetched_is_told_with_its_format(assistant: Assistant) -> None:
    answer = assistant.ask("Finns Yrkesbarometern via API?", today=TODAY)
    assert answer.status == "answered"
    assert "formatet JSON" in answer.text
    assert "https://data.arbetsformedlingen.se/" in answer.text


def test_figures_are_left_out_when_only_a_property_of_a_named_dataset_is_asked_for(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("I vilket format finns Varsel om uppsägning per län?", today=TODAY)
    assert {citation.kind for citation in answer.citations} == {"dataset"}


def test_the_score_of_every_dataset_can_be_counted_again_from_what_is_shown(assistant: Assistant) -> None:
    with GenerationHandle(assistant.settings.data_dir, assistant.settings).current() as generation:
        datasets = generation.store.datasets()
    assert len(datasets) > 200
    for dataset in datasets:
        score = assess(dataset, TODAY)
        shown = "\n".join(explain(score))
        found = re.search(r"får (\d+) av (\d+) poäng", shown)
        groups = _GROUP.findall(shown)
        assert found is not None
        assert len(groups) == 3
        for given, highest, has, lacks in groups:
            assert len(_names(has)) == int(given), dataset.id
            assert len(_names(has)) + len(_names(lacks)) == int(highest), dataset.id
        assert sum(int(given) for given, *_ in groups) == int(found[1]) == score.given
        assert sum(int(highest) for _, highest, *_ in groups) == int(found[2])


def _names(listed: str) -> list[str]:
    return re.split(r", | och ", listed) if listed else []


def test_an_answer_on_quality_shows_the_sum_and_its_parts(assistant: Assistant) -> None:
    answer = assistant.ask("Hur bra är metadata för Yrkesbarometern?", today=TODAY)
    assert len(_GROUP.findall(answer.text)) == 3
    assert sum(int(given) for given, *_ in _GROUP.findall(answer.text)) == answer.quantities[0].value
