"""The parts of the dataset advisor: finding, quality, joining, letters, gaps and their counting."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.assistant import Assistant
from rag.catalogue import letters
from rag.catalogue.authorities import named, owner_of
from rag.catalogue.demand import Demand
from rag.catalogue.door import read_ask, two_sides
from rag.catalogue.finding import Finder
from rag.catalogue.fitness import fitness
from rag.catalogue.gaps import lacks_unit, subject_of
from rag.catalogue.joining import join
from rag.catalogue.judging import explain, explain_join
from rag.catalogue.phrases import Phrases
from rag.catalogue.quality import assess, by_publisher
from rag.schema import Dataset, Distribution, Entity, Query

TODAY = "2026-11-23"


def dataset(name: str, **values: object) -> Dataset:
    facts = {"title": name, "description": f"{name} visar något.", "publisher": "Verket", **values}
    return Dataset(id=name, document_id=f"dataset:{name}", **facts)  # type: ignore[arg-type] # test values


def need(text: str) -> Query:
    return Query(question=text, kind="dataset", today=TODAY)


PENDLING = dataset(
    "pendling",
    title="Pendling mellan kommuner",
    answers=("hur många som reser till jobbet i en annan kommun",),
    dimensions=("kommun", "kön", "år"),
    code_lists=("kommunkod",),
)
VARSEL = dataset(
    "varsel",
    title="Varsel om uppsägning",
    everyday=("neddragningar",),
    dimensions=("län", "månad"),
    code_lists=("länskod",),
)

# finding ---------------------------------------------------------------------------------------------


def test_a_need_finds_the_dataset_whose_answers_hold_its_words() -> None:
    found = Finder([PENDLING, VARSEL]).find(need("var reser folk till jobbet"))
    assert found[0].dataset is PENDLING


def test_an_everyday_word_finds_a_dataset_that_is_called_otherwise() -> None:
    found = Finder([PENDLING, VARSEL]).find(need("neddragningar"))
    assert found[0].dataset is VARSEL
    assert found[0].share == 1.0


def test_of_two_that_share_a_word_the_one_whose_phrase_is_the_need_comes_first() -> None:
    short = dataset("b", title="Skolan", answers=("hur många som hoppar av",))
    long = dataset("a", title="Sport", answers=("hur högt idrottare hoppar i grenar med stav och ribba",))
    assert Finder([short, long]).find(need("Hoppar många av?"))[0].dataset is short


def test_two_everyday_words_for_the_same_thing_meet() -> None:
    asked = dataset("x", title="Läget", answers=("hur många som blir uppsagda",))
    other = dataset("a", title="Annat", answers=("hur många som blir befordrade",))
    assert Finder([asked, other]).find(need("Hur många blir friställda?"))[0].dataset is asked


def test_a_phrase_and_itself_are_wholly_alike_and_nothing_is_more() -> None:
    said = "hur många som hoppar av gymnasiet"
    alike = Phrases([dataset("x", answers=(said, "gymnasiet"))], lambda word: 1.0).alike(said, {})
    assert alike == {0: pytest.approx(1.0)}


def test_nothing_said_is_like_nothing() -> None:
    assert Phrases([PENDLING], lambda word: 1.0).alike("", {}) == {}


def test_a_dataset_divided_as_the_need_asks_comes_before_an_equal_one() -> None:
    fine = dataset("a", title="Löner", dimensions=("kommun",))
    coarse = dataset("b", title="Löner", dimensions=("riket",))
    for order in ([fine, coarse], [coarse, fine]):
        assert Finder(order).find(need("löner per kommun"))[0].dataset is fine


def test_a_need_about_something_else_holds_nothing_that_it_is_about() -> None:
    found = Finder([PENDLING, VARSEL]).find(need("enhörningar i Vasaloppet"))
    assert all(not one.words for one in found)


# quality ---------------------------------------------------------------------------------------------


def test_a_bare_dataset_has_the_points_of_its_fields_and_no_more() -> None:
    score = assess(dataset("x"), TODAY)
    assert score.highest == 20
    assert [p.name for p in score.points if p.given] == ["titel", "beskrivning", "utgivare"]


def test_every_point_is_told_and_the_sum_can_be_added_up() -> None:
    part = Distribution(title="Fil", format="CSV", url="https://example.org/x.csv", licence="CC0 1.0")
    score = assess(dataset("x", distributions=(part,)), TODAY)
    told = " ".join(explain(score))
    assert all(point.name in told for point in score.points)
    assert "8 av 20" not in told
    assert f"{score.given} av 20" in told
    assert (
        score.given == 9
    )  # title, description, publisher, address, format; licence; machine, fetchable, open


@pytest.mark.parametrize(("modified", "fresh"), [("2026-10-01", True), ("2026-01-01", False), ("", False)])
def test_freshness_is_measured_against_the_datasets_own_pace(modified: str, fresh: bool) -> None:
    one = dataset("x", frequency="varje månad", modified=modified)
    assert ("uppdaterad i sin egen takt" not in assess(one, TODAY).missing) is fresh


def test_publishers_are_compared_by_their_mean() -> None:
    poor, rich = dataset("a"), dataset("b", publisher="Annat verk", keywords=("ord",))
    assert by_publisher([poor, rich], TODAY) == [("Annat verk", 4.0, 1), ("Verket", 3.0, 1)]


# joining ---------------------------------------------------------------------------------------------


def test_a_municipality_code_meets_a_county_code_on_the_coarser_level() -> None:
    found = join(PENDLING, VARSEL)
    assert found.possible
    assert found.through == (("kommunkod", "länskod"),)
    assert found.times_differ


def test_datasets_without_a_common_code_list_cannot_be_joined() -> None:
    found = join(PENDLING, dataset("x", code_lists=("ESCO",)))
    assert not found.possible
    assert len(explain_join(found)) == 1


def test_codes_with_different_digits_are_told() -> None:
    fine = dataset("a", dimensions=("yrke (SSYK 4 siffror)",), code_lists=("SSYK 2012",))
    coarse = dataset("b", dimensions=("yrke (SSYK 3 siffror)",), code_lists=("SSYK 2012",))
    assert join(fine, coarse).levels == (4, 3)


def test_two_datasets_are_read_from_a_question() -> None:
    first, second = two_sides("Kan jag koppla ihop löner per yrke med annonser per yrke?")
    assert "löner" in first
    assert "annonser" in second


# letters ---------------------------------------------------------------------------------------------

REQUEST = "Skriv en begäran till Arbetsmiljöverket om antal inspektioner per kommun 2024"


def test_a_letter_goes_to_the_authority_that_is_named_and_asks_for_the_subject() -> None:
    letter = letters.draft(REQUEST, ())
    assert letter is not None
    assert letter.authority.name == "Arbetsmiljöverket"
    assert letter.title == "Begäran om allmän handling: antal inspektioner per kommun 2024"
    assert "antal inspektioner per kommun 2024" in letter.body
    assert "2 kap. 1 § tryckfrihetsförordningen" in letter.body
    assert letter.link.startswith("https://handlingar.se/new/av?title=Begäran+om+allmän+handling:")


def test_to_get_out_is_no_part_of_what_is_asked_for() -> None:
    asked = "Skriv ett utkast till en begäran om att få ut inspektionsprotokoll från Arbetsmiljöverket"
    letter = letters.draft(asked, ())
    assert letter is not None
    assert letter.title.endswith(": inspektionsprotokoll")


def test_an_authority_that_the_papers_are_about_stays_in_the_subject() -> None:
    letter = letters.draft("Jag vill begära ut alla mejl mellan Skolverket och friskolor, skriv brevet", ())
    assert letter is not None
    assert letter.title.endswith("alla mejl mellan Skolverket och friskolor")


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        (
            "Hur många frisörer jobbar svart i Malmö? Finns statistik?",
            "hur många frisörer som jobbar svart i Malmö",
        ),
        ("Finns det statistik över lärarnas sömn?", "lärarnas sömn"),
        ("Hur många larm om gas finns i Umeå?", "hur många larm om gas som finns i Umeå"),
        ("Hur många vakter har blivit slagna, har ni det?", "hur många vakter som har blivit slagna"),
        ("Hur många jobbar svart på krogen?", "hur många jobbar svart på krogen"),
        ("Hur många som jobbar natt, finns det data?", "hur många som jobbar natt"),
    ],
)
def test_a_gap_offers_a_draft_about_a_subject_that_reads_as_one(question: str, subject: str) -> None:
    assert subject_of(question) == subject


def test_a_letter_for_reuse_cites_the_open_data_act_and_not_the_access_rules_alone() -> None:
    letter = letters.draft("Skriv en begäran till SCB om löner per yrke enligt 2022:818", ())
    assert letter is not None
    assert letter.ground == "reuse"
    assert letter.title == "Begäran om data för vidareutnyttjande: löner per yrke"
    assert "lagen (2022:818)" in letter.body


def test_without_a_named_authority_the_letter_goes_to_who_answers_for_the_subject() -> None:
    letter = letters.draft("Skriv en begäran om antalet anmälda arbetsskador per yrke", ())
    assert letter is not None
    assert letter.authority.name == "Arbetsmiljöverket"


def test_a_letter_for_papers_asks_for_them_and_not_for_figures_out_of_a_database() -> None:
    letter = letters.draft("Skriv en begäran till IAF om alla beslut om avstängning under 2024", ())
    assert letter is not None
    assert "följande allmänna handlingar" in letter.body
    assert "databas" not in letter.body
    assert "förteckning" in letter.body


def test_the_list_of_a_regions_own_pay_is_asked_of_the_region() -> None:
    letter = letters.draft("Skriv ett mejl där jag begär ut lönelistan för anställda på Region Skåne", ())
    assert letter is not None
    assert letter.authority.name == "Region Skåne"
    assert letter.title.endswith("lönelistan för anställda")


def test_what_is_counted_in_a_municipality_is_asked_of_who_counts_it() -> None:
    letter = letters.draft("Skriv en begäran om antal varsel i Västerås kommun 2024", ())
    assert letter is not None
    assert letter.authority.name == "Arbetsförmedlingen"


def test_a_format_in_the_wish_becomes_the_format_of_the_letter() -> None:
    letter = letters.draft("Skriv en begäran till Arbetsförmedlingen om varsel per län 2024 i Excel", ())
    assert letter is not None
    assert letter.title.endswith("varsel per län 2024")
    assert "helst som Excel" in letter.body


def test_a_letter_without_a_period_leaves_a_place_for_it_and_the_link_does_not() -> None:
    letter = letters.draft("Skriv en begäran till Arbetsförmedlingen om varsel per län", ())
    assert letter is not None
    assert "[från och med – till och med]" in letter.body
    assert "till+och+med" not in letter.link
    dated = letters.draft("Skriv en begäran till Arbetsförmedlingen om varsel per län 2024", ())
    assert dated is not None
    assert "från och med" not in dated.body


def test_a_wish_for_a_letter_may_stand_after_its_subject() -> None:
    asked = "Jag vill begära ut alla beslut om avstängning från a-kassan under 2024, skriv ett brev"
    ask = read_ask(asked)
    letter = letters.draft(asked, ())
    assert ask is not None
    assert ask.kind == "request"
    assert letter is not None
    assert letter.authority.name == "Inspektionen för arbetslöshetsförsäkringen"


def test_a_letter_is_no_longer_than_a_page_and_its_link_fits_an_address_bar() -> None:
    letter = letters.draft(f"Skriv en begäran till SCB om {'mycket ' * 60}data", ())
    assert letter is not None
    assert len(letter.body.split()) < 400
    assert len(letter.title) <= 200
    assert len(letter.link) < 2_000
    assert "%" not in letter.link


def test_the_answer_quotes_every_ground_that_the_letter_names(assistant: Assistant) -> None:
    answer = assistant.ask(REQUEST, today=TODAY)
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert answer.status == "answered"
    for ground in ("2 kap. 1 §", "2 kap. 6 §", "2 kap. 15 §", "2 kap. 16 §", "6 kap. 3 §"):
        assert ground in answer.text
        assert ground in quotes
    assert "personnummer" in answer.text


@pytest.mark.parametrize(
    "question", ["Hur begär jag ut en allmän handling?", "Vad kostar en kopia av en allmän handling?"]
)
def test_a_question_about_the_rules_of_requests_is_left_to_the_texts(question: str) -> None:
    ask = read_ask(question)
    assert ask is None or ask.kind != "request"


# gaps ------------------------------------------------------------------------------------------------


def test_single_employers_are_missing_in_a_dataset_without_employers() -> None:
    assert lacks_unit("Vilka arbetsgivare betalar bonus?", PENDLING)
    assert not lacks_unit("Vilka arbetsgivare söker folk?", dataset("x", dimensions=("arbetsgivare",)))
    assert not lacks_unit("Hur många pendlar?", PENDLING)


def test_the_owner_of_a_subject_follows_from_its_words() -> None:
    owner = owner_of("medianlön för kulturarbetare")
    assert owner is not None
    assert owner.authority.name == "Medlingsinstitutet"
    assert owner_of("enhörningar") is None


def test_an_authority_is_known_by_its_short_name_but_not_inside_a_word() -> None:
    scb = named("kan SCB lämna ut det?")
    assert scb is not None
    assert scb.slug == "scb"
    assert named("avtal om scbx") is None


def test_a_gap_names_the_owner_and_offers_a_draft(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Jag letar efter data på vad varje enskild anställd tjänar, med namn.", today=TODAY
    )
    assert answer.status == "no_evidence"
    assert "Skatteverket" in answer.text
    assert answer.suggestions[0].startswith("Skriv ett utkast till en begäran till Skatteverket")


def test_a_figure_that_is_missing_is_refused_in_few_words(assistant: Assistant) -> None:
    answer = assistant.ask("Hur hög är arbetslösheten i Skåne för dem under 25?", today="2026-11-29")
    assert answer.status == "no_evidence"
    assert "ägs troligen av" in answer.text
    assert {citation.kind for citation in answer.citations} == {"dataset"}


def test_gaps_are_counted_without_the_question(tmp_path: Path) -> None:
    demand = Demand(tmp_path)
    assert demand.listed() == []
    for month in ("2026-10", "2026-11", "2026-11"):
        demand.add(month, "SCB", "Löner")
    assert demand.listed() == [("SCB", "Löner", 3, "2026-11")]


def test_a_folder_that_cannot_be_written_stops_no_answer(tmp_path: Path) -> None:
    Demand(tmp_path / "missing").add("2026-11", "SCB", "Löner")


# fitness ---------------------------------------------------------------------------------------------


def test_a_need_that_one_dataset_holds_alone_is_met_more_surely_than_one_that_many_hold_a_little() -> None:
    one = dataset("a", title="Strejker", answers=("hur många dagar som strejkas",))
    others = [dataset(f"b{n}", title="Lön och arbete", answers=("hur många som arbetar",)) for n in range(5)]
    finder = Finder([one, *others])
    asked, wondered = "Hur många dagar strejkas det?", "Hur många enhörningar arbetar på cirkus?"
    met, spread = finder.find(need(asked)), finder.find(need(wondered))
    assert fitness(met, asked) > 0.8 > fitness(spread, wondered)
    assert fitness([], asked) == 0.0


def test_a_need_that_tells_a_subject_and_no_more_is_met_by_a_record_of_it() -> None:
    finder = Finder([dataset(f"b{n}", title=f"Strejker {n}", keywords=("strejker",)) for n in range(3)])
    for question, is_subject in (
        ("Finns det data om strejker?", True),
        ("Finns det data om enhörningars strejker?", False),
        ("Finns det data om strejker, enhörningar och drakar?", False),
    ):
        asked = need(question)
        assert finder.is_subject_of(asked, finder.find(asked)) is is_subject


def test_the_time_that_a_need_names_does_not_choose_the_dataset() -> None:
    question = "Hur många strejkade i november?"
    start = question.index("november")
    month = Entity(kind="period", code="2023M11", label="november", start=start, end=start + len("november"))
    strikes = [dataset(f"strejker{n}", title="Strejkade") for n in range(2)]
    november = dataset("november", title="Folkmängd i november")
    found = Finder([*strikes, november]).find(
        Query(question=question, kind="dataset", entities=(month,), today=TODAY)
    )
    assert found[0].dataset.id == "strejker0"


def test_a_need_of_nothing_but_a_place_and_an_occupation_is_known_as_one() -> None:
    question = "Hur många svetsare finns det i Gnosjö?"
    entities = tuple(
        Entity(
            kind=kind, code=code, label=word, start=question.index(word), end=question.index(word) + len(word)
        )
        for kind, code, word in (("occupation", "ssyk:7212", "svetsare"), ("region", "0617", "Gnosjö"))
    )
    finder = Finder([dataset("x", title="Yrken", dimensions=("yrke", "kommun"))])
    assert finder.only_names(Query(question=question, kind="dataset", entities=entities, today=TODAY))
    assert not finder.only_names(need("Hur många svetsare tjänar bra?"))


@pytest.mark.parametrize("unit", ["per handläggare", "per taxibolag", "per skola"])
def test_a_unit_of_work_is_missing_in_a_dataset_without_it(unit: str) -> None:
    assert lacks_unit(f"Hur många varningar ges, {unit}?", PENDLING)


def test_an_owner_of_a_subject_wins_over_the_one_of_work_as_such() -> None:
    owner = owner_of("Hur många anställda poliser arbetar deltid?")
    assert owner is not None
    assert owner.authority.name == "Polismyndigheten"


def test_what_follows_from_breaking_a_licence_is_no_property() -> None:
    ask = read_ask("Vad händer om jag bryter mot licensvillkoren för en datamängd?")
    assert ask is None or ask.kind != "one"
