"""The answer object as it travels (DESIGN §8), read back: what every metric looks at, whichever system made
it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.schema import CitationKind, Reason, Status, Support
from rag.swedish.sentences import sentences

_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_ORDINAL = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]", re.MULTILINE)
"""What a list puts before its items."""
_NOT_HASHED = ("timings_ms", "generation")
"""What may differ between two runs that answer alike."""


class Clause(NamedTuple):
    """A sentence of the text a person sees, and the numbers it cites."""

    text: str
    citations: tuple[int, ...]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class AnswerSentence(_Wire):
    text: str
    citations: tuple[int, ...] = ()
    support: Support


class CellPointer(_Wire):
    table: str
    coordinates: Mapping[str, str]


class AnswerCitation(_Wire):
    n: int
    kind: CitationKind
    document_id: str
    title: str = ""
    section: str = ""
    url: str = ""
    as_of: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    cell: CellPointer | None = None


class AnswerQuantity(_Wire):
    value: str
    unit: str
    period: str
    region: str
    formula: str | None = None
    citation: int | None = None


class ChartSeriesData(_Wire):
    name: str = ""
    values: tuple[str | float | None, ...] = ()


class ChartData(_Wire):
    title: str = ""
    x: tuple[str, ...] = ()
    series: tuple[ChartSeriesData, ...] = ()


class ClarificationData(_Wire):
    text: str
    options: tuple[Any, ...] = ()


class AnswerObject(_Wire):
    """One answered turn."""

    question: str = ""
    standalone_question: str = ""
    turn: int = 1
    status: Status
    reason: Reason | None = None
    text: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[AnswerCitation, ...] = ()
    quantities: tuple[AnswerQuantity, ...] = ()
    chart: ChartData | None = None
    clarification: ClarificationData | None = None
    suggestions: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = Field(default_factory=dict)

    def citation(self, n: int) -> AnswerCitation | None:
        return next((citation for citation in self.citations if citation.n == n), None)

    def clauses(self) -> list[Clause]:
        """The text a person sees, a sentence or list item at a time, with the citations marked in it."""
        body, marks = _without_marks(self.text)
        return [
            Clause(body[start:end].strip(), tuple(dict.fromkeys(n for at, n in marks if start < at <= end)))
            for start, end in sentences(body)
            if body[start:end].strip()
        ]

    @property
    def shown(self) -> str:
        """The text a person sees, composed (NFC), without citation marks and the ordinals of a list."""
        return _without_marks(self.text)[0]

    @property
    def marks(self) -> tuple[int, ...]:
        """The citation marks in the text, each once, in order."""
        return tuple(dict.fromkeys(int(n) for n in _MARK.findall(self.text)))


def bare(text: str) -> str:
    """Composed (NFC), without the ordinals of a list."""
    return _ORDINAL.sub("", unicodedata.normalize("NFC", text))


def _without_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The bare text without its `[n]`, and where each stood in what is left."""
    text = bare(text)
    kept, marks, at, length = [], [], 0, 0
    for match in _MARK.finditer(text):
        kept.append(text[at : match.start()])
        length += match.start() - at
        marks.append((length, int(match[1])))
        at = match.end()
    return "".join([*kept, text[at:]]), marks


def read_answer(wire: Mapping[str, Any]) -> AnswerObject | None:
    """The answer of the wire form; None when it does not have that form, which counts as wrong everywhere."""
    try:
        return AnswerObject.model_validate(wire)
    except ValidationError:
        return None


def failed(question: str, turn: int, why: str) -> dict[str, Any]:
    """What stands in for an answer that never came."""
    return {
        "question": question,
        "turn": turn,
        "status": "error",
        "reason": "internal",
        "text": "",
        "failure": why,
    }


def answer_hash(wire: Mapping[str, Any]) -> str:
    """The same for two answers that differ in nothing but times and the name of the generation."""
    kept = {name: value for name, value in wire.items() if name not in _NOT_HASHED}
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]
