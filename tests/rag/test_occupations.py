from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.readers.taxonomy import read
from ingest.sources import CORPUS, Source
from rag.index.store import Store, StoreWriter
from rag.occupations import Occupations, facts
from rag.occupations.asks import read_asks
from rag.schema import Finding, Query
from rag.verifier import Verifier

SOURCE = Source(
    id="taxonomy",
    title="JobTech Taxonomy",
    publisher="Arbetsförmedlingen",
    licence="CC0 1.0",
    path="taxonomy",
    reader="taxonomy",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("taxonomy") / "store.sqlite"
    writer = StoreWriter(path)
    writer.add(read(CORPUS / "taxonomy" / "taxonomy.jsonl", SOURCE))  # type: ignore[arg-type]  # no tables in it
    writer.close()
    opened = Store.open(path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def occupations(store: Store) -> Occupations:
    return Occupations(store)


def answer(occupations: Occupations, question: str) -> Finding:
    finding = occupations.answer(Query(question=question, kind="occupation"))
    assert finding is not None
    return finding


def texts_of(finding: Finding) -> list[str]:
    return [claim.text for claim in finding.claims]


def test_a_code_is_told_with_its_group(occupations: Occupations) -> None:
    assert texts_of(answer(occupations, "Vilken SSYK-kod har systemutvecklare?")) == [
        "Systemutvecklare/Programmerare har SSYK-kod 2512 och hör till gruppen Mjukvaru- och "
        "systemutvecklare m.fl. (SSYK 2012).",
        "SSYK 2512 Mjukvaru- och systemutvecklare m.fl. ligger under 251 IT-arkitekter, systemutvecklare och "
        "testledare m.fl.; 25 Yrken med krav på fördjupad högskolekompetens inom IT; 2 Yrken med krav på "
        "fördjupad högskolekompetens.",
    ]


def test_the_group_of_a_title_is_cited_with_the_others_in_it(occupations: Occupations) -> None:
    finding = answer(occupations, "Vilken yrkesgrupp hör en pianostämmare till?")
    assert {c.document_id for claim in finding.claims for c in claim.citations} >= {"ssyk:7319"}
    assert any("omfattar" in text and "Fiolbyggare" in text for text in texts_of(finding))


def test_a_title_is_shown_to_be_another_name(occupations: Occupations) -> None:
    assert texts_of(answer(occupations, "Vilken SSYK-kod har rörmokare?"))[:2] == [
        "Bland andra titlar för VVS-montör finns Rörmokare.",
        "VVS-montör har SSYK-kod 7125 och hör till gruppen VVS-montörer m.fl. (SSYK 2012).",
    ]


def test_a_code_is_explained_with_what_it_holds(occupations: Occupations) -> None:
    assert texts_of(answer(occupations, "Vad är SSYK 3360?")) == [
        "SSYK 3360 är Poliser, en grupp på fyrsiffernivå i SSYK 2012.",
        "SSYK 3360 Poliser hör till yrkesområdet Säkerhet och bevakning.",
        "SSYK 3360 Poliser omfattar 4 yrkesbenämningar: Inspektör, Polisen; Kommissarie, Polisen; "
        "Polisaspirant; Polisassistent.",
    ]


def test_what_is_done_at_the_work_is_told_first_where_it_is_asked_for(occupations: Occupations) -> None:
    first = texts_of(answer(occupations, "Vad gör en lokförare?"))[0]
    assert first.startswith("Exempel på vad man gör i yrkesgruppen Lokförare, i Datalots ord: köra tåg")


@pytest.mark.parametrize(
    "question",
    [
        "Vilka kan bli tandsköterska?",
        "Vilka yrken kan ersätta tandsköterska?",
        "Vem kan jobba som tandsköterska?",
        "Vilka kan byta till tandsköterska?",
        "Vilka kan en tandsköterska ersättas av?",
        "Vi hittar ingen tandsköterska. Vilka andra yrken kan vi leta bland?",
        "Vem kan vikariera för en tandsköterska?",
    ],
)
def test_who_can_do_the_work(occupations: Occupations, question: str) -> None:
    finding = answer(occupations, question)
    assert (
        texts_of(finding)[0]
        == "Tandsköterska kan ersättas av 2 yrken: Ortodontiassistent (75 %) och Tandvårdsbiträde (25 %)."
    )
    assert [(str(q.value), q.unit) for q in finding.claims[0].quantities] == [
        ("75", "percent"),
        ("25", "percent"),
    ]
    assert finding.notes == ("Det här är vägledning ur öppna data och inte ett beslut om en person.",)


@pytest.mark.parametrize(
    "question",
    [
        "Vilka yrken kan en tandsköterska ersätta?",
        "Vad kan en tandsköterska byta till?",
        "Vad kan man byta till från tandsköterska?",
        "Vad kan jag bli om jag är tandsköterska?",
        "Vilka yrken kan ersättas av en tandsköterska?",
        "Jag är trött på att vara tandsköterska. Vilka jobb ligger nära?",
        "Vart kan en tandsköterska ta vägen?",
    ],
)
def test_whose_work_an_occupation_can_do(occupations: Occupations, question: str) -> None:
    assert (
        texts_of(answer(occupations, question))[0]
        == "Tandsköterska kan ersätta 1 yrke: Ortodontiassistent (25 %)."
    )


def test_a_pair_is_answered_with_its_degree(occupations: Occupations) -> None:
    finding = answer(occupations, "Kan en barnskötare ersätta en elevassistent?")
    assert texts_of(finding)[0] == "Barnskötare kan ersätta Elevassistent (25 %)."


@pytest.mark.parametrize(
    "question",
    ["Hur kodas en tandsköterska i statistiken?", "Var hamnar tandsköterska i SSYK?"],
)
def test_where_an_occupation_is_placed_is_its_code(occupations: Occupations, question: str) -> None:
    assert texts_of(answer(occupations, question))[0].startswith("Tandsköterska har SSYK-kod ")


def test_what_nobody_reads_of_a_named_occupation_is_told_behind_others(occupations: Occupations) -> None:
    finding = answer(occupations, "Tandsköterska, hur menar du?")
    assert finding.claims
    assert finding.confidence < 0.5


def test_people_are_no_question_of_their_occupation(occupations: Occupations) -> None:
    assert occupations.answer(Query(question="Vad heter tandsköterskan i Umeå?", kind="occupation")) is None


def test_a_pair_without_a_published_link_is_said_to_have_none(occupations: Occupations) -> None:
    finding = answer(occupations, "Kan en tandsköterska bli läkare?")
    assert (finding.status, finding.claims) == ("no_evidence", ())
    assert finding.notes[0].startswith("Taxonomin anger inget släktskap från Tandsköterska till Läkare.")


def test_a_long_list_is_cut_at_ten_and_says_how_many_there_are(occupations: Occupations) -> None:
    text = texts_of(answer(occupations, "Vilka yrken kan en grundutbildad sjuksköterska ersätta?"))[0]
    assert text.startswith("Sjuksköterska, grundutbildad kan ersätta 12 yrken: ")
    assert text.count("%") == 10
    assert text.endswith(" med flera.")


def test_an_ambiguous_title_is_answered_for_each_group(occupations: Occupations) -> None:
    codes = " ".join(texts_of(answer(occupations, "Vilken SSYK-kod har undersköterska?")))
    assert "5321" in codes
    assert "5323" in codes


def test_a_title_of_too_many_groups_is_asked_about_with_options_that_are_understood(
    occupations: Occupations,
) -> None:
    finding = answer(occupations, "Vilka kompetenser behöver en mekaniker?")
    assert (finding.status, finding.reason) == ("clarify", "ambiguous")
    assert finding.clarification is not None
    assert finding.clarification.text == "Titeln ”mekaniker” kan betyda flera yrken. Vilket menar du?"
    assert ("Finmekaniker", "Vilka kompetenser behöver Finmekaniker?") in finding.clarification.options
    for label, question in finding.clarification.options:
        assert occupations.resolve(question)[0].label == label
        assert answer(occupations, question).status in {"answered", "no_evidence"}


def test_the_skills_for_becoming_something_are_not_a_change_of_occupation(occupations: Occupations) -> None:
    texts = texts_of(answer(occupations, "Vilka kompetenser krävs för att bli frisör?"))
    assert all(text.startswith("Kompetenser som hör till Frisör") for text in texts)


def test_several_things_are_answered_at_once(occupations: Occupations) -> None:
    texts = texts_of(
        answer(occupations, "Vilken SSYK-kod och ISCO-kod har en bagare och vilka kompetenser behövs?")
    )
    assert "SSYK-kod 7612" in texts[0]
    assert "ISCO-08 7512" in texts[1]
    assert texts[2].startswith("Kompetenser som hör till Bagare/Konditor")


def test_a_comparison_tells_what_each_asks_for_beyond_the_other(occupations: Occupations) -> None:
    texts = texts_of(answer(occupations, "Vad är skillnaden mellan en snickare och en målare?"))
    assert any(
        text.startswith("Kompetenser som hör till Målare utöver dem som hör till Träarbetare")
        for text in texts
    )


@pytest.mark.parametrize(
    "question",
    [
        "Vad tjänar en polis?",
        "Hur många sjuksköterskor finns det i Skåne?",
        "Hur ser framtiden ut för lärare?",
        "Vilka yrken har högst lön?",
        "Vad är SSYK?",
        "Kan min chef ersätta mig med en konsult?",
        "Hur blir vädret?",
        "",
    ],
)
def test_other_questions_are_left_to_others(occupations: Occupations, question: str) -> None:
    assert occupations.answer(Query(question=question, kind="other")) is None


def test_questions_on_data_are_left_to_the_catalogue(occupations: Occupations) -> None:
    assert occupations.answer(Query(question="Finns data om kompetenser för lärare?", kind="dataset")) is None


def test_a_question_that_also_asks_for_figures_is_answered_with_less_confidence(
    occupations: Occupations,
) -> None:
    finding = answer(occupations, "Vad tjänar en frisör och vilken SSYK-kod har yrket?")
    assert finding.confidence == 0.7
    assert "5141" in texts_of(finding)[0]


def test_an_unknown_code_is_said_to_be_unknown(occupations: Occupations) -> None:
    finding = answer(occupations, "Vad är SSYK 9999?")
    assert (finding.status, finding.notes) == (
        "no_evidence",
        ("Den koden finns inte i SSYK. Kontrollera siffrorna.",),
    )


def test_an_unknown_title_is_said_to_be_unknown(occupations: Occupations) -> None:
    finding = answer(occupations, "Vilken SSYK-kod har en flumtut?")
    assert (finding.status, finding.reason, finding.claims) == ("no_evidence", "no_source", ())


def test_resolve_gives_the_likeliest_concept_first(occupations: Occupations) -> None:
    assert occupations.resolve("jag jobbar som busschaufför")[0].label == "Bussförare"
    assert occupations.resolve("lots")[0].label == "Lots, fartyg"
    assert occupations.resolve("mattelärare")[0].label in {"Gymnasielärare", "Grundskollärare"}
    assert occupations.resolve("ingenting alls") == []


def test_every_claim_stands_in_the_document_it_cites_and_passes_the_gate(
    occupations: Occupations, store: Store
) -> None:
    verifier = Verifier(store, None)  # type: ignore[arg-type]  # no claim here cites a cell
    questions = [
        f"{opening} {title}?"
        for title in (
            "lokförare",
            "undersköterska",
            "polis",
            "kock",
            "jurist",
            "städare",
            "elektriker",
            "psykolog",
        )
        for opening in (
            "Vilken SSYK-kod och ISCO-kod har",
            "Vilka kompetenser har",
            "Vilka kan bli",
            "Vilka yrken liknar",
        )
    ]
    claims = [(question, claim) for question in questions for claim in answer(occupations, question).claims]
    assert len(claims) > 60
    for question, claim in claims:
        for citation in claim.citations:
            document = store.document(citation.document_id)
            assert document is not None
            assert document.text[citation.start : citation.end] == citation.quote
        assert verifier.judge(claim, question).support != "unverified", claim.text


def test_every_fact_of_every_concept_stands_once_in_its_document(store: Store) -> None:
    for concept in store.concepts():
        document = store.document(concept.document_id)
        assert document is not None
        assert document.text.split("\n") == list(facts.sentences(concept))


@pytest.mark.parametrize(
    ("names", "listed"),
    [
        (["a"], "a"),
        (["a", "b"], "a och b"),
        (["a", "b", "c"], "a, b och c"),
        (["a, b", "c"], "a, b; c"),
        (["a och b", "c"], "a och b; c"),
        (["a", "b", "c", "d"], "a, b, c med flera"),
    ],
)
def test_names_are_enumerated_in_swedish(names: list[str], listed: str) -> None:
    assert facts.enumerated(names, 3) == listed


def test_what_is_asked_is_read_from_where_the_title_stands() -> None:
    assert read_asks("Vilka kan bli lokförare?", [(14, 23)]) == ("substituted_by",)
    assert read_asks("Vad kan en lokförare bli?", [(11, 20)]) == ("substitutes",)
    assert read_asks("Vad tjänar en lokförare?", [(14, 23)]) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Räknas restid som arbetstid för hantverkare?",
        "Räknas man som anställd på en praktik hos Arbetsförmedlingen?",
    ],
)
def test_what_counts_as_something_by_law_is_no_place_in_the_classification(
    question: str, occupations: Occupations
) -> None:
    finding = occupations.answer(Query(question=question, kind="other"))
    assert finding is None or finding.confidence < 0.5


