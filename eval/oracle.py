"""The oracle: answers built from gold, in the form of DESIGN §8. It is right everywhere, or a case or a
metric is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from eval.cases import EvalCase, Expect, Fact, GoldCell
from eval.corpus import Corpus
from eval.metrics.figures import category_label
from eval.metrics.mentions import mentioned
from rag.schema import Document, TableInfo
from rag.swedish.numbers import format_number
from rag.swedish.periods import format_period

_UNITS = {
    "SEK/month": "kronor i månaden",
    "SEK": "kronor",
    "percent": "procent",
    "pp": "procentenheter",
    "persons": "personer",
    "ads": "annonser",
    "notices": "varslade personer",
    "index": "enheter",
    "MSEK": "miljoner kronor",
}
_SILENCE = {
    "no_evidence": "Jag hittar inget svar på det i källorna.",
    "out_of_scope": "Frågan ligger utanför det jag har källor om.",
    "refused": "Det kan jag inte svara på.",
    "clarify": "Vad menar du?",
}


class Oracle:
    """A system that knows the gold of the cases it is given."""

    name = "oracle"

    def __init__(self, cases: Sequence[EvalCase], corpus: Corpus) -> None:
        self._cases = {tuple(turn.question for turn in case.turns): case for case in cases}
        self._gold = {turn.question: turn.expect for case in cases for turn in case.turns}
        self._corpus = corpus

    def answer(self, questions: Sequence[str], today: str) -> list[dict[str, Any]]:
        case = self._cases[tuple(questions)]
        return [
            answer_from_gold(turn.question, turn.expect, number, self._corpus)
            for number, turn in enumerate(case.turns, start=1)
        ]

    def search(self, question: str, today: str) -> list[str] | None:
        return list(self._gold[question].relevant)


def answer_from_gold(question: str, expect: Expect, turn: int, corpus: Corpus) -> dict[str, Any]:
    """The answer that gold describes."""
    parts = [] if expect.status in _SILENCE else list(_sentences(expect, corpus))
    sentences: list[dict[str, Any]] = [
        {"text": text, "citations": [n], "support": "supported"} for n, (text, _) in enumerate(parts, start=1)
    ]
    citations = [{"n": n, **citation} for n, (_, citation) in enumerate(parts, start=1)]
    extra = [quoted for fact in expect.facts if fact.derivation for quoted in _operands(fact, corpus)]
    for citation in extra:
        citations.append({"n": len(citations) + 1, **citation})
        sentences[0]["citations"].append(len(citations))
    text = " ".join(f"{s['text']}{''.join(f' [{n}]' for n in s['citations'])}" for s in sentences)
    text = text or _SILENCE.get(expect.status, "")
    unsaid = [group[0] for group in expect.must_mention if not mentioned(group, text)]
    text = f"{text} {', '.join(unsaid)}".strip() if unsaid else text
    clarification = {"text": _SILENCE["clarify"], "options": []} if expect.status == "clarify" else None
    return {
        "question": question,
        "standalone_question": question,
        "turn": turn,
        "status": expect.status,
        "reason": expect.reasons[0] if expect.reasons else None,
        "text": text,
        "sentences": sentences,
        "citations": citations,
        "quantities": [_quantity(fact) for fact in expect.facts if fact.value is not None],
        "chart": None,
        "clarification": clarification,
        "suggestions": [],
        "generation": "oracle",
        "writer": "oracle",
        "timings_ms": {"total": 1.0},
    }


def _sentences(expect: Expect, corpus: Corpus) -> Sequence[tuple[str, dict[str, Any]]]:
    """Sentences with what each cites: a fact its cell, a span itself, a dataset or concept its document."""
    parts = [(_fact_sentence(fact, corpus), _cell_citation(fact.cells[0], corpus)) for fact in expect.facts]
    for span in expect.evidence:
        document = corpus.document(span.document)
        assert document is not None, span.document
        parts.append((span.quote, _quote_citation(document, span.quote)))
    found = (
        corpus.dataset(expect.dataset) if expect.dataset else None,
        corpus.concept(expect.concept) if expect.concept else None,
    )
    for record in found:
        if record is not None:
            document = corpus.document(record.document_id)
            assert document is not None, record.document_id
            parts.append((document.text, _quote_citation(document, document.text)))
    return parts


def _fact_sentence(fact: Fact, corpus: Corpus) -> str:
    table = corpus.table(fact.table)
    measure = _measure(fact.cells[0], table)
    place, period = _place(fact.region, table), format_period(fact.period)
    if fact.value is None:
        return f"{measure} {period} i {place}: uppgift saknas."
    if fact.unit == "category":
        return f"{measure} bedöms {category_label(fact, table)} i {place}."
    value = Decimal(fact.value)
    unit = _UNITS.get(fact.unit, "")
    if not fact.derivation:
        return f"{measure} var {format_number(value)} {unit} {period} i {place}."
    verb = "minskade med" if value < 0 else "ökade med"
    return f"{measure} {verb} {format_number(abs(value))} {unit} till {period} i {place}."


def _measure(cell: GoldCell, table: TableInfo | None) -> str:
    wanted = cell.coordinates.get("measure", "")
    labels = [measure.label for measure in table.measures if measure.id == wanted] if table else []
    return labels[0] if labels else "Värdet"


def _place(code: str, table: TableInfo | None) -> str:
    if code == "00":
        return "riket"
    labels = (
        [d.codes[code] for d in table.dimensions if d.role == "region" and code in d.codes] if table else []
    )
    label = labels[0] if labels else code
    return f"{label} kommun" if len(code) == 4 and code.isdigit() else label


def _cell_citation(cell: GoldCell, corpus: Corpus) -> dict[str, Any]:
    table = corpus.table(cell.table)
    document = corpus.document(f"table:{cell.table}")
    return {
        "kind": "cell",
        "document_id": document.id if document else cell.table,
        "title": table.title if table else cell.table,
        "quote": "",
        "cell": {"table": cell.table, "coordinates": dict(cell.coordinates)},
    }


def _operands(fact: Fact, corpus: Corpus) -> list[dict[str, Any]]:
    return [_cell_citation(cell, corpus) for cell in fact.cells[1:]]


def _quote_citation(document: Document, quote: str) -> dict[str, Any]:
    start = document.text.index(quote)
    kind = document.kind if document.kind in ("brief", "concept", "dataset") else "passage"
    return {
        "kind": kind,
        "document_id": document.id,
        "title": document.title,
        "section": document.section,
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "cell": None,
    }


def _quantity(fact: Fact) -> Mapping[str, Any]:
    formula = f"{fact.derivation.op}" if fact.derivation else None
    return {
        "value": fact.value,
        "unit": fact.unit,
        "period": fact.period,
        "region": fact.region,
        "formula": formula,
    }
