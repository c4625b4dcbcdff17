"""The number ledger: a question about figures → a Finding of cells, and what is computed from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Protocol

from rag import texts
from rag.entities.measures import Measures
from rag.entities.occupations import OccupationNames
from rag.schema import Concept, Finding, Query, Reason, TableInfo
from rag.statistics.across import Across
from rag.statistics.choosing import Choosing
from rag.statistics.elsewhere import Elsewhere, offer
from rag.statistics.execute import Cells, Point, run
from rag.statistics.fitting import ADDITIVE
from rag.statistics.focus import alone, asking_clause
from rag.statistics.followed import completed_by, counting_them, following, of_those, parts_of, says_more
from rag.statistics.notes import definition_notes, rank_notes, suppressed
from rag.statistics.occupation_codes import OccupationCodes
from rag.statistics.occupied import Occupied
from rag.statistics.pay import in_percentiles
from rag.statistics.places_by_rank import PlacesByRank, Resolved
from rag.statistics.plan import NEEDS_OCCUPATION, Plan, Planner, earlier_plans
from rag.statistics.reading import read_request
from rag.statistics.refusing import Refusing, refusal
from rag.statistics.render import render
from rag.statistics.request import Request
from rag.statistics.rewording import (
    asks_edge_pay,
    in_fixed_prices,
    in_quartiles,
    in_usual_words,
    with_both_parts,
    without_slips,
    without_worth,
)
from rag.statistics.suggest import suggestions
from rag.statistics.unsaid import asked_back
from rag.statistics.wording import called, lower_first

NO_DEFINITION = 0.99
""" "Vad är medianlönen i Norge" reads like a definition; with a place, time or group it asks for a figure."""


class Store(Protocol):
    """What is asked of the text store here."""

    def tables(self) -> Sequence[TableInfo]: ...

    def concept(self, concept_id: str) -> Concept | None: ...

    def concepts(self, scheme: str | None = None) -> list[Concept]: ...


_NARROWER = re.compile(r" (?:\(|vid |på )")
"""Before what narrows a measure, numbers with it: "Lön vid percentil 10", "Efterfrågan på fem års sikt"."""
_TOGETHER = re.compile(
    r"\b(?:ihop|tillsammans|sammantaget|sammanräknat|sammanslaget|gemensamt|båda könen|oavsett kön)\b",
    re.IGNORECASE,
)
SEXES = ("1", "2")
_PAY = "SEK/month"
MANY = 3
"""Measures that are named from which they are all told, whatever else one of them brings with it."""


class Ledger:
    """Answers questions about figures from the tables of one generation."""

    def __init__(self, store: Store, statistics: Cells) -> None:
        tables = tuple(store.tables())
        self._tables = tables
        self._statistics = statistics
        self._measures = Measures(tables)
        self._names = OccupationNames.of(store)
        self._occupations = OccupationCodes(store, tables)
        self._planner = Planner(tables, self._occupations)
        self._choosing = Choosing(tables, self._occupations, statistics)
        self._elsewhere = Elsewhere(tables, self._measures, self._planner)
        self._across = Across(self._measures, self._planner, statistics)
        self._by_rank = PlacesByRank(self._measures, self._planner, statistics, self._names)
        self._occupied = Occupied(self._occupations, self._planner, self._names)
        self._assessments = {
            f"{t.id}:{m.id}" for t in tables for m in t.measures if m.statistic == "category"
        }
        self._refusing = Refusing(
            tables, self._planner, self._assessments, self._measures.percentiles().values()
        )

    def answer(self, query: Query, previous: Query | None = None) -> Finding | None:
        """What the tables say on the question; None when it is not about a figure that any table has.

        Args:
            query: The standalone question; its entities, when it has any, are taken as they are.
            previous: The query of the turn before; the standalone question already holds what is needed of
            it.
        """
        resolved = self._by_rank.resolved(query)
        if resolved is not None:
            return self._in_ranked_place(resolved)
        by_itself = alone(query, self._measures)
        if by_itself is not None:
            found = self._read(by_itself)
            if found is not None and found.status == "answered" and found.claims:
                return found
        if asks_edge_pay(query):
            found = self._read(query)
            return replace(found, notes=(texts.STAT_EDGE_PAY, *found.notes)) if found else None
        found = self._read(query)
        clause = asking_clause(query, self._measures) if found is None or found.status != "answered" else None
        again = self._read(clause) if clause else None
        return again if again is not None and again.status == "answered" and again.claims else found

    def _read(self, query: Query) -> Finding | None:
        """What the tables say on the question as it is worded."""
        query = in_percentiles(in_fixed_prices(self._plainly(query)))
        query = self._occupied.reworded(query)
        parts = parts_of(query)
        found = self._in_parts(query, parts) if parts else None
        if found is not None:
            return found
        request = read_request(query, self._measures)
        if request is None:
            return asked_back(query, self._measures)
        return self._answered(query, self._occupied.completed(query, request))

    def _plainly(self, query: Query) -> Query:
        """The question in words that the measures are named by."""
        return in_quartiles(
            without_slips(without_worth(with_both_parts(in_usual_words(query))), self._measures),
            self._measures,
        )

    def _in_ranked_place(self, resolved: Resolved) -> Finding | None:
        """The question answered for the place that its rank means, which is said."""
        if resolved.query is None:
            note = texts.STAT_UNKNOWN_PLACE.format(asked=resolved.said)
            return Finding(kind="cell", status="no_evidence", reason="region_missing", notes=(note,))
        found = self.answer(resolved.query)
        if found is None or not found.claims:
            return found
        note = texts.STAT_PLACE_BY_RANK.format(
            asked=resolved.said, given=resolved.name, measure=lower_first(resolved.by)
        )
        return replace(found, notes=(note, *found.notes))

    def _in_parts(self, query: Query, parts: Sequence[Query]) -> Finding | None:
        """All questions of a text, answered; None when they are one, or one of them has no figure."""
        first = read_request(parts[0], self._measures)
        answers: list[Finding] = []
        for at, part in enumerate(parts[1:]):
            part = counting_them(part, first)
            second = read_request(part, self._measures, first, query.question) if first else None
            if first is None or second is None or not says_more(second, first):
                return None
            if not answers:
                first = self._occupied.completed(parts[0], completed_by(first, second))
                answers += filter(None, [self._answered(parts[0], first)])
            follows = following(self._occupied.completed(part, second), first)
            if at == 0 and answers and first.ranking and not first.ranking.own and not second.ranking:
                role = "occupation" if first.ranking.over == "occupation" else "region"
                if not (second.occupations if role == "occupation" else second.regions):
                    follows = of_those(follows, answers[0], self._tables, role)
            answer = self._answered(part, follows)
            if answer is not None and answer.reason == "period_missing" and not second.periods:
                answer = self._answered(part, replace(follows, periods=()))  # another table, of other times
            answers += filter(None, [answer])
            if len(answers) < at + 2 or not all(answer.claims for answer in answers):
                return None
            first = follows
        return reduce(_joined, answers)

    def _answered(self, query: Query, request: Request) -> Finding | None:
        if not (request.intent or request.context) or self._needs_an_occupation(request):
            return None
        request = self._of_all(request)
        refusal = self._refusing.refused(request)
        if refusal is not None:
            return replace(refusal, confidence=_confidence(query, request))
        if self._is_of_pay_in_general(request):
            return None
        across = self._across.answer(query, request)
        if across is not None:
            return replace(across, confidence=_confidence(query, request))
        side_by_side = self._side_by_side(query, request)
        if side_by_side is not None:
            return replace(side_by_side, confidence=_confidence(query, request))
        plans = self._planner.plans(request)
        return replace(self._first(query, request, plans), confidence=_confidence(query, request, plans))

    def _is_of_pay_in_general(self, request: Request) -> bool:
        """Whether pay is spoken of and nobody's is asked for, but something that no table says: "hur mycket
        dras av på lönen när barnet är sjukt". The median of all would answer another question."""
        more = request.doubtful and not request.unknown
        measures = [self._measures.of(entity.code) for entity in request.measures]
        pay = all(m.unit == _PAY and "percentil" not in m.label.lower() for m in measures)
        return bool(more) and pay and not request.context and not request.overall

    def _of_all(self, request: Request) -> Request:
        """ "Kvinnor och män ihop" as everybody, where the two cannot be added and a table has them as one."""
        if len(request.sexes) != len(SEXES) or not _TOGETHER.search(request.text):
            return request
        if any(self._measures.of(e.code).statistic in ADDITIVE for e in request.measures):
            return request
        return replace(request, sexes=(), operation="value", invalid_if_averaged=False, averaged=False)

    def _side_by_side(self, query: Query, request: Request) -> Finding | None:
        """The measures that the question names, each answered; None when it names one."""
        listed = self._across.listed(request)
        if request.beside and len(listed) < MANY:
            listed = (request.measures, request.beside)
        if not listed or (request.beside and request.ranking):
            return None
        if request.mixed and request.operation not in {"value", "compare"}:
            first, second = (called(one[0].label) for one in listed[:2])
            return refusal(texts.STAT_INVALID_DEFINITIONS.format(first=first, second=second))
        found = []
        for measures in listed:
            one = replace(request, measures=measures)
            found.append(self._first(query, one, self._planner.plans(one)))
        if not all(finding.claims and finding.status in {"answered", "partial"} for finding in found):
            return None
        return reduce(_joined, found)

    def _needs_an_occupation(self, request: Request) -> bool:
        """Whether only forecasts of occupations have such a measure, and the question names none."""
        assessed = all(entity.code in self._assessments for entity in request.measures)
        return assessed and not request.occupations and request.ranking is None

    def _first(self, query: Query, request: Request, plans: Sequence[Plan]) -> Finding:
        """The finding of the nearest plan that has a figure to show."""
        missing: list[str] = []
        reason: Reason = "no_source"
        for plan in plans:
            if plan.cost >= NEEDS_OCCUPATION:
                continue
            if plan.hard and missing:
                break
            if plan.hard:
                return self._elsewhere.told(request, offer(plan), plan)
            if plan.choices:
                return self._chosen(query, request, plan)
            points = run(plan, self._statistics)
            if not any(point.is_published for point in points) and not request.periods:
                plan, points = self._earlier(plan, points)
            if any(point.is_published for point in points):
                return self._finding(
                    plan, points, [*self._counted_else(request, plan), *_other_measures(plan, plans)]
                )
            missing += suppressed(plan, points)
            if any(point.cell for point in points):
                reason = "suppressed"
        if missing:
            return Finding(
                kind="cell", status="no_evidence", reason=reason, notes=tuple(dict.fromkeys(missing))[:3]
            )
        return self._elsewhere.without_occupation(request, self._nothing(request, plans), self._published)

    def _published(self, plan: Plan) -> Finding | None:
        """What the cells of a plan say; None when all of them are withheld."""
        points = run(plan, self._statistics)
        return self._finding(plan, points, []) if any(point.is_published for point in points) else None

    def _nothing(self, request: Request, plans: Sequence[Plan]) -> Finding:
        """No table has what is asked: says which part of the question it is."""
        if counted := self._elsewhere.counted(request):
            return counted
        if request.occupations:
            alone = (replace(request, occupations=(m,), ranking=None) for m in request.occupations)
            lacking = next((one.occupations[0] for one in alone if not self._planner.plans(one)), None)
            note = texts.STAT_UNKNOWN_TERM  # the table has it, and not divided so
            if lacking is not None:
                measure = lower_first(_NARROWER.split(request.measures[0].label)[0])
                note = texts.STAT_OCCUPATION_ABSENT.format(measure=measure, asked=lacking.text)
        elif request.unknown:
            note = texts.STAT_UNKNOWN_OCCUPATION.format(asked=" ".join(request.unknown[:3]))
        else:
            note = texts.STAT_NEEDS_OCCUPATION if plans else texts.NO_EVIDENCE
        return Finding(kind="cell", status="no_evidence", reason="breakdown_missing", notes=(note,))

    def _chosen(self, query: Query, request: Request, plan: Plan) -> Finding:
        """Answers for the likeliest occupations of a comparison, else asks which one is meant."""
        picked = self._choosing.picked(query, request, plan)
        if picked is None:
            return self._choosing.which(query, request, plan)
        plans = [p for p in self._planner.plans(picked.request) if not p.choices]
        found = self._first(query, picked.request, plans)
        if not found.claims:
            return self._choosing.which(query, request, plan)
        return replace(
            found, notes=(*picked.notes, *found.notes), suggestions=(*picked.suggestions, *found.suggestions)
        )

    def _counted_else(self, request: Request, plan: Plan) -> list[Plan]:
        """The same people counted in another way, in the same place: the share of unemployed, or how many."""
        entity = next(e for e in request.measures if e.code == f"{plan.info.id}:{plan.measure.id}")
        others = (
            self._measures.counts_of(entity)
            if plan.measure.unit == "percent"
            else self._measures.rates_of(entity)
        )
        if not others or plan.query.operation in {"rank", "place"}:
            return []
        latest = replace(request, measures=others, periods=(), operation="value", percent=False, unknown=())
        return [p for p in self._planner.plans(latest) if not p.gaps and not p.choices][:1]

    def _earlier(self, plan: Plan, points: list[Point]) -> tuple[Plan, list[Point]]:
        """The plan for the latest earlier period that has a figure, when the question named no period."""
        for earlier in earlier_plans(plan):
            found = run(earlier, self._statistics)
            if any(point.is_published for point in found):
                return earlier, found
        return plan, points

    def _finding(self, plan: Plan, points: Sequence[Point], others: Sequence[Plan]) -> Finding:
        published = [point for point in points if point.is_published]
        rendering = render(plan, published)
        if published and not rendering.claims:
            return _nothing_made(plan)
        withheld = [] if plan.query.operation in {"rank", "place", "series"} else suppressed(plan, points)
        notes = [*(gap.note for gap in plan.gaps), *withheld, *plan.remarks, *definition_notes(plan)]
        if plan.query.operation in {"rank", "place"}:
            notes += rank_notes(plan, published, len(points), rendering.sizes)
        reason: Reason | None = plan.gaps[0].reason if plan.gaps else "suppressed" if withheld else None
        return Finding(
            kind="cell",
            status="partial" if reason else "answered",
            reason=reason,
            claims=rendering.claims,
            notes=tuple(dict.fromkeys(notes)),
            chart=rendering.chart,
            suggestions=suggestions(plan, others),
        )


