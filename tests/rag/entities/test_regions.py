from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.entities.regions import ancestors, by_kind, find_regions, members, regions

# Question, then the codes found, homonyms one after the other.
FOUND = [
    ("Hur många arbetslösa i Stockholm?", ["0180", "01", "SE11"]),
    ("arbetslösheten i Stockholms län", ["01"]),
    ("Stockholms kommun", ["0180"]),
    ("Malmö stad", ["1280"]),
    ("Region Stockholm", ["01"]),
    ("riksområdet Stockholm", ["SE11"]),
    ("Skånes arbetslöshet", ["12"]),
    ("i Sthlm och Gbg", ["0180", "01", "SE11", "1480"]),
    ("Uppsala kommun", ["0380"]),
    ("Mellersta Norrland", ["SE32"]),
    ("Småland med öarna", ["SE21"]),
    ("i norrbotten", ["25"]),
    ("Dalarnas arbetslösa", ["20"]),
    ("på Gotland", ["0980", "09"]),
    ("Västra Götalandsregionen", ["14"]),
    ("upplands väsby", ["0114"]),
    ("Lilla Edets kommun", ["1462"]),
    ("Dals-Ed", ["1438"]),
    ("i Falun och Borlänge", ["2080", "2081"]),
    ("hela landet", ["00"]),
    ("i götet och jkpg", ["1480", "0680"]),
    ("i Sverige", ["00"]),
    ("i riket", ["00"]),
    # names that are also words
    ("I Lund 2022", ["1281"]),
    ("arbetslösa i lund", ["1281"]),
    ("lund", []),
    ("i Åre", ["2321"]),
    ("what jobs are there", []),
    ("i Mark", ["1463"]),
    ("i mark", []),
    ("Marks kommun", ["1463"]),
    ("Att vara anställd", []),
    ("Vara kommun", ["1470"]),
    ("Habo kommun", ["0643"]),
    ("ARBETSLÖSA I LUND", ["1281"]),
    ("ett jobb på landet", []),
    ("Kommunens ansvar för regionen", []),
    ("Småland", []),
]


@pytest.mark.parametrize(("text", "codes"), FOUND, ids=[text for text, _ in FOUND])
def test_regions_are_found(text: str, codes: list[str]) -> None:
    assert [entity.code for entity in find_regions(text)] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("arbetslösa i goteborg", "1480"),
        ("i sodertalje", "0181"),
        ("i Norköping", "0581"),
        ("bor i Hedmora", "2083"),
        ("i Västernorland", "22"),
        ("i Götenborg", "1480"),
    ],
)
def test_a_mended_name_is_found_and_marked(text: str, code: str) -> None:
    (entity,) = find_regions(text)
    assert (entity.code, entity.exact) == (code, False)


@pytest.mark.parametrize(
    "text", ["Partiell ledighet", "i framtiden", "för region", "i kommuner", "på arbetet"]
)
def test_an_everyday_word_is_never_mended_into_a_place(text: str) -> None:
    assert find_regions(text) == ()


def test_the_label_names_the_kind() -> None:
    assert [e.label for e in find_regions("Stockholm")] == [
        "Stockholms kommun",
        "Stockholms län",
        "riksområdet Stockholm",
    ]


def test_a_span_is_the_name_as_written() -> None:
    text = "Hur många bor i Umeå kommun idag?"
    (entity,) = find_regions(text)
    assert text[entity.start : entity.end] == "Umeå kommun"


@given(st.sampled_from([r for r in regions().values() if r.kind != "riket"]))
def test_every_region_is_found_by_its_full_name(region: object) -> None:
    name, code = region.name, region.code  # type: ignore[attr-defined]  # a Region
    assert code in [entity.code for entity in find_regions(f"Hur är det i {name}?")]


def test_there_are_21_lan_290_kommuner_and_8_riksomraden() -> None:
    codes = list(regions())
    assert [len(by_kind(codes, kind)) for kind in ("riket", "riksomrade", "lan", "kommun")] == [1, 8, 21, 290]


def test_a_kommun_lies_in_its_lan_riksomrade_and_riket() -> None:
    assert ancestors("2480") == ("24", "SE33", "00")
    assert ancestors("00") == ()


def test_members_are_those_that_lie_inside() -> None:
    assert members("23", "kommun") == ("2303", "2305", "2309", "2313", "2321", "2326", "2361", "2380")
    assert members("SE32", "lan") == ("22", "23")
    assert len(members("00", "kommun")) == 290


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("kirunabor", "2584"),
        ("lundabor", "1281"),
        ("göteborgare", "1480"),
        ("Umeåborna", "2480"),
        ("sundsvallsbor", "2281"),
        ("umebor", "2480"),
        ("luleborna", "2580"),
        ("värmlänningar", "17"),
    ],
)
def test_those_who_live_in_a_place_name_it(text: str, code: str) -> None:
    assert find_regions(f"hur många {text} finns det")[0].code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Upplands-Väsby", "0114"),
        ("Jönköpingslän", "06"),
        ("Skåneregionen", "12"),
        ("VG-regionen", "14"),
        ("Dalarnes län", "20"),
        ("vastra gotaland", "14"),
        ("västra gotaland", "14"),
        ("en skånsk kommun", "12"),
        ("det halländska läget", "13"),
        ("i landet som helhet", "00"),
    ],
)
def test_a_place_is_found_however_its_name_is_joined_bent_or_spelt(text: str, code: str) -> None:
    assert [entity.code for entity in find_regions(text)] == [code]


@pytest.mark.parametrize("text", ["engelska", "småländska", "svensk", "i kommunen", "Göteborgsregionen"])
def test_what_is_of_no_region_here_names_none(text: str) -> None:
    assert find_regions(text) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("i Stockholms, Skåne och Västra Götalands län", ["01", "12", "14"]),
        ("i Umeå och Västerbottens län", ["2480", "24"]),
        ("i Örebro kommun och Örebro län", ["1880", "18"]),
    ],
)
def test_places_listed_before_lan_are_lan(text: str, codes: list[str]) -> None:
    assert [entity.code for entity in find_regions(text)] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("jämtarna", "23"),
        ("östgötar", "05"),
        ("dalfolket", "20"),
        ("Skåneregionen", "12"),
        ("Malmötrakten", "1280"),
    ],
)
def test_peoples_and_surroundings_are_places(text: str, code: str) -> None:
    assert find_regions(f"arbetslösa {text}")[0].code == code
