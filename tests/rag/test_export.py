from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.export import VERSION, escape_markdown, kind_of, to_json, to_markdown, to_text, web_link
from rag.schema import (
    Answer,
    CellReference,
    Chart,
    ChartSeries,
    Citation,
    Clarification,
    Quantity,
    Sentence,
)

ANSWER = Answer(
    question="Vad tjänar poliser?",
    standalone_question="Vad är medianlönen för poliser?",
    status="answered",
    text="Medianlönen är 41 300 kr [1].\n\nMedianen är det mittersta värdet.",
    sentences=(Sentence(text="Medianlönen är 41 300 kr", citations=(1,), support="figures_checked"),),
    citations=(
        Citation(
            n=1,
            kind="cell",
            document_id="table:lon",
            title="Löner [2024]",
            section="riket",
            url="https://www.statistikdatabasen.scb.se/lon",
            publisher="SCB",
            licence="CC0-1.0",
            as_of="2025-06-17",
            quote="Poliser: 41 300",
            cell=CellReference(table="lon", coordinates={"Yrke": "3360", "Tid": "2024"}),
        ),
    ),
    quantities=(
        Quantity(
            value=Decimal("41300.0"),
            unit="SEK/month",
            period="2024",
            region="00",
            measure="medianlön",
            citation=1,
        ),
    ),
    suggestions=("Och i Skåne?",),
    generation="g1",
    timings_ms={"total": 12.5},
    dropped=(Sentence(text="Påhittat. (cites nothing)", citations=(), support="unverified"),),
)


def test_the_answer_object_has_the_published_form() -> None:
    assert to_json(ANSWER) == {
        "question": "Vad tjänar poliser?",
        "standalone_question": "Vad är medianlönen för poliser?",
        "turn": 1,
        "status": "answered",
        "reason": None,
        "text": "Medianlönen är 41 300 kr [1].\n\nMedianen är det mittersta värdet.",
        "sentences": [{"text": "Medianlönen är 41 300 kr", "citations": [1], "support": "figures_checked"}],
        "citations": [
            {
                "n": 1,
                "kind": "cell",
                "document_id": "table:lon",
                "title": "Löner [2024]",
                "section": "riket",
                "url": "https://www.statistikdatabasen.scb.se/lon",
                "publisher": "SCB",
                "licence": "CC0-1.0",
                "as_of": "2025-06-17",
                "quote": "Poliser: 41 300",
                "start": 0,
                "end": 0,
                "cell": {"table": "lon", "coordinates": {"Yrke": "3360", "Tid": "2024"}},
            }
        ],
        "quantities": [
            {
                "value": "41300.0",
                "unit": "SEK/month",
                "period": "2024",
                "region": "00",
                "measure": "medianlön",
                "population": "",
                "status": "published",
                "formula": None,
                "citation": 1,
            }
        ],
        "chart": None,
        "clarification": None,
        "suggestions": ["Och i Skåne?"],
        "notices": [],
        "generation": "g1",
        "writer": "extractive",
        "ai_generated": True,
        "version": "0.1.0",
        "usage": None,
        "timings_ms": {"total": 12.5},
    }


def test_charts_and_clarifications_travel_with_decimals_as_text() -> None:
    series = (ChartSeries(name="riket", values=(Decimal("1.50"), None)),)
    chart = Chart(
        kind="line", title="T", x_title="År", y_title="kr", x=("2023", "2024"), series=series, source="SCB"
    )
    asked = Clarification(text="Vilken?", options=(("Kommunen", "Löner i Stockholms kommun?"),))
    told = json.loads(json.dumps(to_json(replace(ANSWER, chart=chart, clarification=asked))))
    assert told["chart"]["series"] == [{"name": "riket", "values": ["1.50", None]}]
    assert told["clarification"]["options"] == [
        {"label": "Kommunen", "question": "Löner i Stockholms kommun?"}
    ]