def _nothing_made(plan: Plan) -> Finding:
    """There are figures, and what is asked cannot be made of them."""
    ranking = plan.query.ranking
    if plan.query.operation == "change" or (ranking and ranking.by == "change"):
        return Finding(
            kind="cell", status="no_evidence", reason="period_missing", notes=(texts.STAT_ONE_TIME,)
        )
    return Finding(kind="cell", status="no_evidence", reason="breakdown_missing", notes=(texts.NO_EVIDENCE,))


def _joined(first: Finding, second: Finding) -> Finding:
    """Two answers as one, what both say told once."""
    whole = first.status == second.status == "answered"
    told = {claim.text for claim in first.claims}
    return Finding(
        kind="cell",
        status="answered" if whole else "partial",
        reason=first.reason or second.reason,
        claims=(*first.claims, *(claim for claim in second.claims if claim.text not in told)),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
        chart=first.chart or second.chart,
        suggestions=first.suggestions,
        confidence=min(first.confidence, second.confidence),
    )


def _other_measures(plan: Plan, plans: Sequence[Plan]) -> list[Plan]:
    """Plans of another measure that the same words may mean: the mean beside the median."""
    return [p for p in plans if p.measure.label != plan.measure.label and not p.hard and not p.choices]


def _confidence(query: Query, request: Request, plans: Sequence[Plan] = ()) -> float:
    """How sure it is that the question asks for a figure of the tables, 0-1."""
    if query.kind == "definition" and request.context and not request.unknown:
        return NO_DEFINITION
    sure = 0.95 if request.intent and request.context else 0.8 if request.intent else 0.7
    sure -= (0.05 if request.context else 0.1) * min(len(request.unknown), 4)
    if plans and plans[0].cost >= 9.0 and not any(gap.reason == "period_missing" for gap in plans[0].gaps):
        sure -= 0.2
    return round(max(sure, 0.2), 2)
