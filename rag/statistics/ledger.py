"""The number ledger: a question about figures → a Finding of cells, and what is computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from rag import texts
from rag.entities.measures import Measures
from rag.entities.occupations import OccupationNames
from rag.entities.regions import find_regions
from rag.schema import Concept, Finding, Query, Reason, TableInfo
from rag.statistics.across import Across
from rag.statistics.choosing import Choosing
from rag.statistics.execute import Cells, Point, label, run
from rag.statistics.measure_choice import occupational_compound
from rag.statistics.occupation_codes import OccupationCodes
from rag.statistics.offer import offer
from rag.statistics.plan import MAX_SUM_STATISTICS, NEEDS_OCCUPATION, Plan, Planner, earlier_plans
from rag.statistics.ranked_by import sizes
from rag.statistics.ranking import is_beyond
from rag.statistics.reading import read_request
from rag.statistics.render import render
from rag.statistics.request import Mention, Request
from rag.statistics.speech import where
from rag.statistics.suggest import suggestions
from rag.statistics.wording import lower_first
from rag.swedish.sentences import sentences

NO_DEFINITION = 0.99
""" "Vad är medianlönen i Norge" reads like a definition; with a place, time or group it asks for a figure."""
VACANCIES = "lediga jobb"
"""What "kockjobb" and "kocktjänster" count."""


class Store(Protocol):
    """What is asked of the text store here."""

    def tables(self) -> Sequence[TableInfo]: ...

    def concept(self, concept_id: str) -> Concept | None: ...

    def concepts(self, scheme: str | None = None) -> list[Concept]: ...


class Ledger:
    """Answers questions about figures from the tables of one generation."""

    def __init__(self, store: Store, statistics: Cells) -> None:
        tables = tuple(store.tables())
        self._statistics = statistics
        self._measures = Measures(tables)
        self._names = OccupationNames.of(store)
        self._occupations = OccupationCodes(store, tables)
        self._planner = Planner(tables, self._occupations)
        self._choosing = Choosing(tables, self._occupations, statistics)
        self._across = Across(self._measures, self._planner, statistics)
        self._assessments = {
            f"{t.id}:{m.id}" for t in tables for m in t.measures if m.statistic == "category"
        }

    def answer(self, query: Query, previous: Query | None = None) -> Finding | None:
        """What the tables say on the question; None when it is not about a figure that any table has.

        Args:
            query: The standalone question; its entities, when it has any, are taken as they are.
            previous: The query of the turn before; the standalone question already holds what is needed of
            it.
        """
        query = self._taken_apart(query)
        request = read_request(query, self._measures)
        if request is None:
            return None
        if not request.occupations:
            request = self._with_occupations(query, request)
        request = self._with_heads(request)
        if not (request.intent or request.context) or self._needs_an_occupation(request):
            return None
        refusal = self._refused(request)
        if refusal is not None:
            return replace(refusal, confidence=_confidence(query, request))
        across = self._across.answer(query, request)
        if across is not None:
            return replace(across, confidence=_confidence(query, request))
        side_by_side = self._side_by_side(query, request)
        if side_by_side is not None:
            return replace(side_by_side, confidence=_confidence(query, request))
        plans = self._planner.plans(request)
        return replace(self._first(query, request, plans), confidence=_confidence(query, request, plans))

    def _side_by_side(self, query: Query, request: Request) -> Finding | None:
        """Two measures that the question names, each answered; None when it names one."""
        pair = self._across.pair(request)
        if pair is None:
            return None
        found = []
        for measures in pair:
            one = replace(request, measures=measures)
            found.append(self._first(query, one, self._planner.plans(one)))
        if not all(finding.claims and finding.status in {"answered", "partial"} for finding in found):
            return None
        first, second = found
        whole = first.status == second.status == "answered"
        return Finding(
            kind="cell",
            status="answered" if whole else "partial",
            reason=first.reason or second.reason,
            claims=(*first.claims, *second.claims),
            notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
            suggestions=first.suggestions,
        )

    def _taken_apart(self, query: Query) -> Query:
        """ "polislönen" as "lönen polis", when its first part is an occupation nobody has found in it."""
        compound = occupational_compound(query.question)
        if compound is None or query.codes("occupation"):
            return query
        first, last = compound
        names = _base_forms(first)
        titled = next((name for name in names if self._names.find(f"yrke {name}")), "")
        name = titled or next((name for name in names if self._occupations.in_text(name)), "")
        if not name:
            return query
        what = last if last.startswith(("lön", "annons")) else VACANCIES
        question = query.question.replace(first + last, f"{what} {name}")
        return replace(
            query, question=question, entities=(*find_regions(question), *self._names.find(question))
        )

    def _with_heads(self, request: Request) -> Request:
        """Words that only end the names of groups, "chef", as a mention of all of them, to be asked about."""
        known = [m for m in request.occupations if self._occupations.known(m)]
        words = [m.text for m in request.occupations if m not in known] or list(request.unknown[:1])
        if not all(self._planner.has_occupations(entity) for entity in request.measures):
            return request
        vague = [mention for word in words if (mention := self._occupations.headed_by(word))]
        if not vague:
            return request
        said = {mention.text for mention in vague}
        unknown = tuple(word for word in request.unknown if word not in said)
        return replace(request, occupations=(*known, *vague), unknown=unknown, context=True)

    def _needs_an_occupation(self, request: Request) -> bool:
        """Whether only forecasts of occupations have such a measure, and the question names none."""
        assessed = all(entity.code in self._assessments for entity in request.measures)
        return assessed and not request.occupations and request.ranking is None

    def _with_occupations(self, query: Query, request: Request) -> Request:
        """Occupations by the tables' own labels, for a query without occupation entities."""
        found: tuple[Mention, ...] = self._occupations.in_text(query.question)
        said = {word for mention in found for word in mention.text.split()}
        unknown = tuple(word for word in request.unknown if word not in said)
        return replace(request, occupations=found, unknown=unknown, context=request.context or bool(found))

    def _refused(self, request: Request) -> Finding | None:
        if request.today and any(span.first[:4] > request.today[:4] for span in request.periods):
            return Finding(
                kind="cell", status="no_evidence", reason="prediction", notes=(texts.STAT_NO_FORECAST,)
            )
        if request.places:
            note = texts.STAT_UNKNOWN_PLACE.format(asked=request.places[0])
            return Finding(kind="cell", status="no_evidence", reason="region_missing", notes=(note,))
        if request.overlapping:
            return _refusal(texts.STAT_INVALID_OVERLAP)
        groups = max(len(request.occupations), len(request.regions), len(request.sexes), len(request.periods))
        if request.invalid_if_averaged and (groups > 1 or request.every or request.periods):
            return self._invalid(request, several=groups > 1 or request.every)
        return None

    def _invalid(self, request: Request, *, several: bool) -> Finding | None:
        """Refuses to put medians, means or shares of several groups together, or a stock of several times."""
        plans = self._planner.plans(request)
        if not plans:
            return None
        if plans[0].measure.statistic in MAX_SUM_STATISTICS:
            return _refusal(texts.STAT_INVALID_STOCK) if _adds_a_stock(plans[0], request) else None
        times = [d.id for d in plans[0].info.dimensions if d.role == "period"]
        if not several and all(len(plans[0].query.selections[name]) < 2 for name in times):
            return None
        return _refusal(
            texts.STAT_INVALID_SUM if plans[0].measure.statistic == "share" else texts.STAT_INVALID_MEAN
        )

    def _first(self, query: Query, request: Request, plans: Sequence[Plan]) -> Finding:
        """The finding of the nearest plan that has a figure to show."""
        missing: list[str] = []
        reason: Reason = "no_source"
        for plan in plans:
            if plan.cost >= NEEDS_OCCUPATION:
                continue
            if plan.choices:
                return self._chosen(query, request, plan)
            if plan.hard and missing:
                break
            if plan.hard:
                return offer(plan)
            points = run(plan, self._statistics)
            if not any(point.quantity for point in points) and not request.periods:
                plan, points = self._earlier(plan, points)
            if any(point.quantity for point in points):
                return self._finding(plan, points, _other_measures(plan, plans))
            missing += _suppressed(plan, points)
            if any(point.cell for point in points):
                reason = "suppressed"
        if missing and request.narrow and reason == "suppressed":
            wider = replace(request, narrow=False)
            found = self._first(query, wider, self._planner.plans(wider))
            if found.claims:
                return found
        if missing:
            return Finding(
                kind="cell", status="no_evidence", reason=reason, notes=tuple(dict.fromkeys(missing))[:3]
            )
        return _nothing(request, plans)

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

    def _earlier(self, plan: Plan, points: list[Point]) -> tuple[Plan, list[Point]]:
        """The plan for the latest earlier period that has a figure, when the question named no period."""
        for earlier in earlier_plans(plan):
            found = run(earlier, self._statistics)
            if any(point.quantity for point in found):
                return earlier, found
        return plan, points

    def _finding(self, plan: Plan, points: Sequence[Point], others: Sequence[Plan]) -> Finding:
        published = [point for point in points if point.quantity]
        rendering = render(plan, published)
        if published and not rendering.claims:
            return Finding(
                kind="cell", status="no_evidence", reason="period_missing", notes=(texts.STAT_ONE_TIME,)
            )
        withheld = [] if plan.query.operation in {"rank", "place", "series"} else _suppressed(plan, points)
        notes = [*(gap.note for gap in plan.gaps), *withheld, *plan.remarks, *_definition(plan)]
        if plan.query.operation in {"rank", "place"}:
            notes += _rank_notes(plan, published, len(points))
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


