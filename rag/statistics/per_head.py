"""Counts set against those who live in a place: "arbetslösa per 1 000 invånare", worked out and told.

A share of those who live in a kommun, "hur stor andel av Malmös befolkning var arbetslös", is worked out too:
the published rates are of län, and of those of working age.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag import texts
from rag.entities.measures import Measures
from rag.entities.regions import is_people, region
from rag.schema import Claim, Entity, Finding, Quantity, Query
from rag.statistics import arithmetic, charts, speech, wording
from rag.statistics.execute import Cells, Point, run
from rag.statistics.fitting import ADDITIVE
from rag.statistics.mentions import regions_of
from rag.statistics.plan import Plan, Planner
from rag.statistics.ranking import Ranking
from rag.statistics.reading import read_request
from rag.statistics.request import Request
from rag.swedish.numbers import find_numbers, format_number
from rag.swedish.periods import PeriodSpan, format_period

MAX_CLAIMS = 6

PER = re.compile(
    r"\b(?:per|på|av)\s+(?:(?:varje|en|ett)\s+)?(?:(?P<number>\d[\d\s]*|hundra|tusen|tio ?tusen|"
    r"hundra ?tusen)\s*)"
    r"(?P<many>invånare|innevånare|personer)\b|"
    r"\bper\s+(?P<whom>invånare|innevånare|capita|person|innevånarna)\b|"
    r"\bi (?:förhållande|relation) till (?:folkmängden|befolkningen|invånarantalet|antalet invånare)\b",
    re.IGNORECASE,
)


_PART = re.compile(r"\b(?:andel\w*|del|procent|%)\s+(?:av|utav)\s+(?:de\s+som\s+)?", re.IGNORECASE)
_OF_THEM = re.compile(
    r"\s*(?:(?:hela|den|kommuns?|kommunens|stads?)\s+)*(?:befolkning\w*|invånar\w*|folkmängd\w*|folket)\b",
    re.IGNORECASE,
)
""" "Andel av Malmös befolkning": what stands before the place, and after it or in its stead."""
_PEOPLE = "invånare"
"""The name of the measure that counts those who live in a place."""


_NO_RATE = Finding(
    kind="cell", status="no_evidence", reason="invalid_operation", notes=(texts.STAT_NO_PER_HEAD,)
)


@dataclass(frozen=True, slots=True)
class _Side:
    """A plan and its points."""

    plan: Plan
    points: tuple[Point, ...]


def _side(planner: Planner, statistics: Cells, request: Request, *, counts: bool = False) -> _Side | None:
    """The nearest plan that has what was asked, run; with `counts` only of a measure that may be added."""
    for plan in planner.plans(request):
        if plan.hard or plan.choices or (counts and plan.measure.statistic not in ADDITIVE):
            continue
        return _Side(plan, tuple(p for p in run(plan, statistics) if p.is_published))
    return None


class PerHead:
    """Answers what is asked per inhabitant."""

    def __init__(self, measures: Measures, planner: Planner, statistics: Cells) -> None:
        self._measures = measures
        self._planner = planner
        self._statistics = statistics

    def answer(self, query: Query, request: Request) -> Finding | None:
        """The rates that the question asks for; None when it asks for none, or of no measure.

        Args:
            query: The question.
            request: As it was read, with what the rate is of: of a share, that of an age or sex is of those
            who live there too, and is left to who counts them.
        """
        per = PER.search(query.question)
        parts = request.ages or request.sexes or self._is_of_people(request)
        spans = [per.span()] if per else [] if parts else share_of_people(query)
        bare = self._without(query, spans) if spans else None
        if bare is None or (per is None and not self._is_local(bare)):
            return None
        request = bare
        counted = _side(self._planner, self._statistics, request, counts=True)
        if counted is None or not counted.points:
            return self._no_rate(request)
        years = tuple(dict.fromkeys(speech.code_of(counted.plan, p, "period")[:4] for p in counted.points))
        asked = _of_people(request, self._measures.find(_PEOPLE), years)
        people = _side(self._planner, self._statistics, asked, counts=True)
        missing = _missing_year(people, years)
        if people is None or missing:
            note = texts.STAT_NO_POPULATION.format(asked=missing or format_period(years[0]))
            return Finding(kind="cell", status="no_evidence", reason="period_missing", notes=(note,))
        rates = _rates(counted, people, _base(per) if per else Decimal(100))
        if people.plan.measure.label == counted.plan.measure.label or not rates:
            return _NO_RATE
        return _told_per_head(counted, rates, request.ranking)

    def _no_rate(self, request: Request) -> Finding | None:
        """That a measure which counts nothing has no rate; None where the table lacks what was asked."""
        plans = self._planner.plans(request)
        if plans and plans[0].measure.statistic not in ADDITIVE:
            return _NO_RATE
        return None

    def _is_local(self, request: Request) -> bool:
        """Whether a count is asked of kommuner, which no published rate is told of."""
        counts = all(self._measures.of(e.code).statistic in ADDITIVE for e in request.measures)
        kinds = {found.kind for m in request.regions if (found := region(m.codes[0]))}
        return counts and kinds == {"kommun"}

    def _is_of_people(self, request: Request) -> bool:
        """Whether those who live somewhere are themselves what is measured."""
        people = {entity.label for entity in self._measures.find(_PEOPLE)}
        return bool({entity.label for entity in request.measures} & people)

    def _without(self, query: Query, spans: Sequence[tuple[int, int]]) -> Request | None:
        """The question read as if "per 1 000 invånare" did not stand in it."""
        text = query.question
        for start, end in spans:
            text = text[:start] + " " * (end - start) + text[end:]
        kept = tuple(
            e for e in query.entities if all(e.end <= start or end <= e.start for start, end in spans)
        )
        request = read_request(replace(query, question=text, entities=kept), self._measures)
        return replace(request, percent=False, share_of="") if request else None


def share_of_people(query: Query) -> list[tuple[int, int]]:
    """Where a question says that a share of those who live in a place is asked for; empty when it does not:
    "[andel av ]Malmös[ befolkning]", "[andel av ]malmöborna"."""
    text = query.question
    for part in _PART.finditer(text):
        place = next((e for e in regions_of(query) if e.start == part.end()), None)
        if place and is_people(text[place.start : place.end]):
            return [part.span()]
        if people := _OF_THEM.match(text, place.end if place else part.end()):
            return [part.span(), people.span()]
    return []


def _of_people(request: Request, people: tuple[Entity, ...], years: Sequence[str]) -> Request:
    """The same places in the same years, asked how many live there."""
    spans = tuple(PeriodSpan(0, 0, first=year, last=year) for year in years)
    operation = request.operation if request.operation == "rank" else "value"
    return replace(
        request,
        measures=people,
        operation=operation,
        periods=spans,
        occupations=(),
        unknown=(),
        definition="",
    )


def _missing_year(people: _Side | None, years: Sequence[str]) -> str:
    held = {speech.code_of(people.plan, p, "period") for p in people.points} if people else set()
    return next((format_period(year) for year in years if year not in held), "")


def _base(per: re.Match[str]) -> Decimal:
    """How many inhabitants the rate is for; a hundred, as a share, when the question does not say."""
    said = next((n.value for n in find_numbers(f"{per['number'] or ''} invånare")), None)
    return said if said and said > 1 else Decimal(100)


@dataclass(frozen=True, slots=True)
class _Rate:
    """A count, the people it is set against, and what comes of it."""

    point: Point
    people: Point
    people_plan: Plan
    value: Quantity

    def unrounded(self) -> Decimal:
        """What rates are ordered by: two that are told alike are seldom alike."""
        return speech.value(self.point).value / speech.value(self.people).value


def _rates(counted: _Side, people: _Side, base: Decimal) -> list[_Rate]:
    living = {
        (speech.region_of(people.plan, p), speech.code_of(people.plan, p, "period")): p for p in people.points
    }
    found = []
    for point in counted.points:
        place = speech.region_of(counted.plan, point), speech.code_of(counted.plan, point, "period")[:4]
        other = living.get(place)
        rate = arithmetic.per_head(speech.value(point), speech.value(other), base) if other else None
        if other and rate:
            found.append(_Rate(point, other, people.plan, rate))
    return found


def _told_per_head(counted: _Side, rates: Sequence[_Rate], ranking: Ranking | None) -> Finding:
    plan = counted.plan
    if ranking and not ranking.own:
        ordered = sorted(rates, key=_Rate.unrounded, reverse=ranking.highest)
        rates = ordered[: ranking.count]
        claims = [_rate_claim(plan, rates[0], end=ranking), *(_rate_item(plan, rate) for rate in rates[1:])]
    else:
        rates = rates[:MAX_CLAIMS]
        claims = [_rate_claim(plan, rate, end=None) for rate in rates]
    notes = [*(gap.note for gap in plan.gaps), texts.STAT_PER_HEAD]
    bars = [(_where(plan, rate).removeprefix("i "), rate.value) for rate in rates]
    return Finding(
        kind="cell",
        status="partial" if plan.gaps else "answered",
        reason=plan.gaps[0].reason if plan.gaps else None,
        claims=tuple(claims),
        notes=tuple(dict.fromkeys(notes)),
        chart=charts.bar(plan.info, f"{plan.measure.label} {_unit(rates[0].value)}", "region", bars),
    )


def _rate_claim(plan: Plan, rate: _Rate, end: Ranking | None) -> Claim:
    when = wording.at_period(speech.code_of(plan, rate.point, "period"))
    about = [text for text in speech.about(plan, rate.point, without="region") if text]
    subject = " ".join([wording.definite(plan.measure), *about])
    most = f"{'högst' if end.highest else 'lägst'} " if end and not end.own else ""
    where, size = _where(plan, rate), _size(plan, rate)
    text = f"{when} var {subject} {where} {size}."
    if most:
        text = f"{when} var {subject} i förhållande till folkmängden {most}{where}: {size}."
    citations = (speech.cite(plan, rate.point), speech.cite(rate.people_plan, rate.people))
    return Claim(text=text, citations=citations, quantities=(rate.value,))


def _rate_item(plan: Plan, rate: _Rate) -> Claim:
    """One of an order below the first: "- Malmö kommun: 5,8 procent av invånarna (…)"."""
    text = f"- {_where(plan, rate).removeprefix('i ')}: {_size(plan, rate)}"
    citations = (speech.cite(plan, rate.point), speech.cite(rate.people_plan, rate.people))
    return Claim(text=text, citations=citations, quantities=(rate.value,))


def _size(plan: Plan, rate: _Rate) -> str:
    """The rate, and what it is worked out from."""
    sizes = f"{speech.spoken(plan, rate.point)} av {speech.spoken(rate.people_plan, rate.people)}"
    return f"{format_number(rate.value.value)} {_unit(rate.value)} ({sizes})"


def _where(plan: Plan, rate: _Rate) -> str:
    return wording.place(speech.region_of(plan, rate.point), speech.labels_of(plan, "region"))


def _unit(rate: Quantity) -> str:
    return wording.per_head(rate.unit)
