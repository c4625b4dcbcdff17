"""Paragraphs of law are read from questions, and passages know which they stand for."""

from __future__ import annotations

import pytest

from rag.entities.provisions import Provision, read_provision, stands_for
from rag.schema import Chunk, Document, Entity, Query

LAS = Entity(kind="act", code="1982:80", label="Lag (1982:80) om anställningsskydd", start=0, end=1)


def named(question: str, *entities: Entity) -> Provision | None:
    return read_provision(Query(question=question, kind="law", entities=entities))


@pytest.mark.parametrize(
    ("question", "chapter", "number"),
    [
        ("Vad säger 7 § LAS?", "", "7"),
        ("3 kap. 5 § arbetsmiljölagen", "3", "5"),
        ("Vad står i 2 a § LAS?", "", "2 a"),
        ("Vad står i paragraf 22 i LAS?", "", "22"),
        ("Hur länge får man enligt 6 § LAS ha någon på prov?", "", "6"),
    ],
)
def test_a_paragraph_is_read_with_chapter_and_letter(question: str, chapter: str, number: str) -> None:
    found = named(question, LAS)
    assert found is not None
    assert (found.act, found.chapter, found.number) == ("1982:80", chapter, number)


def test_a_question_without_a_paragraph_names_none() -> None:
    assert named("Vad säger LAS om uppsägning?", LAS) is None


@pytest.mark.parametrize(
    ("question", "alone"),
    [
        ("Vad säger 7 § LAS?", True),
        ("7 § LAS", True),
        ("Hur lyder 2 kap. 3 § skollagen?", True),
        ("Vad står i 2 kap. 3 § lagen (2022:818) om den offentliga sektorns data?", True),
        ("Hur länge får man enligt 6 § LAS ha någon på prov?", False),
        ("Enligt 6 § LAS, hur länge får man ha någon på prov?", False),
    ],
)
def test_asking_what_a_paragraph_says_is_told_from_asking_by_it(question: str, alone: bool) -> None:
    found = named(question)
    assert found is not None
    assert found.alone is alone


def chunk(*headings: str) -> Chunk:
    return Chunk(id="c", document_id="d", text="…", start=0, end=1, headings=headings)


def act(section: str = "", number: str = "1982:80") -> Document:
    return Document(id="d", source_id="law", kind="law", title="Lag", text="…", act=number, section=section)


@pytest.mark.parametrize(
    ("headings", "section", "number", "right"),
    [
        (("Turordning", "22 §"), "", "22", True),
        (("Turordning", "2 §"), "", "22", False),
        (("3 kap. Skyldigheter", "5 §"), "", "3:5", True),
        (("4 kap. Skyldigheter", "5 §"), "", "3:5", False),
        ((), "18–20 §§", "19", True),
        ((), "18–20 §§", "21", False),
        ((), "3 kap. 2–3 och 5 a §§", "3:5 a", True),
        ((), "3 kap. 2–3 §§", "4:2", False),
    ],
)
def test_a_passage_stands_for_what_its_headings_or_its_section_say(
    headings: tuple[str, ...], section: str, number: str, right: bool
) -> None:
    chapter, _, paragraph = number.rpartition(":")
    asked = Provision(act="1982:80", chapter=chapter, number=paragraph, alone=True)
    assert stands_for(chunk(*headings), act(section), asked) is right
    assert not stands_for(chunk(*headings), act(section, "1976:580"), asked)
