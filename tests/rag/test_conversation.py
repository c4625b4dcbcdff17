"""A follow-up changes one thing and keeps the rest; a new topic inherits nothing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rag.assistant import Assistant
from rag.conversation import Understood, standalone
from rag.entities.gazetteer import Gazetteer
from rag.index.generation import GenerationHandle
from rag.schema import Answer, Citation, Clarification, Sentence, Turn
from rag.settings import Settings

TODAY = "2026-11-23"
LAS = Citation(
    kind="brief",
    document_id="las-6-provanstallning",
    title="Provanställning",
    section="6 och 31 §§",
    url="https://rkrattsbaser.gov.se/sfst?bet=1982:80",
    publisher="Regeringskansliet",
    as_of="2026-01-01",
    quote="En provanställning får enligt 6 § LAS vara högst sex månader.",
    n=1,
)


@pytest.fixture(scope="module")
def gazetteer(bundled_settings: Settings) -> Gazetteer:
    handle = GenerationHandle(bundled_settings.data_dir, bundled_settings)
    with handle.current() as generation:
        made = Gazetteer(generation.store)
    handle.close()
    return made


def said(*questions: str) -> list[Turn]:
    return [Turn(question=question, standalone_question=question) for question in questions]


def after(before: Sequence[str], follow_up: str, gazetteer: Gazetteer) -> str:
    return standalone(follow_up, said(*before), gazetteer, TODAY).question


def answered(question: str, *citations: Citation) -> Turn:
    """A turn whose answer is the quotes of its citations."""
    answer = Answer(
        question=question,
        standalone_question=question,
        status="answered",
        text=" ".join(f"{citation.quote} [{citation.n}]" for citation in citations),
        sentences=tuple(
            Sentence(text=citation.quote, citations=(citation.n,), support="supported")
            for citation in citations
        ),
        citations=citations,
    )
    return Turn(question=question, standalone_question=question, answer=answer)


# ------------------------------------------------------------------ exchanged


@pytest.mark.parametrize(
    ("first", "then", "alone"),
    [
        ("Hur många är arbetslösa i Malmö?", "Och i Umeå?", "Hur många är arbetslösa i Umeå?"),
        ("Hur många är arbetslösa i Malmö?", "I Umeå då?", "Hur många är arbetslösa i Umeå?"),
        ("Hur många är arbetslösa i Malmö?", "hela landet då?", "Hur många är arbetslösa i hela landet?"),
        ("Hur många bor i Umeå?", "på Gotland?", "Hur många bor på Gotland?"),
        ("Hur många är arbetslösa i Oslo?", "och i Göteborg då?", "Hur många är arbetslösa i Göteborg?"),
        ("Vad är medianlönen för poliser?", "och för kockar?", "Vad är medianlönen för kockar?"),
        ("Vad tjänar en polis?", "och kockar?", "Vad tjänar kockar?"),
        ("Vad tjänar poliser?", "en kock då?", "Vad tjänar en kock?"),
        ("Vad tjänar poliser?", "och 2023?", "Vad tjänar poliser 2023?"),
        ("Vad tjänar poliser?", "för kvinnor?", "Vad tjänar kvinnliga poliser?"),
        ("Hur många bor i Lund?", "kvinnor då?", "Hur många kvinnor bor i Lund?"),
        ("Hur många kvinnor bor i Lund?", "män?", "Hur många män bor i Lund?"),
        ("Hur många män bor i Lund?", "över 65 år då?", "Hur många män över 65 år bor i Lund?"),
        ("Vad är medianlönen för poliser 2023?", "och medellönen?", "Vad är medellönen för poliser 2023?"),
        ("Hur lång ska dygnsvilan vara?", "och veckovilan?", "Hur lång ska veckovilan vara?"),
    ],
)
def test_what_a_follow_up_names_replaces_what_was_named(
    first: str, then: str, alone: str, gazetteer: Gazetteer
) -> None:
    assert after([first], then, gazetteer) == alone


@pytest.mark.parametrize(
    ("first", "then", "alone"),
    [
        ("Vad tjänar poliser 2024?", "året innan?", "Vad tjänar poliser 2023?"),
        ("Hur många bodde i Umeå i juli 2022?", "månaden efter?", "Hur många bodde i Umeå i augusti 2022?"),
        ("Vad var inflationen i januari 2024?", "månaden innan?", "Vad var inflationen i december 2023?"),
        ("Vad var inflationen i mars 2024?", "och ett år tidigare?", "Vad var inflationen i mars 2023?"),
        ("Vad var BNP fjärde kvartalet 2021?", "kvartalet efter?", "Vad var BNP första kvartalet 2022?"),
        ("Vad var inflationen i mars 2024?", "samma månad 2020?", "Vad var inflationen i mars 2020?"),
        ("Vad var inflationen i mars 2024?", "och i april?", "Vad var inflationen i april 2024?"),
        (
            "Hur hög var arbetslösheten i Blekinge i april 2023?",
            "Och i Kronoberg samma månad?",
            "Hur hög var arbetslösheten i Kronoberg i april 2023?",
        ),
    ],
)  # fmt: skip
def test_a_time_is_counted_from_the_turn_before(
    first: str, then: str, alone: str, gazetteer: Gazetteer
) -> None:
    assert after([first], then, gazetteer) == alone


def test_thanks_before_a_follow_up_does_not_end_the_conversation(gazetteer: Gazetteer) -> None:
    assert after(["Hur många bodde i Umeå 2022?"], "Tack! Och i Malmö?", gazetteer) == (
        "Hur många bodde i Malmö 2022?"
    )


@pytest.mark.parametrize(
    ("then", "alone"),
    [
        ("nej, jag menade länet", "Hur många annonser för snickare fanns i Kalmar län 2024?"),
        ("nej, Växjö menade jag", "Hur många annonser för snickare fanns i Växjö 2024?"),
        ("jag menade målare", "Hur många annonser för målare fanns i Kalmar 2024?"),
    ],
)
def test_a_correction_takes_the_place_of_what_was_said(then: str, alone: str, gazetteer: Gazetteer) -> None:
    assert after(["Hur många annonser för snickare fanns i Kalmar 2024?"], then, gazetteer) == alone


# ------------------------------------------------------------------ left alone


@pytest.mark.parametrize(
    "question",
    [
        "Hur många semesterdagar har jag rätt till?",
        "Vad är medianlönen för kockar i Skåne?",
        "Finns det öppna data om varsel?",
        "Vem vann VM i hockey?",
        "Vad är DCAT-AP-SE?",
        "Hur mycket övertid får en arbetsgivare ta ut?",
        "Hur stor är skillnaden i lön mellan kvinnor och män bland läkare?",
    ],
)
@pytest.mark.parametrize("before", ["Hur många är arbetslösa i Malmö?", "Vad är medianlönen för poliser?"])
def test_a_whole_question_inherits_nothing(before: str, question: str, gazetteer: Gazetteer) -> None:
    assert after([before], question, gazetteer) == question


def test_a_whole_question_after_a_law_stays_as_it_is(gazetteer: Gazetteer) -> None:
    turn = answered("Hur lång är en provanställning högst?", LAS)
    for question in (
        "Hur många bor i Umeå?",
        "Vad tjänar en kock?",
        "Hur många semesterdagar får man spara varje år?",
    ):
        assert standalone(question, [turn], gazetteer, TODAY).question == question


@pytest.mark.parametrize(
    "question",
    [
        "Var redovisas hur ofta folk straffas för att de har missat att söka jobb eller redovisat för sent?",
        "Min exman heter Peter Sjölund. Var jobbar han nu?",
        "Hur många procent av grundskollärarna i Sverige var män 2024?",
        "Hur många kommer att varslas i Dalarna nästa år?",
        "Hur ofta ska en arbetsgivare göra lönekartläggning?",
    ],
)
def test_words_that_point_inside_the_question_take_nothing_from_before(
    question: str, gazetteer: Gazetteer
) -> None:
    turns = (answered("Hur lång är en provanställning högst?", LAS), listing(), *said("Vad tjänar en kock?"))
    for turn in turns:
        assert standalone(question, [turn], gazetteer, TODAY).question == question


def test_a_first_question_is_itself(gazetteer: Gazetteer) -> None:
    assert standalone("och i Umeå?", [], gazetteer, TODAY).question == "och i Umeå?"


def test_a_first_question_that_points_at_nothing_is_asked_back_about(gazetteer: Gazetteer) -> None:
    understood = standalone("Kan du jämföra dem åt mig?", [], gazetteer, TODAY)
    assert understood.draft is not None
    assert understood.draft.status == "clarify"


def test_thanks_between_two_questions_are_passed_over(assistant: Assistant, gazetteer: Gazetteer) -> None:
    thanks = assistant.ask("tack!", today=TODAY)
    turns = [
        *said("Hur många bor i Ystad?"),
        Turn(question="tack!", standalone_question="tack!", answer=thanks),
    ]
    assert standalone("Och i Simrishamn?", turns, gazetteer, TODAY).question == "Hur många bor i Simrishamn?"


# ------------------------------------------------------------------ completed


@pytest.mark.parametrize(
    ("first", "then", "alone"),
    [
        ("Hur många bor i Umeå?", "Vad är medianlönen där?", "Vad är medianlönen i Umeå?"),
        ("Vad tjänar poliser?", "Vilka kompetenser behöver de?", "Vilka kompetenser behöver poliser?"),
        ("Vilken SSYK-kod har kock?", "vilka kompetenser behövs?", "Vilka kompetenser behövs för kock?"),
        ("Vad tjänar poliser?", "Hur är deras chanser till jobb?", "Hur är chanser till jobb för poliser?"),
    ],
)
def test_what_a_question_points_at_is_put_in_its_place(
    first: str, then: str, alone: str, gazetteer: Gazetteer
) -> None:
    assert after([first], then, gazetteer) == alone


def test_going_back_finds_the_turn_that_spoke_of_it(gazetteer: Gazetteer) -> None:
    before = ["Hur många bor i Kiruna?", "Vad är medianlönen för kockar?"]
    alone = after(before, "tillbaka till Kiruna: hur många är arbetslösa där?", gazetteer)
    assert alone == "Hur många är arbetslösa i Kiruna?"


def test_going_back_with_nothing_more_asks_the_same_again(gazetteer: Gazetteer) -> None:
    before = ["Vad är medianlönen för piloter?", "Hur många bor i Kiruna?"]
    assert after(before, "tillbaka till piloterna", gazetteer) == before[0]


# ------------------------------------------------------------------ over what was shown

TWO_PLACES = ("Hur hög var arbetslösheten i Halland 2022?", "Hur hög var arbetslösheten i Skåne 2022?")


@pytest.mark.parametrize(
    ("then", "end"),
    [
        ("Hur mycket skiljer det mellan dem?", ", och hur stor är skillnaden?"),
        ("vad är skillnaden?", ", och hur stor är skillnaden?"),
        ("Vilket av länen hade högst?", ", och vilket är högst?"),
        ("vilken är lägst?", ", och vilket är lägst?"),
        ("jämför dem", ", jämfört med varandra?"),
    ],
)
def test_what_was_shown_is_put_together_in_one_question(then: str, end: str, gazetteer: Gazetteer) -> None:
    assert after(TWO_PLACES, then, gazetteer) == f"Hur hög var arbetslösheten i Halland och Skåne 2022{end}"


def test_three_places_are_added_up_and_drawn(gazetteer: Gazetteer) -> None:
    before = ["Hur många bor i Luleå?", "Hur många bor i Piteå?", "Hur många bor i Boden?"]
    added = after(before, "hur många är de tillsammans?", gazetteer)
    assert added == "Hur många bor i Luleå, Piteå och Boden tillsammans?"
    drawn = after([*before, added], "som diagram", gazetteer)
    assert drawn == "Visa i ett diagram: hur många bor i Luleå, Piteå och Boden?"


def test_one_thing_after_another_is_done_with_what_was_shown(gazetteer: Gazetteer) -> None:
    highest = after(TWO_PLACES, "vilken var högst?", gazetteer)
    compared = after([*TWO_PLACES, highest], "hur mycket skiljer det?", gazetteer)
    assert compared == "Hur hög var arbetslösheten i Halland och Skåne 2022, och hur stor är skillnaden?"


def test_turns_on_other_measures_are_not_compared(gazetteer: Gazetteer) -> None:
    turns = said("Hur många bor i Lund?", "Hur många är arbetslösa i Malmö?")
    understood = standalone("hur mycket skiljer det?", turns, gazetteer, TODAY)
    assert understood.draft is not None
    assert understood.draft.status == "clarify"


def test_what_a_correction_took_back_is_not_compared(gazetteer: Gazetteer) -> None:
    asked = "Hur många annonser för snickare fanns i {} 2024?"
    turns = [
        *said(asked.format("Kalmar")),
        Turn(question="nej, jag menade länet", standalone_question=asked.format("Kalmar län")),
        Turn(question="och i Kronoberg?", standalone_question=asked.format("Kronoberg")),
    ]
    compared = standalone("vilket hade flest?", turns, gazetteer, TODAY).question
    assert compared.startswith("Hur många annonser för snickare fanns i Kalmar län och Kronoberg 2024")


# ------------------------------------------------------------------ after a law or a list


@pytest.mark.parametrize(
    ("then", "alone"),
    [
        ("hur länge då?", "Om ”Provanställning” (LAS): hur länge?"),
        ("varför det?", "Om ”Provanställning” (LAS): varför det?"),
        ("och om jag blir sjuk?", "Om ”Provanställning” (LAS): vad gäller om jag blir sjuk?"),
        ("gäller det även vikarier?", "Om provanställning (LAS): gäller det även vikarier?"),
        (
            "måste chefen förvarna innan den avbryts?",
            "Om provanställning: måste chefen förvarna innan den avbryts?",
        ),
    ],
)
def test_the_less_a_follow_up_says_the_more_it_keeps_of_the_source(
    then: str, alone: str, gazetteer: Gazetteer
) -> None:
    turn = answered("Hur lång är en provanställning högst?", LAS)
    assert standalone(then, [turn], gazetteer, TODAY).question == alone


def listing() -> Turn:
    """Two datasets, as the catalogue lists them."""
    cited = [
        Citation(
            kind="dataset",
            document_id=f"dataset:{n}",
            title=title,
            quote=f"{title}.\nOm {title}.\nUtgivare är {owner}.\nLicensen är CC0 1.0.",
            n=n,
        )
        for n, (title, owner) in enumerate([("Annonser", "Arbetsförmedlingen"), ("Löner", "SCB")], start=1)
    ]
    return answered("Vilka öppna data finns?", *cited)


def test_one_of_several_sources_is_told_more_about(gazetteer: Gazetteer) -> None:
    understood = standalone("mer om den andra", [listing()], gazetteer, TODAY)
    assert understood.question == "Berätta mer om datamängden ”Löner”."
    assert _texts(understood) == ["Om Löner.", "Utgivare är SCB.", "Licensen är CC0 1.0."]


def test_a_fact_of_a_listed_dataset_is_read_from_its_own_line(gazetteer: Gazetteer) -> None:
    first = standalone("vem ansvarar för den?", [listing()], gazetteer, TODAY)
    assert first.question == "Vem ansvarar för datamängden ”Annonser”?"
    assert _texts(first) == ["Utgivare är Arbetsförmedlingen."]
    turns = [listing(), Turn(question="vem ansvarar för den?", standalone_question=first.question)]
    second = standalone("och den andra?", turns, gazetteer, TODAY)
    assert second.question == "Vem ansvarar för datamängden ”Löner”?"
    assert _texts(second) == ["Utgivare är SCB."]


@pytest.mark.parametrize(
    "question", ["källa?", "Var kommer uppgiften ifrån?", "vilken källa?", "hur vet du det?"]
)
def test_the_sources_are_those_of_the_answer_before(question: str, assistant: Assistant) -> None:
    first = assistant.ask("Hur många bor i Umeå?", today=TODAY)
    turn = Turn(question=first.question, standalone_question=first.standalone_question, answer=first)
    second = assistant.ask(question, [turn], today=TODAY)
    assert second.status == "answered"
    assert [c.document_id for c in second.citations] == [c.document_id for c in first.citations]
    assert f"”{first.citations[0].title}”" in second.text
    assert second.timings_ms["retrieve"] == 0.0


def test_an_answer_without_sources_has_none_to_show(assistant: Assistant) -> None:
    first = assistant.ask("Vem vann VM i hockey?", today=TODAY)
    turn = Turn(question=first.question, standalone_question=first.standalone_question, answer=first)
    assert assistant.ask("källa?", [turn], today=TODAY).status == "no_evidence"


def test_no_table_says_why(assistant: Assistant) -> None:
    first = assistant.ask("Vad var inflationen i mars 2024?", today=TODAY)
    turn = Turn(question=first.question, standalone_question=first.standalone_question, answer=first)
    assert assistant.ask("varför det?", [turn], today=TODAY).status == "no_evidence"


def test_simpler_is_the_first_sentence_in_its_own_words(assistant: Assistant) -> None:
    first = assistant.ask("Hur lång är en provanställning högst?", today=TODAY)
    turn = Turn(question=first.question, standalone_question=first.standalone_question, answer=first)
    second = assistant.ask("förklara enklare", [turn], today=TODAY)
    assert [sentence.text for sentence in second.sentences] == [first.sentences[0].text]


# ------------------------------------------------------------------ replies to a question back

OPTIONS = (
    ("Chefer inom hälso- och sjukvård", "Vad tjänar chefer inom hälso- och sjukvård?"),
    ("Chefer inom äldreomsorg", "Vad tjänar chefer inom äldreomsorg?"),
)


@pytest.mark.parametrize(
    ("reply", "number"),
    [
        ("Chefer inom äldreomsorg", 1),
        ("1", 0),
        ("den andra", 1),
        ("inom äldreomsorg menar jag", 1),
    ],
)
def test_an_option_is_chosen_by_label_number_place_or_its_own_words(
    reply: str, number: int, gazetteer: Gazetteer
) -> None:
    turn = _asked_back()
    assert standalone(reply, [turn], gazetteer, TODAY).question == OPTIONS[number][1]


def test_a_free_reply_is_put_into_the_question(gazetteer: Gazetteer) -> None:
    assert (
        standalone("inom bank", [_asked_back()], gazetteer, TODAY).question == "Vad tjänar en chef inom bank?"
    )


def test_a_whole_question_instead_of_a_reply_stands_alone(gazetteer: Gazetteer) -> None:
    question = "Hur många bor i Umeå?"
    assert standalone(question, [_asked_back()], gazetteer, TODAY).question == question


def _asked_back() -> Turn:
    question = "Vad tjänar en chef?"
    answer = Answer(
        question=question,
        standalone_question=question,
        status="clarify",
        text="Vilket menar du?",
        clarification=Clarification(text="Vilket menar du?", options=OPTIONS),
    )
    return Turn(question=question, standalone_question=question, answer=answer)


def test_the_answer_shows_how_the_follow_up_was_understood(assistant: Assistant) -> None:
    first = assistant.ask("Hur många är arbetslösa i Malmö?", today=TODAY)
    turn = Turn(question=first.question, standalone_question=first.standalone_question, answer=first)
    second = assistant.ask("Och i Umeå?", [turn], today=TODAY)
    assert second.turn == 2
    assert second.standalone_question == "Hur många är arbetslösa i Umeå?"
    assert second.quantities[0].region == "2480"


def _texts(understood: Understood) -> list[str]:
    return [claim.text for claim in understood.draft.claims] if understood.draft else []


@pytest.mark.parametrize(
    ("turns", "understood"),
    [
        # after an answer that a table lacks a period
        (
            ["Hur många arbetslösa fanns det i Stockholm 2023?", "och i länet?", "2022?"],
            "Hur många arbetslösa fanns det i Stockholms län 2022?",
        ),
        # after a ranking
        (["Vilka kommuner har flest arbetslösa?", "och lägst?"], "Vilka kommuner har färst arbetslösa?"),
        (["Vilka kommuner har flest arbetslösa?", "Pajala?"], "Vad är antal inskrivna arbetslösa i Pajala?"),
        # over what was shown
        (
            ["Vad tjänar en kock?", "och en bagare?", "vem tjänar mest?"],
            "Vad tjänar en kock och en bagare, och vilket är högst?",
        ),
        (
            ["Hur stor är arbetslösheten i Gävleborg?", "jämför med Dalarna"],
            "Hur stor är arbetslösheten i Gävleborg och Dalarna, jämfört med varandra?",
        ),
        (["Vad är lönen för lärare?", "den andra"], "Vad är lönen för grundskollärare?"),
        (
            [
                "Hur hög var inflationen enligt KPIF i maj 2022?",
                "och i maj 2023?",
                "hur mycket har den sjunkit?",
            ],
            "Hur hög var inflationen enligt KPIF i maj 2022 och maj 2023, och hur stor är förändringen?",
        ),
        (
            [
                "Hur många platsannonser fanns det i Dalarna 2024?",
                "i Falun?",
                "hur många procent är det av länet?",
            ],
            "Hur många platsannonser fanns det i Falun och Dalarna 2024, "
            "och hur många procent av Dalarna är Falun?",
        ),
        (
            [
                "Hur många platsannonser fanns det i Falun 2024?",
                "i hela landet?",
                "hur stor andel är det av landet?",
                "och i Borlänge?",
            ],
            "Hur stor andel av antalet platsannonser i riket fanns i Borlänge 2024?",
        ),
        (
            [
                "Hur många platsannonser fanns det i Karlstad 2024?",
                "Hon kör ambulans, vilken grupp hör det till?",
            ],
            "Hon kör ambulans, vilken grupp hör det till?",
        ),
        # a thing of the same kind, or a phrase with the same preposition
        (["Vad gör Digg?", "och Arbetsförmedlingen?"], "Vad gör Arbetsförmedlingen?"),
        (["Vem ansvarar för statistiken om löner?", "och för arbetsmiljö?"], "Vem ansvarar för arbetsmiljö?"),
        # a bare place after an answer about something else
        (
            ["Hur stor är arbetslösheten i Sverige?", "Vad gäller vid provanställning?", "i Gävleborg?"],
            "Hur stor är arbetslösheten i Gävleborg?",
        ),
        # an item of a list
        (
            ["Vilka hinder finns för öppna data?", "berätta mer om det första"],
            "Berätta mer om brist på standardisering?",
        ),
        # data on what was spoken of; thanks lean on nothing
        (["Vad är ESCO?", "finns det öppna data?"], "Finns det öppna data om ESCO?"),
        (["Vad är medianlönen för poliser?", "tack så mycket"], "tack så mycket"),
    ],
)
def test_a_conversation_is_read_turn_by_turn(turns: list[str], understood: str, assistant: Assistant) -> None:
    history: list[Turn] = []
    for question in turns:
        answer = assistant.ask(question, history, today=TODAY)
        asked = answer.standalone_question
        history.append(Turn(question=question, standalone_question=asked, answer=answer))
    assert history[-1].standalone_question == understood


# ------------------------------------------------------------------ worked out


@pytest.mark.parametrize(
    ("first", "then", "alone"),
    [
        (
            "Hur hög var arbetslösheten i Skåne i maj 2023?",
            "Vad blir snittet för juni, juli och augusti 2023?",
            "Vad blir snittet av arbetslöshet för juni, juli och augusti 2023 i Skåne?",
        ),
        (
            "Hur hög var arbetslösheten i Skåne i maj 2023?",
            "Vad är skillnaden mellan AKU och BAS i Sverige 2022?",
            "Vad är skillnaden mellan AKU och BAS i Sverige 2022?",
        ),
    ],
)
def test_what_is_worked_out_is_of_what_was_measured_before(
    first: str, then: str, alone: str, assistant: Assistant
) -> None:
    answer = assistant.ask(first, [], today=TODAY)
    turn = Turn(question=first, standalone_question=first, answer=answer)
    assert assistant.ask(then, [turn], today=TODAY).standalone_question == alone
