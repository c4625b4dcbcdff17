from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.taxonomy import read
from ingest.sources import CORPUS, Source
from rag.entities.occupations import OccupationNames
from rag.entities.titles import inflections, plain
from rag.schema import Concept

SOURCE = Source(
    id="taxonomy", title="T", publisher="P", licence="CC0 1.0", path="taxonomy", reader="taxonomy"
)


@pytest.fixture(scope="module")
def names() -> OccupationNames:
    records = read(CORPUS / "taxonomy" / "taxonomy.jsonl", SOURCE)
    return OccupationNames([record for record in records if isinstance(record, Concept)])


def labels(names: OccupationNames, text: str) -> list[str]:
    return [entity.label for entity in names.find(text)]


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("polis", "Poliser"),
        ("poliser", "Poliser"),
        ("polisens", "Poliser"),
        ("lokföraren", "Lokförare"),
        ("lokförarnas", "Lokförare"),
        ("tandsköterskor", "Tandsköterskor"),
        ("tandsköterskans", "Tandsköterska"),
        ("brandmännen", "Brandman"),
        ("frisörerna", "Frisör"),
        ("programmerare", "Systemutvecklare/Programmerare"),
        ("systemutvecklare", "Systemutvecklare/Programmerare"),
        ("rörmokare", "VVS-montör"),
        ("kock", "Kockar och kallskänkor"),
        ("möbelsnickare", "Möbelsnickare"),
        ("HR-specialist", "HR-specialist/HR-advisor"),
    ],
)
def test_a_title_is_found_in_any_form(names: OccupationNames, title: str, label: str) -> None:
    assert labels(names, f"Vad tjänar en {title}?")[0] == label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("sjukskoterska", "Sjuksköterska, grundutbildad"),
        ("sjukskötersak", "Sjuksköterska, grundutbildad"),
        ("systemutveklare", "Systemutvecklare/Programmerare"),
        ("grundskolärare", "Grundskollärare"),
        ("busschauffören", "Bussförare"),
    ],
)
def test_a_mended_title_is_found_and_marked(names: OccupationNames, title: str, label: str) -> None:
    found = names.find(f"Vad tjänar en {title}?")[0]
    assert (found.label, found.exact) == (label, False)


def test_a_title_written_apart_is_found_whole(names: OccupationNames) -> None:
    found = names.find("Vad tjänar en undersköterske assistent eller lastbils förare?")[-1]
    assert (found.label, found.end - found.start) == ("Lastbilsförare m.fl.", len("lastbils förare"))


def test_a_title_of_several_groups_keeps_them_all_with_one_span(names: OccupationNames) -> None:
    found = names.find("Vad tjänar en undersköterska?")
    assert {entity.label for entity in found} == {
        "Undersköterska, vård- och specialavdelning och mottagning",
        "Undersköterska, hemtjänst, äldreboende och habilitering",
        "Undersköterskor",
    }
    assert {(entity.start, entity.end) for entity in found} == {(14, 28)}


def test_an_occupation_and_the_wider_group_of_the_same_name_are_both_kept(names: OccupationNames) -> None:
    found = names.find("Vilken kod har läkare?")
    assert [entity.label for entity in found] == ["Läkare", "Läkare"]
    assert found[0].code.startswith("concept:")
    assert found[1].code == "ssyk:221"


def test_the_longest_title_wins(names: OccupationNames) -> None:
    assert labels(names, "Vad tjänar personliga assistenter?") == ["Personliga assistenter"]


@pytest.mark.parametrize(
    "code", ["SSYK 2512", "ssyk-kod 2512", "SSYK-koden 2512", "SSYK 2012 2512", "SSYK2512"]
)
def test_a_code_of_ssyk_is_a_group(names: OccupationNames, code: str) -> None:
    assert [entity.code for entity in names.find(f"Vad är {code}?")] == ["ssyk:2512"]


@pytest.mark.parametrize(
    "text",
    [
        "Är det sant i allmänhet och general?",
        "Statistiken visar teknik och politik.",
        "Övriga aktörer och tjänstemän.",
        "Det står klart att ägare ändrar roller.",
        "Får min chef läsa min e-post?",
        "De kan ta med sig en vän.",
        "Vad är SSYK?",
        "Vad är SSYK 2012?",
        "Vilka lagar gäller för åren?",
        "Produkter, modeller och data.",
    ],
)
def test_everyday_words_are_no_occupations(names: OccupationNames, text: str) -> None:
    assert labels(names, text) == []


def test_an_everyday_word_is_an_occupation_when_the_question_speaks_of_work(names: OccupationNames) -> None:
    assert labels(names, "Är hon lots?") == []
    assert labels(names, "Vad tjänar en lots?") == ["Lots, fartyg"]


def test_a_compound_with_only_a_known_head_is_a_guess(names: OccupationNames) -> None:
    text = "Vad tjänar en tuggummilärare?"
    assert names.find(text) == ()
    assert all(candidate.score < 0.6 for candidate in names.candidates(text))


@given(st.text(max_size=60))
def test_spans_stand_in_the_text_and_do_not_overlap(names: OccupationNames, text: str) -> None:
    spans = sorted({(entity.start, entity.end) for entity in names.find(f"{text} lokförare")})
    assert all(0 <= start < end <= len(text) + 10 for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.text("abdefgiklmnoprstuvyäö", min_size=5, max_size=12))
def test_a_word_is_a_form_of_itself(word: str) -> None:
    assert inflections(plain(word))[0] == (plain(word), 0.0)


@pytest.mark.parametrize(
    "question",
    ["Hur kan jag ladda ner filen?", "Har jag rätt till timmarna?", "Om jag är ledig per dygn då?"],
)
def test_words_of_any_question_describe_no_work(question: str, names: OccupationNames) -> None:
    assert labels(names, question) == []
    assert labels(names, "Vad tjänar den som kör buss?") == ["Buss- och spårvagnsförare"]
