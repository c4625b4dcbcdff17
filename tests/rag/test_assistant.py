"""The main job: a question in Swedish, a cited answer, or an honest no."""

from __future__ import annotations

import pytest

from rag import texts
from rag.assistant import Assistant
from rag.errors import NoIndexError, StorageError
from rag.index.vectors import VectorIndex
from rag.schema import Answer
from rag.settings import Settings
from rag.verifier import fold

TODAY = "2026-11-23"
QUESTIONS = [
    "Vilka hinder finns det för öppna data på arbetsmarknaden?",
    "Vad tjänar en undersköterska i Stockholm?",
    "Vilken SSYK-kod har systemutvecklare?",
    "Finns det öppna data om varsel?",
    "Får en myndighet ta betalt för öppna data?",
    "Hur många bor i Umeå kommun?",
    "Hur lång uppsägningstid har jag efter fem år?",
    "Vilka kan bli tandsköterska?",
]


def ask(assistant: Assistant, question: str) -> Answer:
    return assistant.ask(question, today=TODAY)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_cited_and_every_quote_stands_in_its_document(
    assistant: Assistant, question: str
) -> None:
    answer = ask(assistant, question)
    assert answer.status in {"answered", "partial"}
    assert all(sentence.citations and sentence.support != "unverified" for sentence in answer.sentences)
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        document = assistant.document(citation.document_id)
        assert document is not None
        if citation.cell is None:
            assert fold(document.text[citation.start : citation.end]) == fold(citation.quote)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_gets_the_same_answer(assistant: Assistant, question: str) -> None:
    first, second = ask(assistant, question), ask(assistant, question)
    assert (first.text, first.citations, first.quantities) == (
        second.text,
        second.citations,
        second.quantities,
    )


def test_a_figure_comes_with_unit_period_region_and_cell(assistant: Assistant) -> None:
    quantity = ask(assistant, "Vad är medianlönen för poliser?").quantities[0]
    assert (quantity.unit, quantity.period, quantity.region) == ("SEK/month", "2023", "00")
    assert quantity.table and quantity.coordinates and quantity.citation == 1


def test_what_the_table_lacks_is_said(assistant: Assistant) -> None:
    answer = ask(assistant, "Vad tjänar en undersköterska i Stockholm?")
    assert answer.status == "partial"
    assert answer.quantities[0].region == "00"
    assert "Stockholm" in answer.text
    assert "saknas" in answer.text


def test_an_answer_without_support_says_so_and_cites_nothing(assistant: Assistant) -> None:
    answer = ask(assistant, "Vad kostar en biljett till månen?")
    assert answer.status in {"out_of_scope", "no_evidence"}
    assert answer.citations == ()
    assert answer.quantities == ()


def test_a_brief_of_ours_is_never_called_verbatim(assistant: Assistant) -> None:
    answer = ask(assistant, "Får en myndighet ta betalt för öppna data?")
    assert {citation.kind for citation in answer.citations} == {"brief"}
    assert "verbatim" not in {sentence.support for sentence in answer.sentences}


@pytest.mark.parametrize(
    ("question", "reason"),
    [("", "empty_question"), ("a" * 10_000, "question_too_long"), ("\x00\x01", "not_text")],
)
def test_bad_input_gets_one_clear_sentence(assistant: Assistant, question: str, reason: str) -> None:
    answer = ask(assistant, question)
    assert (answer.status, answer.reason) == ("refused", reason)
    assert answer.text.endswith((".", "?"))
    assert len(answer.question) <= 200


def test_the_answer_whose_search_had_no_vectors_says_so_and_the_next_does_not(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StorageError("the vectors cannot be read")

    question = "Vilka hinder finns det för öppna data?"
    with monkeypatch.context() as patched:
        patched.setattr(VectorIndex, "search", broken)
        assert texts.VECTORS_UNAVAILABLE in ask(assistant, question).notices
    assert texts.VECTORS_UNAVAILABLE not in ask(assistant, question).notices


def test_a_greeting_says_what_this_is(assistant: Assistant) -> None:
    assert "AI-tjänst" in ask(assistant, "Hej!").text


def test_without_an_index_the_remedy_is_named(tmp_path: object) -> None:
    assistant = Assistant.open(Settings(data_dir=tmp_path))  # type: ignore[arg-type]
    with pytest.raises(NoIndexError) as missing:
        ask(assistant, "Vad tjänar en polis?")
    assert missing.value.remedy == "datalots ingest"


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("Vad betyder SSYK?", "ssyk-2012"),
        ("Vad står SSYK för?", "ssyk-2012"),
        ("vad betyder sun", "sun"),
        ("Vad betyder SUN 2020?", "sun"),
        ("Vad är AKU?", "arbetsloshet-tva-matt"),
        ("Vad menas med varsel?", "varsel-statistik"),
        ("Förklara begreppet DCAT-AP-SE.", "dcat-ap-se-vad-ar"),
    ],
)
def test_what_a_word_means_is_told_by_the_text_about_it(
    assistant: Assistant, question: str, source: str
) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert answer.citations[0].document_id == source