def test_the_classification_that_is_asked_about_is_not_what_somebody_works_with(
    occupations: Occupations,
) -> None:
    finding = answer(occupations, "Vad räknas hon som kör ambulans som i statistiken?")
    assert "5326" in " ".join(texts_of(finding))
    assert "Statistiker" not in " ".join(texts_of(finding))


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Min son vill bli lokförare. Hur är chanserna att hitta jobb i Skåne?", ()),
        ("jag jobbar som lokförare, vad är lönen i mitten?", ()),
        ("Vilka kan bli lokförare, och vad är lönen?", ("substituted_by",)),
        (
            "Jag vill bli lokförare. Vilka yrken liknar det, och vad är lönen?",
            ("substitutes", "substituted_by"),
        ),
        ("Hur utvecklas behovet av lokförare de närmaste fem åren?", ()),
    ],
)
def test_what_somebody_is_or_will_be_is_no_question_of_a_way(question: str, asks: tuple[str, ...]) -> None:
    at = question.index("lokförare")
    assert read_asks(question, [(at, at + len("lokförare"))]) == asks


def test_whether_one_may_become_something_is_a_question_of_what_it_takes() -> None:
    question = "Kan man bli lokförare om man är färgblind?"
    at = question.index("lokförare")
    assert read_asks(question, [(at, at + len("lokförare"))]) == ("education",)


