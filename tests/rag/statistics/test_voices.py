"""Operations as people ask for them: when something last was, means over time, places in an order, spans."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.schema import Finding

Ask = Callable[[str], Finding | None]
NBSP = "\N{NO-BREAK SPACE}"


def _told(finding: Finding | None) -> str:
    assert finding is not None
    assert finding.status == "answered", finding
    return " ".join(claim.text for claim in finding.claims).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("När var KPIF-inflationen senast under två procent?", "senast lägre än 2 procent i juli 2021: 1,7"),
        ("När var inflationen senast negativ?", "senast lägre än 0 procent i april 2020: −0,4 procent"),
        ("När var inflationen senast minus?", "senast lägre än 0 procent i april 2020: −0,4 procent"),
        ("Vilken var den senaste månaden utan ett enda varsel i Dalarna?", "senast noll i september 2022"),
        ("Vilket år var folkmängden i Umeå först över 130 000?", "först högre än 130 000 personer år 2022"),
    ],
)
def test_when_something_last_or_first_was_beyond_a_limit(ask: Ask, question: str, told: str) -> None:
    assert told in _told(ask(question))


def test_until_when_there_are_figures_is_said_with_the_last_time(ask: Ask) -> None:
    finding = ask("När låg arbetslösheten i Skåne senast över åtta procent, månadsvis?")
    assert finding is not None
    assert "Tabellens sista tal är för januari 2024." in finding.notes


def test_a_change_since_a_month_begins_in_that_month(ask: Ask) -> None:
    told = _told(ask("Hur mycket har priserna stigit sedan januari 2021?"))
    assert told.startswith("Mellan januari 2021 och mars 2024")


def test_a_limit_that_was_never_passed_is_said_to_be_so(ask: Ask) -> None:
    finding = ask("När var KPIF-inflationen senast över 50 procent?")
    assert finding is not None
    assert any("Inget värde ligger bortom" in note for note in finding.notes)


def test_the_mean_of_rates_over_time_is_said_to_be_unweighted(ask: Ask) -> None:
    finding = ask("Vad blir medel av juni, juli och augusti 2023 för arbetslösheten i Skåne i procent?")
    assert "i genomsnitt 6,5 procent" in _told(finding)
    assert finding is not None
    assert any("ovägt" in note for note in finding.notes)


@pytest.mark.parametrize(
    "question",
    [
        "Vad blir snittet av medianlönen för snickare, undersköterskor och lärare 2023?",
        "Lägg ihop arbetslösheten i alla län 2022, vad blir summan?",
    ],
)
def test_means_of_groups_and_sums_of_rates_are_still_refused(ask: Ask, question: str) -> None:
    finding = ask(question)
    assert finding is not None
    assert finding.status in {"refused", "clarify"}


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("Vilket nummer har Eskilstuna bland kommunerna med flest arbetslösa i december 2022?", "nionde"),
        ("Vilken plats har Örebro kommun när man ordnar efter flest inskrivna i juni 2022?", "åttonde"),
    ],
)
def test_a_kommun_is_placed_among_kommuner(ask: Ask, question: str, place: str) -> None:
    assert f"på {place} plats bland kommunerna" in _told(ask(question))


def test_the_quartile_distance_is_that_between_two_percentiles(ask: Ask) -> None:
    assert "skillnaden 8 100 kr i månaden" in _told(ask("Kvartilavståndet för manliga psykologer 2024?"))


def test_branches_are_set_against_each_other_in_the_order_they_are_named(ask: Ask) -> None:
    told = _told(ask("Utbildning mot tillverkning i Dalarna mars 2023: hur många gånger så många varslade?"))
    assert "1,60 gånger så stort för utbildning som för tillverkning" in told


def test_a_stretch_begins_where_the_sentence_before_says(ask: Ask) -> None:
    question = (
        "Lönen står still sen december 2020. Hur många procent steg KPIF-indexet fram till december 2023?"
    )
    assert "Mellan december 2020 och december 2023" in _told(ask(question))


def test_who_asks_is_no_part_of_what_is_counted(ask: Ask) -> None:
    told = _told(ask("Är lärare i Dalarna och undrar hur många inom utbildning som fick varsel i mars 2023"))
    assert "16 personer" in told


@pytest.mark.parametrize("question", ["Hur stor andel utan jobb i Norrbotten jan 2024, %?"])
def test_a_percent_sign_asks_for_the_rate(ask: Ask, question: str) -> None:
    assert "3,4 procent" in _told(ask(question))


def test_a_refusal_names_no_number_of_a_measures_label(ask: Ask) -> None:
    finding = ask("Vad är efterfrågan på fem års sikt minus medianlönen för snickare?")
    assert finding is not None
    assert not any("fem" in note for note in finding.notes)


def test_an_age_that_is_not_understood_is_never_left_out(ask: Ask) -> None:
    finding = ask("Hur många typer på 37 bodde i Umeå 2022?")
    assert finding is not None
    assert finding.status == "no_evidence"


@pytest.mark.parametrize("staff", ["sjukhusanställda", "hamnanställda", "förrådsanställda"])
def test_those_employed_somewhere_are_a_part_that_is_not_the_whole(ask: Ask, staff: str) -> None:
    finding = ask(f"Hur många {staff} varslades i Dalarna i mars 2023?")
    assert finding is not None
    assert finding.status == "no_evidence"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hur många damer på Gotland hade hunnit bli hundra år eller mer 2022?", "100 år eller äldre"),
        ("Hur många kvinnor som är hundra eller mer bor i Linköping 2022?", "100 år eller äldre"),
        ("Antal bebispojkar i Göteborg 2022?", "i åldern 0 år i Göteborgs kommun 2 704 män"),
        (
            "Hur många nollåringar av flickkön bodde i Göteborg 2022?",
            "i åldern 0 år i Göteborgs kommun 2 534 kv",
        ),
        ("Hur mycket växte gruppen 16-åriga killar i Uppsala 2018–2022?", "i åldern 16 år i Uppsala kommun"),
    ],
)
def test_ages_and_sexes_are_read_as_people_say_them(ask: Ask, question: str, told: str) -> None:
    assert told in _told(ask(question))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Hur många kvinnor gick det på varje man bland 100-åringar i Stockholm 2022?",
            "8,05 kvinnor på varje man",
        ),
        (
            "Tjänar en specialistläkare tre gånger så mycket som en städare? "
            "Räkna ut kvoten mellan medianlönerna 2023.",
            "3,41 gånger så hög för specialistläkare som för städare",
        ),
    ],
)
def test_how_many_go_to_one_is_a_ratio(ask: Ask, question: str, told: str) -> None:
    assert told in _told(ask(question))


def test_a_comparison_of_which_only_one_side_is_understood_is_no_whole_answer(ask: Ask) -> None:
    finding = ask("Vad är skillnaden i medianlön mellan städare och gnomvaktare 2023?")
    assert finding is not None
    assert finding.status != "answered"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Av alla annonser efter personliga assistenter i Västerbotten, hur många procent kom från Umeå?",
            "50,1 procent av antalet platsannonser för personliga assistenter i Västerbottens län",
        ),
        (
            "Hur stor andel av landets kvinnliga doktorander var anställda i riksområdet Övre Norrland 2023?",
            "bland doktorander (kvinnor) i riksområdet Övre Norrland: 400",
        ),
    ],
)
def test_a_part_of_a_place_in_the_place_around_it(ask: Ask, question: str, told: str) -> None:
    assert told in _told(ask(question))


def test_a_list_is_ordered_among_itself_though_it_says_where_it_lies(ask: Ask) -> None:
    told = _told(
        ask(
            "Jämför tre skånska kommuner, Landskrona, Kristianstad och Lund, och säg vilken som hade minst "
            "antal inskrivna arbetslösa i september 2018."
        )
    )
    assert "lägst i Landskrona kommun" in told
    assert "Örkelljunga" not in told


def test_a_month_told_before_the_years_is_of_each_of_them(ask: Ask) -> None:
    told = _told(ask("Helsingborg, januari: hur många arbetslösa var inskrivna 2018 respektive 2022?"))
    assert "I januari 2018" in told
    assert "I januari 2022" in told


def test_the_course_of_a_long_series_says_how_far_it_went(ask: Ask) -> None:
    told = _told(
        ask("Vad har hänt med antalet inskrivna arbetslösa i Botkyrka från december 2018 till december 2022?")
    )
    assert "en ökning med 592 personer (12,6 procent)" in told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("strömstad 2022, månaden med lägst antal arbetslösa", "lägst i november 2022"),
        ("När blev flest människor varslade i Dalarna under en och samma månad?", "högst i juli 1993"),
        ("Vad letade arbetsgivarna i Åre mest efter 2024, mätt i platsannonser?", "högst för restaurang"),
    ],
)
def test_an_order_is_read_without_its_usual_words(ask: Ask, question: str, told: str) -> None:
    assert told in _told(ask(question))


def test_those_that_were_lower_one_year_than_another_are_those_that_fell(ask: Ask) -> None:
    told = _told(ask("Vilka län hade lägre arbetslöshet 2022 än 2021?"))
    assert "minskade arbetslösheten (20–64 år) mest i Södermanlands län" in told
    assert "ökade" not in told
    assert "Skåne" in _told(ask("Var arbetslösheten högre i Skåne 2022 än 2021?"))


def test_the_months_are_evened_out_where_that_is_asked(ask: Ask) -> None:
    told = _told(
        ask("juni, juli och augusti 2018 i Borgholm: hur många arbetslösa i snitt under de månaderna?")
    )
    assert "i genomsnitt 265,0 personer" in told


def test_in_the_course_of_a_year_is_no_comparison(ask: Ask) -> None:
    told = _told(
        ask(
            "Det samlade antalet annonser för gruv- och stenbrottsarbetare i Norrbotten och Västerbotten "
            "under 2024?"
        )
    )
    assert "skillnaden" not in told
    assert "+" in told


@pytest.mark.parametrize(
    "whom",
    [
        "som röker",
        "som äger skog",
        "som är skilda",
        "på landsbygden",
        "på småföretag",
        "utan barn",
        "med minst tre barn",
        "med stora hus",
    ],
)
def test_what_says_which_of_them_is_never_passed_over(ask: Ask, whom: str) -> None:
    finding = ask(f"Hur många kvinnor {whom} bodde i Umeå 2022?")
    assert finding is not None
    assert finding.status != "answered"
    assert finding.notes


@pytest.mark.parametrize(
    "question",
    [
        "Hur många kvinnor som bodde i Umeå 2022 var 30 år?",
        "Hur hög var inflationen på årsbasis i september 2022?",
        "Mitt barn flyttar hemifrån. Hur många kvinnor bodde i Umeå 2022?",
    ],
)
def test_what_restricts_nobody_is_no_reason_to_doubt(ask: Ask, question: str) -> None:
    assert _told(ask(question))


def test_a_rate_that_no_table_tells_by_kommun_is_offered_as_a_number(ask: Ask) -> None:
    finding = ask("Vilken kommun i Skåne har högst arbetslöshet?")
    assert finding is not None
    assert finding.status == "no_evidence"
    assert "Däremot finns antal inskrivna arbetslösa" in finding.notes[0]
    assert finding.suggestions == ("Vilka kommuner i Skåne län har flest inskrivna arbetslösa?",)
    assert "högst i Malmö kommun" in _told(ask(finding.suggestions[0]))