def test_markdown_has_numbered_sources_and_says_that_an_ai_service_made_it() -> None:
    assert to_markdown(ANSWER) == (
        "**Fråga:** Vad tjänar poliser?\n\n"
        "Medianlönen är 41 300 kr [1].\n\n"
        "Medianen är det mittersta värdet.\n\n"
        "## Källor\n\n"
        "[1] [Löner \\[2024\\]](<https://www.statistikdatabasen.scb.se/lon>), riket, SCB, 2025-06-17, "
        "CC0-1.0 (statistik)\n\n"
        "> Poliser: 41 300\n\n"
        "---\n\n"
        "Svaret är sammanställt av AI-tjänsten Datalots 0.1.0 (skrivare: extractive). "
        "Kontrollera källorna före beslut. Index g1.\n"
    )


def test_markdown_of_hostile_text_shows_it_and_loads_nothing() -> None:
    evil = "![x](https://evil.example/p.png) <img src=https://evil.example/q> [klicka](https://evil.example)"
    citation = replace(ANSWER.citations[0], title=evil, quote=evil, url="javascript:alert(1)")
    said = to_markdown(replace(ANSWER, question=evil, text=evil, citations=(citation,), notices=(evil,)))
    assert "](https" not in said.replace("\\]", "")
    assert "://" not in said
    assert "javascript" not in said
    assert "<img" not in said.replace("\\<", "")


def test_a_terminal_is_not_steered_by_a_source() -> None:
    said = to_text(replace(ANSWER, text="Rött \x1b[31m larm\x07 \u202ebakvänt\nny rad"))
    assert said.startswith("Rött [31m larm bakvänt\nny rad")


def test_plain_text_lists_the_sources_and_explains_when_asked() -> None:
    assert to_text(ANSWER).endswith(
        "[1] Löner [2024], riket, SCB, 2025-06-17, https://www.statistikdatabasen.scb.se/lon"
    )
    explained = to_text(ANSWER, explain=True)
    assert "(siffra kontrollerad) Medianlönen är 41 300 kr" in explained
    assert "- Påhittat. (cites nothing)" in explained
    assert explained.endswith("Tider: total 12.5 ms")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        (
            "https://data.riksdagen.se/dokument/sfs-2022-818",
            "https://data.riksdagen.se/dokument/sfs-2022-818",
        ),
        ("http://example.se/a?b=c&d=å#e", "http://example.se/a?b=c&d=%C3%A5#e"),
        ('https://example.se/"><script>', "https://example.se/%22%3E%3Cscript%3E"),
        ("https://example.se/a|b)(c", "https://example.se/a%7Cb%29%28c"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.se", ""),
        ("https://", ""),
        ("https://scb.se@evil.example/", ""),
        ("https://[::1", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
    ],
)
def test_only_web_addresses_become_links(url: str, link: str) -> None:
    assert web_link(url) == link


@given(st.text())
def test_a_link_never_holds_a_sign_that_could_end_it(text: str) -> None:
    assert not set(web_link("https://example.se/" + text)) & set("<>\"'`()|[]{}\\ \n\r\t")


@given(st.text())
def test_escaped_markdown_is_one_line_without_open_signs(text: str) -> None:
    said = escape_markdown(text)
    assert "\n" not in said
    assert "://" not in said
    bare = said.replace("\\\\", "")
    for sign in "[]<>`*_$":
        assert bare.count(sign) == bare.count("\\" + sign)


def test_a_brief_says_that_we_wrote_it_of_what_and_as_of_when() -> None:
    brief = replace(ANSWER.citations[0], kind="brief", section="5 §", as_of="2026-02-15")
    assert kind_of(brief) == "Datalots sammanfattning av 5 §, lydelse per 2026-02-15"
    assert kind_of(replace(brief, section="")) == "Datalots sammanfattning"


def test_an_exported_answer_names_the_version_of_the_project() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    assert to_json(ANSWER)["version"] == VERSION
    assert f"Datalots {VERSION} " in to_markdown(ANSWER)