def test_what_no_source_requires_is_not_said_to_be_free(occupations: Occupations) -> None:
    finding = answer(occupations, "Krävs det legitimation för att bli kurator?")
    assert any("betyder inte att inget krävs" in note for note in finding.notes)


def test_a_title_of_several_words_stands_whatever_they_remind_of(occupations: Occupations) -> None:
    finding = answer(occupations, "Vilken SSYK-kod har en undersköterska på äldreboende?")
    assert texts_of(finding)[0].startswith("SSYK 5321 ")


def test_words_beside_a_title_tell_which_of_its_meanings_is_meant(occupations: Occupations) -> None:
    finding = answer(occupations, "Vilka kompetenser behöver en projektledare inom it?")
    assert texts_of(finding)[0].startswith("Kompetenser som hör till Projektledare, IT i ")


def test_a_title_said_twice_is_answered_once(occupations: Occupations) -> None:
    finding = answer(occupations, "Min lokförare, alltså lokföraren, vilken SSYK-kod är det?")
    assert len(texts_of(finding)) == len(set(texts_of(finding))) == 2


def test_the_older_classification_is_no_group_of_the_newer(occupations: Occupations) -> None:
    found = occupations.answer(Query(question="Hur översätter jag SSYK 96 till SSYK 2012?", kind="other"))
    assert found is None or not any("SSYK 96 är" in text for text in texts_of(found))
    assert texts_of(answer(occupations, "Vad är SSYK-grupp 96?"))[0].startswith("SSYK 96 är ")
