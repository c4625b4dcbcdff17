"""The chat page on loopback over an assistant of ready answers, hostile ones among them.

A program of its own, as Streamlit keeps one server a process:
`python -m tests.loopback.page_server PORT DATA_DIR`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from rag.errors import NoIndexError
from rag.schema import (
    Answer,
    CellReference,
    Chart,
    ChartSeries,
    Citation,
    Clarification,
    Document,
    Quantity,
    Sentence,
    Turn,
)
from rag.settings import Settings

EVIL = "https://evil.example"
PAYLOADS = (
    f"![bild]({EVIL}/a.png)",
    f"<img src={EVIL}/b.png>",
    f"<img src=x onerror=\"fetch('{EVIL}/c')\">",
    f"[![bild]({EVIL}/d.png)]({EVIL}/e)",
    f"<script>fetch('{EVIL}/f')</script>",
    f'<iframe src="{EVIL}/g"></iframe>',
    f'"><svg onload=fetch("{EVIL}/h")>',
    f'<style>@import "{EVIL}/i.css"; body {{ background: url({EVIL}/j) }}</style>',
    f'<link rel="stylesheet" href="{EVIL}/k.css">',
    f'<video src="{EVIL}/l" autoplay poster="{EVIL}/m"></video>',
    f"[klicka]({EVIL}/n) <{EVIL}/o> {EVIL}/p www.evil.example/q",
    "$$\\\\href{javascript:alert(1)}{x}$$ :red[rött] :material/delete: `kod`",
)

TEXT = "Inledning. En avgift får tas ut. Avgiften får inte vara högre än självkostnaden. Mer text följer här."
DOCUMENT = Document(
    id="law",
    source_id="law",
    kind="law",
    title="Lag (2022:818)",
    text=TEXT,
    url="https://data.riksdagen.se/dokument/sfs-2022-818",
    publisher="Sveriges riksdag",
    licence="CC0-1.0",
    as_of="2022-08-01",
    section="5 §",
)
HOSTILE = replace(DOCUMENT, id="hostile", title=PAYLOADS[0], text=" ".join(PAYLOADS), publisher=PAYLOADS[1])


def citation(n: int, document: Document, quote: str, url: str | None = None) -> Citation:
    start = document.text.index(quote)
    return Citation(
        n=n,
        kind="passage",
        document_id=document.id,
        title=document.title,
        section=document.section,
        url=document.url if url is None else url,
        publisher=document.publisher,
        licence=document.licence,
        as_of=document.as_of,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def _cell(period: str, value: str) -> Quantity:
    return Quantity(
        value=Decimal(value),
        unit="SEK/month",
        period=period,
        region="00",
        measure="medianlön",
        population="poliser",
    )


QUOTE = "Avgiften får inte vara högre än självkostnaden."


def law(question: str) -> Answer:
    return Answer(
        question=question,
        standalone_question="Får en myndighet ta betalt för öppna data?",
        status="answered",
        text=f"En avgift får tas ut. [1] {QUOTE} [1]\n\nReglerna kan skilja sig för forskningsdata.",
        sentences=(
            Sentence(text="En avgift får tas ut.", citations=(1,), support="verbatim"),
            Sentence(text=QUOTE, citations=(1,), support="verbatim"),
        ),
        citations=(citation(1, DOCUMENT, f"En avgift får tas ut. {QUOTE}"),),
        suggestions=("Vilka data är värdefulla data?",),
        generation="20261123-1",
    )


def salary(question: str) -> Answer:
    first, last = _cell("2023", "39900"), _cell("2024", "41300")
    text = "Medianlönen för poliser ökade med 1\u00a0400 kr från 2023 till 2024."
    cell = CellReference(table="lon", coordinates={"Yrke": "3360", "Tid": "2024"})
    series = (
        ChartSeries(name="Kvinnor", values=(Decimal("37100"), None, Decimal("40200"))),
        ChartSeries(name="Män", values=(Decimal("38600"), Decimal("40300"), Decimal("41900"))),
    )
    return Answer(
        question=question,
        standalone_question=question,
        status="answered",
        text=f"{text} [1]",
        sentences=(Sentence(text=text, citations=(1,), support="figures_checked"),),
        citations=(
            replace(
                citation(1, DOCUMENT, "Inledning."), kind="cell", cell=cell, title="Lönestrukturstatistik"
            ),
        ),
        quantities=(
            replace(
                last,
                value=Decimal("1400"),
                unit="SEK",
                formula="41\u00a0300 − 39\u00a0900",
                operands=(first, last),
            ),
        ),
        chart=Chart(
            kind="line",
            title="Medianlön för poliser",
            x_title="Tid",
            y_title="Medianlön (kr/månad)",
            x=("2022", "2023", "2024"),
            series=series,
            source="Källa: SCB, tabell TAB5932",
        ),
    )


def clarify(question: str) -> Answer:
    asked = Clarification(
        text="Menar du kommunen eller länet?",
        options=(
            ("Stockholms kommun", "Vad är medianlönen för poliser i kommunen?"),
            (PAYLOADS[0], "Vad är medianlönen?"),
        ),
    )
    return Answer(
        question=question,
        standalone_question=question,
        status="clarify",
        reason="ambiguous",
        text=asked.text,
        clarification=asked,
        notices=("Sökningen på betydelse är ur funktion. Svaret bygger på ordsökning.",),
    )


def hostile(question: str) -> Answer:
    """Every text that a source, a model or a person could have a hand in is an attack."""
    sentences = tuple(Sentence(text=payload, citations=(1,), support="supported") for payload in PAYLOADS)
    citations = tuple(
        citation(n, HOSTILE, payload, url="javascript:alert(1)")
        for n, payload in enumerate(PAYLOADS, start=1)
    )
    series = (ChartSeries(name=PAYLOADS[1], values=(Decimal(1), Decimal(2))),)
    return Answer(
        question=question,
        standalone_question=" ".join(PAYLOADS),
        status="answered",
        text=" ".join(f"{sentence.text} [1]" for sentence in sentences) + "\n\n" + "\n\n".join(PAYLOADS),
        sentences=sentences,
        citations=citations,
        quantities=(replace(_cell("2024", "1"), formula=PAYLOADS[2], population=PAYLOADS[4]),),
        chart=Chart(
            kind="bar",
            title=PAYLOADS[0],
            x_title=PAYLOADS[1],
            y_title=PAYLOADS[2],
            x=(PAYLOADS[3], PAYLOADS[10]),
            series=series,
            source=PAYLOADS[5],
        ),
        suggestions=PAYLOADS,
        notices=PAYLOADS,
        writer=PAYLOADS[0],
    )


class ReadyAnswers:
    """Stands where `rag.assistant.Assistant` stands on the page."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @classmethod
    def open(cls, settings: Settings) -> ReadyAnswers:
        return cls(settings)

    def ask(self, question: str, history: Sequence[Turn] = (), *, today: str) -> Answer:
        for word, answer in {"ont": hostile, "lön": salary, "tvetydigt": clarify, "avgift": law}.items():
            if word in question.lower():
                return replace(answer(question), turn=len(history) + 1)
        if "krasch" in question:
            raise RuntimeError("unexpected")
        raise NoIndexError("no index")

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, today: str, easy: bool = False
    ) -> Iterator[Answer]:
        yield self.ask(question, history, today=today)

    def document(self, document_id: str) -> Document | None:
        return {"law": DOCUMENT, "hostile": HOSTILE}.get(document_id)

    def close(self) -> None: ...


def main(port: str, data_dir: str, without_policy: str = "") -> None:
    import app
    import rag.assistant

    rag.assistant.Assistant = ReadyAnswers  # type: ignore[assignment,misc]  (it answers like one)
    if without_policy:
        app.policy = lambda document: "frame-ancestors 'none'"
    app.run_page(Settings(page_port=int(port), data_dir=Path(data_dir)))


if __name__ == "__main__":
    main(*sys.argv[1:])
