"""unsupported_digits: numerals a person is shown that nothing cited holds. Target 0, always.

Looked at: the text without citation marks and list ordinals, suggestions, clarification, chart, and the
words in which a cell is shown as a source; number words too.
Supported by: the question (and the standalone one), quotes, titles, sections, cited cells with the codes,
labels, periods, dates and definition of their tables, shown formulas. A source named by its whole title
lends its title: "Närmast kommer: Högst 40 timmar i veckan" states no figure. Source: EVAL §2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from eval.answers import AnswerObject
from eval.corpus import CorpusView
from eval.metrics.base import Observation, Observations, ScoredTurn
from eval.reading import in_ones
from rag.schema import Cell
from rag.swedish.numbers import Number, Numeral, find_numbers, find_numerals
from rag.swedish.periods import format_period


def unsupported_digits(turn: ScoredTurn) -> Observations:
    """How many numerals of the turn nothing supports; a turn without a readable answer counts one."""
    if turn.answer is None:
        yield Observation("unsupported_digits", 1.0, "no readable answer")
        return
    loose = sorted(set(loose_numerals(turn.answer, turn.question, turn.corpus)))
    yield Observation("unsupported_digits", float(len(loose)), ", ".join(loose))


def loose_numerals(answer: AnswerObject, question: str, corpus: CorpusView) -> Iterator[str]:
    supported: set[Decimal | str] = set()
    for text in _supports(answer, question, corpus):
        supported |= keys_of(text)
    supported |= set(_values(answer, corpus))
    yield from (
        text for text in _chart_texts(answer) if list(_loose(text, supported | _points(answer, corpus)))
    )
    for text in _shown(answer):
        if list(_loose(text, supported)):
            yield from _loose(corpus.without_titles(text), supported)


def _loose(text: str, supported: Set[Decimal | str]) -> Iterator[str]:
    numbers = find_numbers(text)
    for numeral in find_numerals(text):
        if key(numeral) not in supported and not _rounds(numeral, numbers, supported):
            yield numeral.text


@lru_cache(maxsize=100_000)
def keys_of(text: str) -> frozenset[Decimal | str]:
    """The keys of a text's numerals; remembered, since the labels of a table support every answer from it."""
    return frozenset(key(numeral) for numeral in find_numerals(text))


def key(numeral: Numeral) -> Decimal | str:
    """What two numerals must share to be the same: the value, or the digits when they are a code or date."""
    return abs(numeral.value).normalize() if numeral.value is not None else re.sub(r"\s", "", numeral.text)


def _rounds(numeral: Numeral, numbers: Sequence[Number], supported: Set[Decimal | str]) -> bool:
    """Whether a numeral with decimals or a scale ("31,2 tkr") is a supported value, as far as it is
    stated."""
    stated = next((n for n in numbers if n.start <= numeral.start < n.end), None)
    if stated is None or (stated.decimals == 0 and stated.scale == 1):
        return False
    values = (value for value in supported if isinstance(value, Decimal))
    return any(abs(abs(stated.value) - value) <= stated.precision / 2 for value in values)


def _shown(answer: AnswerObject) -> Iterator[str]:
    yield answer.shown
    yield from answer.suggestions
    yield from (citation.quote for citation in answer.citations if citation.cell)
    if answer.clarification:
        yield answer.clarification.text
        yield from (
            str(option[0]) for option in answer.clarification.options if isinstance(option, list | tuple)
        )


def _chart_texts(answer: AnswerObject) -> Iterator[str]:
    if answer.chart:
        yield answer.chart.title
        yield from answer.chart.x
        yield from (
            str(v).replace(".", ",") for series in answer.chart.series for v in series.values if v is not None
        )


def _points(answer: AnswerObject, corpus: CorpusView) -> set[Decimal | str]:
    """Values of the cells that a chart draws: those that a label of its axis away from a cited cell."""
    found: set[Decimal | str] = set()
    drawn = set(answer.chart.x) if answer.chart else set()
    for citation in answer.citations if drawn else ():
        table = corpus.table(citation.cell.table) if citation.cell else None
        for dimension in table.dimensions if table and citation.cell else ():
            for code, label in dimension.codes.items():
                if citation.cell and drawn & {label, code, format_period(code)}:
                    cell = corpus.cell(citation.cell.table, {**citation.cell.coordinates, dimension.id: code})
                    if cell is not None and cell.value is not None:
                        found.add(abs(cell.value).normalize())
    return found


def _supports(answer: AnswerObject, question: str, corpus: CorpusView) -> Iterator[str]:
    yield from (question, answer.standalone_question)
    yield from (quantity.formula or "" for quantity in answer.quantities)
    for citation in answer.citations:
        yield from (citation.title, citation.section, citation.as_of)
        yield "" if citation.cell else citation.quote
        document = corpus.document(citation.document_id)
        if document is not None:
            yield from (document.as_of, document.act)
        if citation.cell:
            yield from _table_words(citation.cell.table, citation.cell.coordinates.values(), corpus)


def _table_words(table_id: str, codes: Iterable[str], corpus: CorpusView) -> Iterator[str]:
    yield from codes
    yield from (format_period(code) for code in codes)
    table = corpus.table(table_id)
    if table is None:
        return
    yield from (table.title, table.updated, table.description, *table.coverage)
    for measure in table.measures:
        yield from (measure.label, measure.definition, measure.population)
    for dimension in table.dimensions:
        yield dimension.label
        if dimension.role == "period":
            yield from dimension.codes
            yield from (format_period(code) for code in dimension.codes)
        else:
            yield from (dimension.codes.get(code, "") for code in codes)


def _unit(cell: Cell, corpus: CorpusView) -> str:
    table = corpus.table(cell.table)
    wanted = cell.coordinates.get("measure")
    return next((m.unit for m in table.measures if m.id == wanted), "") if table else ""


def _values(answer: AnswerObject, corpus: CorpusView) -> Iterator[Decimal]:
    for citation in answer.citations:
        cell = corpus.cell(citation.cell.table, citation.cell.coordinates) if citation.cell else None
        if cell is not None and cell.value is not None:
            yield abs(cell.value).normalize()
            yield in_ones(abs(cell.value), _unit(cell, corpus)).normalize()
    for quantity in answer.quantities:
        if quantity.formula:
            try:
                value = abs(Decimal(quantity.value))
                yield value.normalize()
                yield in_ones(value, quantity.unit).normalize()
            except InvalidOperation:
                continue