def _adds_a_stock(plan: Plan, request: Request) -> bool:
    """Whether people counted at several times would be added: each would be counted many times over."""
    times = next((d for d in plan.info.dimensions if d.role == "period"), None)
    if times is None or times.additive:
        return False
    if len(request.periods) > 1:
        return plan.query.operation == "sum"
    one_group = max(len(request.regions), len(request.occupations), len(request.sexes)) < 2
    longer = any(len(span.among(times.codes)) > 1 for span in request.periods if not span.latest)
    return one_group and longer


def _other_measures(plan: Plan, plans: Sequence[Plan]) -> list[Plan]:
    """Plans of another measure that the same words may mean: the mean beside the median."""
    return [p for p in plans if p.measure.label != plan.measure.label and not p.hard and not p.choices]


def _refusal(note: str) -> Finding:
    return Finding(kind="cell", status="refused", reason="invalid_operation", notes=(note,))


def _base_forms(first: str) -> tuple[str, ...]:
    """What the first part of a compound may be alone: "tandläkar" is "tandläkare", "sjuksköterske" "-ska"."""
    bare = first.removesuffix("s")
    return (first, bare, f"{first}e", f"{first[:-1]}a" if first.endswith("e") else bare)


def _rank_notes(plan: Plan, published: Sequence[Point], asked: int) -> list[str]:
    notes = [texts.STAT_RANK_MISSING] if len(published) < asked else []
    ranking = plan.query.ranking
    computed = ranking is not None and ranking.by != "value"
    found = sizes(plan, published) if computed else [p.quantity.value for p in published if p.quantity]
    values = sorted(found, reverse=True)
    if ranking and ranking.limit is not None and values:
        beyond = sum(is_beyond(value, ranking) for value in values)
        return [
            *notes,
            *([texts.STAT_NONE_BEYOND] if not beyond else []),
            *([texts.STAT_RANK_CUT] if beyond > ranking.count else []),
        ]
    told = plan.measure.statistic == "category" and ranking and ranking.count == 1  # all of them are listed
    if ranking and not ranking.own and len(values) > ranking.count and not told:
        ordered = values if ranking.highest else values[::-1]
        if ordered[ranking.count - 1] == ordered[ranking.count]:
            notes.append(texts.STAT_TIES)
    return notes


