"""Follow-ups on a text are asked of the source that most likely answers them."""

from __future__ import annotations

import json
from pathlib import Path

from rag.assistant import Assistant
from rag.conversation import staying
from rag.conversation.staying import FEATURES, Briefs, features, stays
from rag.schema import Answer, Document, DocumentKind, Turn

TODAY = "2026-11-23"
BEFORE = Document(
    id="vila",
    source_id="s",
    kind="brief",
    title="Hur lång är vilan?",
    text="Vilan är minst elva timmar. Undantag får göras i kollektivavtal. Facket ska underrättas.",
    url="",
    publisher="",
    licence="",
    as_of="2026-01-01",
    asked=("hur lång är den", "hur många timmar", "går det att avtala bort", "måste facket få veta"),
    asked_at=(0, 0, 28, 65),
    act="1982:673",
)
BESIDE = Document(
    id="rast",
    source_id="s",
    kind="brief",
    title="När är det rast?",
    text="Ingen får arbeta mer än fem timmar i följd. Rasten räknas inte som arbetstid.",
    url="",
    publisher="",
    licence="",
    as_of="2026-01-01",
    asked=("hur länge får man jobba utan rast", "är rasten betald"),
    asked_at=(0, 44),
    act="1982:673",
)


class _Store:
    def all_documents(self, kind: DocumentKind | None = None) -> list[Document]:
        return [BEFORE, BESIDE]


def talk(assistant: Assistant, *questions: str) -> Answer:
    turns: list[Turn] = []
    for question in questions:
        answer = assistant.ask(question, turns, today=TODAY)
        turns.append(Turn(question=question, standalone_question=answer.standalone_question, answer=answer))
    return answer


def test_a_follow_up_is_asked_of_the_source_that_people_ask_so() -> None:
    found = Briefs(_Store()).found("går det att avtala bort det?", ["vila", "rast"])
    assert found is not None
    assert found.document.id == "vila"


def test_a_source_that_people_ask_so_is_likelier_than_one_that_they_do_not() -> None:
    asked = "måste facket få veta det?"
    assert stays(asked, BEFORE, BEFORE) > stays(asked, BESIDE, BESIDE)


def test_no_source_is_found_where_none_was_cited() -> None:
    assert Briefs(_Store()).found("hur länge då?", ["table:bnp"]) is None


def test_every_feature_has_a_weight_and_no_other_has() -> None:
    kept = json.loads(Path(staying.__file__).with_name("staying.json").read_text(encoding="utf-8"))
    assert list(kept["weights"]) == list(FEATURES)
    assert len(features("hur länge?", BEFORE, BEFORE)) == len(FEATURES)


def test_a_follow_up_of_small_words_is_answered_by_the_sentence_it_asks_for(assistant: Assistant) -> None:
    answer = talk(
        assistant, "Hur lång uppsägningstid har jag efter fyra års anställning?", "och som nyanställd?"
    )
    assert answer.status == "answered"
    assert {citation.document_id for citation in answer.citations} == {"las-11-uppsagningstid"}


def test_a_follow_up_that_the_source_says_nothing_of_is_said_not_to_be_told(assistant: Assistant) -> None:
    answer = talk(assistant, "Hur lång uppsägningstid har jag?", "vad kostar det?")
    assert answer.status == "no_evidence"


def test_a_change_of_subject_is_not_asked_of_the_source_before(assistant: Assistant) -> None:
    answer = talk(assistant, "Hur lång uppsägningstid har jag?", "Vad är medianlönen för kockar?")
    assert answer.standalone_question == "Vad är medianlönen för kockar?"
    assert answer.citations[0].kind == "cell"
