"""The extractive writer chooses what answers, keeps lists whole, and is silent when nothing answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.index.lexical import Analyzed, LexicalIndex, LexicalWriter
from rag.schema import (
    Chunk,
    CitationKind,
    Claim,
    Document,
    Entity,
    Evidence,
    Finding,
    Hit,
    Query,
    QueryKind,
    Status,
)
from rag.writers.extractive import ExtractiveWriter

NOTICE = (
    "Uppsägningstiden är minst en månad. Den som har varit anställd i två år har rätt till två månader. "
    "Lönen betalas under hela uppsägningstiden."
)
LIST = "Lagen räknar upp tre grunder:\n- kön,\n- ålder,\n- religion.\nGrunderna gäller i arbetslivet."


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> ExtractiveWriter:
    folder: Path = tmp_path_factory.mktemp("extractive")
    words = LexicalWriter(folder)
    for n, text in enumerate(
        (NOTICE, LIST, "Semestern är fem veckor.", "Arbetsgivaren ansvarar för miljön.")
    ):
        words.add(f"c{n}", f"d{n}", Analyzed.of(title="", body=text))
    words.close()
    return ExtractiveWriter(LexicalIndex.open(folder))


def hit(text: str, score: float = 1.0, document_id: str = "d") -> Hit:
    document = Document(id=document_id, source_id="law", kind="brief", title="Titel", text=text)
    chunk = Chunk(id=f"{document_id}#0", document_id=document_id, text=text, start=0, end=len(text))
    return Hit(chunk=chunk, document=document, score=score, reasons=())


def evidence(
    question: str,
    hits: Sequence[Hit] = (),
    findings: Sequence[Finding] = (),
    answerable: float = 1.0,
    kind: QueryKind = "law",
) -> Evidence:
    query = Query(question=question, kind=kind)
    return Evidence(query=query, hits=tuple(hits), findings=tuple(findings), answerable=answerable)


def test_sentences_come_in_the_order_of_their_source(writer: ExtractiveWriter) -> None:
    draft = writer.write(evidence("Vilken uppsägningstid har jag efter två år?", [hit(NOTICE)]))
    starts = [NOTICE.index(claim.text) for claim in draft.claims]
    assert draft.status == "answered"
    assert starts == sorted(starts)
    assert "Den som har varit anställd i två år har rätt till två månader." in [c.text for c in draft.claims]


def test_one_citation_spans_all_sentences_of_a_hit(writer: ExtractiveWriter) -> None:
    draft = writer.write(evidence("Vilken uppsägningstid har jag efter två år?", [hit(NOTICE)]))
    citations = {claim.citations[0] for claim in draft.claims}
    assert len(citations) == 1
    citation = citations.pop()
    assert NOTICE[citation.start : citation.end] == citation.quote


def test_a_list_is_shown_whole_with_what_introduces_it(writer: ExtractiveWriter) -> None:
    draft = writer.write(evidence("Vilka grunder räknar lagen upp?", [hit(LIST)]))
    assert [claim.text for claim in draft.claims][:4] == [
        "Lagen räknar upp tre grunder:",
        "- kön,",
        "- ålder,",
        "- religion.",
    ]


def test_a_sentence_is_not_said_twice(writer: ExtractiveWriter) -> None:
    draft = writer.write(
        evidence("Vilken uppsägningstid?", [hit(NOTICE, document_id="a"), hit(NOTICE, document_id="b")])
    )
    texts = [claim.text for claim in draft.claims]
    assert len(texts) == len(set(texts))


def test_passages_that_hardly_fit_give_an_honest_no(writer: ExtractiveWriter) -> None:
    near = writer.write(evidence("Vad kostar hyran?", [hit(NOTICE)], answerable=0.2))
    far = writer.write(evidence("Vad kostar månen?", [hit(NOTICE)], answerable=0.0))
    assert (near.status, near.claims) == ("no_evidence", ())
    assert (far.status, far.reason) == ("out_of_scope", "off_subject")


def test_a_sure_room_speaks_before_passages(writer: ExtractiveWriter) -> None:
    finding = Finding(
        kind="cell", status="answered", claims=(Claim(text="Sju.", citations=()),), confidence=0.9
    )
    draft = writer.write(evidence("Hur många?", [hit(NOTICE)], [finding], kind="statistic"))
    assert [claim.text for claim in draft.claims] == ["Sju."]


def test_an_unsure_room_is_not_heard(writer: ExtractiveWriter) -> None:
    finding = Finding(
        kind="cell", status="answered", claims=(Claim(text="Sju.", citations=()),), confidence=0.3
    )
    draft = writer.write(evidence("Vilken uppsägningstid har jag?", [hit(NOTICE)], [finding]))
    assert "Sju." not in [claim.text for claim in draft.claims]


def silent_room(confidence: float = 0.7) -> Finding:
    note = "Tabellen har inget om det."
    return Finding(kind="cell", status="no_evidence", notes=(note,), confidence=confidence)


def test_a_room_that_only_thinks_it_is_asked_leaves_the_answer_to_a_text_that_has_it(
    writer: ExtractiveWriter,
) -> None:
    asked = evidence(
        "Betalas lönen under hela uppsägningstiden?", [hit(NOTICE)], [silent_room()], kind="statistic"
    )
    assert writer.write(asked).status == "answered"


def test_a_text_that_surely_answers_goes_before_an_empty_table_when_nothing_of_one_is_named(
    writer: ExtractiveWriter,
) -> None:
    asked = "Betalas lönen under hela uppsägningstiden?"
    room = silent_room(confidence=0.95)
    sure = evidence(asked, [hit(NOTICE)], [room], answerable=0.95, kind="statistic")
    assert writer.write(sure).status == "answered"
    period = Entity(kind="period", code="2024", label="2024", start=0, end=7)
    named = replace(sure, query=replace(sure.query, entities=(period,)))
    assert writer.write(named).status == "no_evidence"


@pytest.mark.parametrize(
    ("question", "room", "answerable"),
    [
        ("Betalas lönen under hela uppsägningstiden?", silent_room(confidence=0.95), 0.8),
        ("Betalas lönen under hela uppsägningstiden?", silent_room(), 0.6),
        ("Hur många månader är uppsägningstiden?", silent_room(), 1.0),
    ],
)
def test_a_room_that_is_surer_than_the_text_or_asked_for_a_number_keeps_its_no(
    question: str, room: Finding, answerable: float, writer: ExtractiveWriter
) -> None:
    asked = evidence(question, [hit(NOTICE)], [room], answerable=answerable, kind="statistic")
    assert writer.write(asked).status == "no_evidence"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("Vilken uppsägningstid gäller enligt Sjöverkets avtal?", "no_evidence"),
        ("Chefen på Bagarn säger upp mig. Vilken uppsägningstid har jag?", "answered"),
    ],
)
def test_a_text_that_does_not_speak_of_whom_the_question_is_of_does_not_answer(
    question: str, status: Status, writer: ExtractiveWriter
) -> None:
    assert writer.write(evidence(question, [hit(NOTICE)])).status == status


def test_a_paragraph_that_is_asked_for_is_told_from_its_beginning(writer: ExtractiveWriter) -> None:
    act = Entity(kind="act", code="1982:80", label="LAS", start=15, end=18)
    document = Document(
        id="d", source_id="law", kind="brief", title="Uppsägning", text=NOTICE, act="1982:80", section="11 §"
    )
    chunk = Chunk(id="d#0", document_id="d", text=NOTICE, start=0, end=len(NOTICE))
    found = Hit(chunk=chunk, document=document, score=1.0, reasons=())
    query = Query(question="Vad säger 11 § LAS?", kind="law", entities=(act,))
    draft = writer.write(Evidence(query=query, hits=(found,), answerable=1.0))
    assert draft.claims[0].text == "Uppsägningstiden är minst en månad."
    missing = writer.write(
        Evidence(query=replace(query, question="Vad säger 99 § LAS?"), hits=(found,), answerable=1.0)
    )
    assert missing.status == "no_evidence"
    assert "99 §" in missing.notes[0]


LEAVE = "Semestern är fem veckor. Den läggs ut på sommaren."


def test_each_part_of_a_question_gets_its_sentence_from_the_sources_found_for_the_whole(
    writer: ExtractiveWriter,
) -> None:
    question = "Hur lång är uppsägningstiden, och när läggs semestern ut?"
    hits = [hit(NOTICE, document_id="a"), hit(LEAVE, 0.4, document_id="b")]
    said = [claim.text for claim in writer.write(evidence(question, hits)).claims]
    assert "Uppsägningstiden är minst en månad." in said
    assert set(said[-2:]) == {"Den läggs ut på sommaren.", "Semestern är fem veckor."}


def test_parts_are_answered_in_their_order(writer: ExtractiveWriter) -> None:
    question = "Hur länge betalas lönen, och hur lång är uppsägningstiden minst?"
    said = [claim.text for claim in writer.write(evidence(question, [hit(NOTICE)])).claims]
    assert said[0] == "Lönen betalas under hela uppsägningstiden."
    assert said[1] == "Uppsägningstiden är minst en månad."


def test_like_sentences_of_two_things_that_are_asked_for_are_both_said(writer: ExtractiveWriter) -> None:
    one = "På en arbetsplats där minst fem arbetar regelbundet ska det enligt 2 § finnas skyddsombud."
    two = "På en arbetsplats där minst femtio arbetar regelbundet ska det enligt 8 § finnas skyddskommitté."
    hits = [hit(one, document_id="a"), hit(two, 0.9, document_id="b")]
    draft = writer.write(evidence("När ska det finnas skyddsombud, och när skyddskommitté?", hits))
    assert {one, two} <= {claim.text for claim in draft.claims}


def test_naming_the_same_paragraph_does_not_make_a_sentence_a_repeat(writer: ExtractiveWriter) -> None:
    text = (
        "Den som begär en handling ska enligt 2 kap. 15 § lagen få läsa den på plats utan avgift. "
        "En handling får enligt 2 kap. 15 § också fotograferas på plats."
    )
    draft = writer.write(evidence("Får man läsa en handling på plats?", [hit(text)]))
    assert len(draft.claims) == 2


def test_a_room_that_took_the_question_by_a_word_gives_way_to_a_text_that_holds_it(
    writer: ExtractiveWriter,
) -> None:
    room = Finding(
        kind="cell", status="answered", claims=(Claim(text="Lönen är 100.", citations=()),), confidence=0.8
    )
    question = "Betalas lönen under hela uppsägningstiden?"
    asked = evidence(question, [hit(NOTICE)], [room], answerable=0.7, kind="statistic")
    assert writer.write(asked).claims[0].text.startswith("Lönen betalas")
    named = replace(room, claims=(Claim(text=f"{question[:-1]}: 100.", citations=()),))
    kept = evidence(question, [hit(NOTICE)], [named], answerable=0.7, kind="statistic")
    assert writer.write(kept).claims == named.claims


@pytest.mark.parametrize("status", ["no_evidence", "partial"])
@pytest.mark.parametrize("kind", ["dataset", "concept"])
def test_a_question_that_wants_data_is_left_to_no_text(
    status: Status, kind: CitationKind, writer: ExtractiveWriter
) -> None:
    near = Claim(text="- Datamängd A.", citations=())
    room = Finding(kind=kind, status=status, claims=(near,), confidence=0.6)
    question = "Betalas lönen under hela uppsägningstiden?"
    asked = evidence(question, [hit(NOTICE)], [room], answerable=0.9, kind="other")
    assert writer.write(replace(asked, wants_data=True)).claims == room.claims


@pytest.mark.parametrize("status", ["no_evidence", "partial"])
def test_datasets_that_are_only_near_give_way_to_a_text_that_likely_answers(
    status: Status, writer: ExtractiveWriter
) -> None:
    near = Claim(text="- Datamängd A.", citations=())
    room = Finding(kind="dataset", status=status, claims=(near,), confidence=0.9)
    question = "Betalas lönen under hela uppsägningstiden?"
    likely = evidence(question, [hit(NOTICE)], [room], answerable=0.7, kind="other")
    assert writer.write(likely).claims[0].text.startswith("Lönen betalas")
    doubtful = evidence(question, [hit(NOTICE)], [room], answerable=0.5, kind="other")
    assert writer.write(doubtful).claims == (near,)


def test_a_published_figure_is_no_forecast(writer: ExtractiveWriter) -> None:
    past = Finding(kind="cell", status="answered", claims=(Claim(text="År 2022 var det 7.", citations=()),))
    outlook = replace(past, claims=(Claim(text="Prognosen för 2028 är 9.", citations=()),))
    asked = evidence("Finns det en prognos?", findings=[past], answerable=0.0, kind="statistic")
    assert writer.write(asked).claims == ()
    assert writer.write(replace(asked, findings=(outlook,))).claims == outlook.claims


def test_an_answer_does_not_begin_with_where_it_is_written(writer: ExtractiveWriter) -> None:
    text = "Uppgifterna står i lagen om semester. Semestern är fem veckor enligt lagen."
    draft = writer.write(evidence("Vad står i lagen om semester?", [hit(text)]))
    assert draft.claims[0].text == "Semestern är fem veckor enligt lagen."
