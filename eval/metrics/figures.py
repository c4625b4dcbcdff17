"""Figures: five bits and a product.

For every gold fact, over the figures of the text a person sees: V value, U unit, T period, R region, C a
citation of the same clause points at the gold cell and the cell, read again, has the value. A fact is exact
when one figure has all five: max over figures of V·U·T·R·C. Source: EVAL §2.

    stat_exact   1 when every fact is exact and none is contradicted
    stat_value   1 when every fact has V·U·T·R
    stat_V, stat_U, stat_T, stat_R, stat_C   share of facts that have the bit, on the best figure
    stat_contradicted   figures of the gold's unit, period and region with another value that no cited cell
    has
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean

from eval.answers import AnswerObject
from eval.cases import Fact
from eval.corpus import CorpusView, parts_of
from eval.metrics.base import Observation, Observations, ScoredTurn
from eval.metrics.mentions import mentioned
from eval.reading import Figure, in_ones, read_figures, same_unit, same_value
from rag.schema import TableInfo

BITS = "VUTRC"
MISSING_WORDS = (
    "uppgift saknas",
    "uppgiften saknas",
    "saknas",
    "redovisas inte",
    "publiceras inte",
    "inte publicerad",
    "sekretess",
    "undertryckt",
)


@dataclass(frozen=True, slots=True)
class Bits:
    """How well one figure of the text gives one gold fact."""

    V: bool = False
    U: bool = False
    T: bool = False
    R: bool = False
    C: bool = False

    @property
    def stated(self) -> bool:
        return self.V and self.U and self.T and self.R

    @property
    def exact(self) -> bool:
        return self.stated and self.C

    def __str__(self) -> str:
        return "".join(name if getattr(self, name) else "-" for name in BITS)


def figures(turn: ScoredTurn) -> Observations:
    """Observations for a turn with gold facts."""
    facts = turn.expect.facts
    if not facts:
        return
    best = [best_bits(fact, turn) for fact in facts]
    wrong = [fact for fact in facts if turn.answer and contradictions(fact, turn)]
    exact = all(bits.exact for bits in best) and not wrong
    note = "" if exact else f"{error_class(best, bool(wrong), turn)} {' '.join(map(str, best))}"
    yield Observation("stat_exact", float(exact), note)
    yield Observation("stat_value", float(all(bits.stated for bits in best)))
    for name in BITS:
        yield Observation(f"stat_{name}", fmean(getattr(bits, name) for bits in best))
    yield Observation("stat_contradicted", float(len(wrong)))


def best_bits(fact: Fact, turn: ScoredTurn) -> Bits:
    """The bits of the figure that gives the fact best; all false when there is none."""
    if turn.answer is None:
        return Bits()
    if fact.value is None:
        return _suppressed(fact, turn.answer, turn.corpus)
    if fact.unit == "category":
        return _category(fact, turn)
    found = [bits(fact, fact_value(fact), figure, turn) for figure in stated_figures(fact, turn)]
    return max(
        found,
        key=lambda one: (one.exact, one.stated, one.V, sum(getattr(one, n) for n in BITS)),
        default=Bits(),
    )


def fact_value(fact: Fact) -> Decimal:
    assert fact.decimal is not None
    return in_ones(fact.decimal, fact.unit)


def stated_figures(fact: Fact, turn: ScoredTurn) -> list[Figure]:
    """The figures of the text, their periods read against those of the fact's table."""
    assert turn.answer is not None
    known = turn.corpus.periods(fact.table)
    figures: list[Figure] = []
    before: tuple[str, ...] = ()
    for clause in turn.answer.clauses():
        figures += read_figures(
            clause.text,
            clause.citations,
            turn.question,
            known,
            turn.corpus.regions,
            turn.case.as_of,
            before=before,
        )
        before = (clause.text, *before)
    return figures


def bits(fact: Fact, gold: Decimal, figure: Figure, turn: ScoredTurn) -> Bits:
    return Bits(
        V=same_value(figure, gold, fact.tolerance),
        U=same_unit(figure.unit, fact.unit),
        T=fact.period in figure.periods,
        R=fact.region in figure.regions,
        C=_cited(fact, figure.citations, turn) and not _of_another_group(fact, figure, turn),
    )