def _suppressed(plan: Plan, points: Sequence[Point]) -> list[str]:
    """A sentence for each point without a figure: whose it is, never what it might be."""
    notes = []
    for point in points:
        if point.quantity is None:
            names = [
                label(plan, dimension, point.coordinates[dimension.id])
                for dimension in plan.info.dimensions
                if dimension.role in {"occupation", "sex", "sector"}
            ]
            named = ", ".join(lower_first(name) for name in names if name) or lower_first(plan.measure.label)
            notes.append(texts.STAT_SUPPRESSED.format(asked=f"{named} {where(plan, point)}"))
    return list(dict.fromkeys(notes))[:3]


def _definition(plan: Plan) -> list[str]:
    """What the measure must not be taken for."""
    if plan.measure.unit == "SEK/month" and plan.measure.statistic == "mean":
        return [texts.STAT_MEAN]
    if plan.measure.unit == "SEK/month" and plan.measure.statistic == "median":
        return [texts.STAT_MEDIAN]
    if plan.measure.statistic == "category":
        title = plan.info.title.partition(":")[0]
        told = texts.STAT_ASSESSMENT.format(
            publisher=plan.info.publisher, title=title, updated=plan.info.updated
        )
        return [told, *plan.info.coverage[:1]]
    text = plan.measure.definition
    guards = (text[span.start : span.end].strip() for span in sentences(text))
    return [guard for guard in guards if " annat " in f" {guard} " and not any(c.isdigit() for c in guard)]


def _nothing(request: Request, plans: Sequence[Plan]) -> Finding:
    """No table has what is asked: says which part of the question it is."""
    if request.occupations:
        note = texts.STAT_OCCUPATION_ABSENT.format(asked=request.occupations[0].text)
    elif request.unknown:
        note = texts.STAT_UNKNOWN_OCCUPATION.format(asked=" ".join(request.unknown[:3]))
    else:
        note = texts.STAT_NEEDS_OCCUPATION if plans else texts.NO_EVIDENCE
    return Finding(kind="cell", status="no_evidence", reason="breakdown_missing", notes=(note,))


def _confidence(query: Query, request: Request, plans: Sequence[Plan] = ()) -> float:
    """How sure it is that the question asks for a figure of the tables, 0-1."""
    if query.kind == "definition" and request.context and not request.unknown:
        return NO_DEFINITION
    sure = 0.95 if request.intent and request.context else 0.8 if request.intent else 0.7
    sure -= (0.05 if request.context else 0.1) * min(len(request.unknown), 4)
    if plans and plans[0].cost >= 9.0 and not any(gap.reason == "period_missing" for gap in plans[0].gaps):
        sure -= 0.2
    return round(max(sure, 0.2), 2)