def _of_another_group(fact: Fact, figure: Figure, turn: ScoredTurn) -> bool:
    """Whether the figure's clause names the other one of two cited groups ("för män") and not the fact's
    own; a figure worked out from several groups is of them all."""
    table = turn.corpus.table(fact.table)
    if table is None or turn.answer is None:
        return False
    cells = [c.cell.coordinates for n in figure.citations if (c := turn.answer.citation(n)) and c.cell]
    for dimension in table.dimensions:
        if dimension.role in ("region", "period"):
            continue
        own = {cell.coordinates.get(dimension.id, "") for cell in fact.cells}
        others = {cell.get(dimension.id, "") for cell in cells} - own
        named, mine = (
            [dimension.codes[code] for code in sorted(codes) if code in dimension.codes]
            for codes in (others, own)
        )
        if mentioned(named, figure.clause) and not mentioned(mine, figure.clause):
            return True
    return False


def _cited(fact: Fact, numbers: tuple[int, ...], turn: ScoredTurn) -> bool:
    """Whether the cells behind the fact are cited, and the cell, read again, has the value."""
    assert turn.answer is not None
    cited = [turn.answer.citation(n) for n in numbers]
    pointers = [(c.cell.table, part) for c in cited if c and c.cell for part in parts_of(c.cell.coordinates)]
    wanted = [(cell.table, part) for cell in fact.cells for part in parts_of(cell.coordinates)]
    if not all(cell in pointers for cell in wanted):
        return False
    if fact.derivation:
        return True
    cell = turn.corpus.cell(fact.table, fact.cell)
    return cell is not None and cell.value == fact.decimal


def _suppressed(fact: Fact, answer: AnswerObject, corpus: CorpusView) -> Bits:
    """A suppressed cell is given right when the text says that it is missing, and never as a nought."""
    text = answer.shown.lower()
    says_so = any(words in text for words in MISSING_WORDS)
    cell = corpus.cell(fact.table, fact.cell)
    held = cell is not None and cell.value is None
    return Bits(V=says_so, U=True, T=True, R=True, C=held)


def _category(fact: Fact, turn: ScoredTurn) -> Bits:
    """A category is given right in the words of its label, in a clause that cites the cell."""
    assert turn.answer is not None
    label = category_label(fact, turn.corpus.table(fact.table))
    for clause in turn.answer.clauses():
        if label and mentioned([label], clause.text):
            places = (
                turn.corpus.regions.find(clause.text) or turn.corpus.regions.find(turn.question) or ("00",)
            )
            cited = _cited(fact, clause.citations, turn)
            return Bits(V=True, U=True, T=True, R=fact.region in places, C=cited)
    return Bits()


def category_label(fact: Fact, table: TableInfo | None) -> str:
    """The Swedish label that the fact's value stands for; empty when there is none."""
    measures = table.measures if table else ()
    return next(
        (m.categories.get(fact.value or "", "") for m in measures if m.id == fact.cell.get("measure")), ""
    )


def contradictions(fact: Fact, turn: ScoredTurn) -> list[Figure]:
    """Figures that speak of the same unit, period and region, with a value that neither gold nor a cited
    cell has."""
    golds = [fact_value(other) for other in turn.expect.facts if other.decimal is not None]
    allowed = golds + _cited_values(turn)
    return [
        figure
        for figure in stated_figures(fact, turn)
        if figure.unit == fact.unit
        and fact.period in figure.periods
        and fact.region in figure.regions
        and not any(same_value(figure, value, "published_rounding") for value in allowed)
    ]


def _cited_values(turn: ScoredTurn) -> list[Decimal]:
    assert turn.answer is not None
    values = [Decimal(q.value) for q in turn.answer.quantities if q.formula]
    for citation in turn.answer.citations:
        cell = turn.corpus.cell(citation.cell.table, citation.cell.coordinates) if citation.cell else None
        if cell is not None and cell.value is not None:
            values.append(cell.value)
    return values


def error_class(best: list[Bits], contradicted: bool, turn: ScoredTurn) -> str:
    """One word for why the facts are not exact, the first that applies."""
    if turn.answer is None or turn.status not in ("answered", "partial"):
        return "not answered"
    worst = min(best, key=lambda bits: (bits.exact, bits.stated, bits.V))
    if contradicted:
        return "contradicted"
    for name, label in (
        ("V", "wrong value"),
        ("U", "unit"),
        ("T", "period"),
        ("R", "region"),
        ("C", "wrong citation"),
    ):
        if not getattr(worst, name):
            return label
    return "other"
