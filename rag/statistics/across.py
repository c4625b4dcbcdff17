"""Questions that need two measures: so many per inhabitant, and how far two measures lie apart.

Everything else is about one measure of one table. Here two plans are run, and their points set beside each
other where they stand for the same place and group. Measures of different kinds are refused: a count less a
percentage says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rag import texts
from rag.entities.measures import Measures
from rag.schema import Claim, Entity, Finding, Quantity, Query
from rag.statistics import arithmetic, charts, speech, wording
from rag.statistics.execute import MEASURE, Cells, Point, run
from rag.statistics.measure_choice import is_weak
from rag.statistics.plan import MAX_SUM_STATISTICS, Plan, Planner
from rag.statistics.ranking import Ranking
from rag.statistics.reading import read_request
from rag.statistics.request import Request
from rag.swedish.numbers import find_numbers, format_number
from rag.swedish.periods import PeriodSpan, format_period

_PER = re.compile(
    r"\bper\s+(?:(?P<number>\d[\d\s]*|hundra|tusen|tio ?tusen|hundra ?tusen)\s*)?"
    r"(?P<whom>invånare|innevånare|capita|person|innevånarna)\b|"
    r"\bi (?:förhållande|relation) till (?:folkmängden|befolkningen|invånarantalet|antalet invånare)\b",
    re.IGNORECASE,
)
_BESIDE = frozenset({"difference", "ratio", "compare", "change"})
_PEOPLE = "invånare"
"""The name of the measure that counts those who live in a place."""
_SPREAD = frozenset({"median", "percentile"})
"""Statistics of one distribution: the distance between two of them is a width."""
_JOINT = r"(?:och|till|mot|samt|respektive|som|än|jämfört\s+med|kontra|eller)(?:\s+(?:vid|den|vad))*"
_JOINED = re.compile(
    rf"(?P<before>\w+)\s+(?P<first>[\w:]+)\s+{_JOINT}\s+(?P<second>[\w:]+)(?:\s+(?P<after>\w+))?",
    re.IGNORECASE,
)
_SAID_FIRST = re.compile(rf"[\w:]+\s+(?P<head>\w+)\s+{_JOINT}\s+(?P<second>[\w:]+)", re.IGNORECASE)
""" "90:e percentilen som vid 10:e": the head stands with the first."""
_CUT = re.compile(rf"\b(?P<first>\w{{3,}})-\s+{_JOINT}\s+(?P<second>\w{{5,}})", re.IGNORECASE)
""" "Medel- och medianlönen"."""
_LISTED = re.compile(r"\s*(?:,|/|\b(?:och|samt|respektive|eller|både|mot|kontra|jämfört\s+med)\b)")
"""Between two measures that are both asked for."""
MAX_CLAIMS = 6


_NO_RATE = Finding(
    kind="cell", status="no_evidence", reason="invalid_operation", notes=(texts.STAT_NO_PER_HEAD,)
)


@dataclass(frozen=True, slots=True)
class _Side:
    """One measure of a pair: its plan and the points that have a figure."""

    plan: Plan
    points: tuple[Point, ...]


class Across:
    """Answers what needs two measures; leaves the rest to the ledger."""

    def __init__(self, measures: Measures, planner: Planner, statistics: Cells) -> None:
        self._measures = measures
        self._planner = planner
        self._statistics = statistics

    def answer(self, query: Query, request: Request) -> Finding | None:
        """The finding for a question over two measures; None when it is about one."""
        per = _PER.search(query.question)
        if per:
            return self._per_head(query, per)
        pair = self.pair(request) if request.operation in _BESIDE else None
        return self._between(request, *pair) if pair else None

    # ------------------------------------------------------------------ per inhabitant

    def _per_head(self, query: Query, per: re.Match[str]) -> Finding | None:
        request = self._without(query, per)
        if request is None:
            return None
        counted = self._side(request, counts=True)
        if counted is None or not counted.points:
            return self._no_rate(request)
        years = tuple(dict.fromkeys(speech.code_of(counted.plan, p, "period")[:4] for p in counted.points))
        people = self._side(_of_people(request, self._measures.find(_PEOPLE), years), counts=True)
        missing = _missing_year(people, years)
        if people is None or missing:
            note = texts.STAT_NO_POPULATION.format(asked=missing or format_period(years[0]))
            return Finding(kind="cell", status="no_evidence", reason="period_missing", notes=(note,))
        rates = _rates(counted, people, _base(per))
        if people.plan.measure.label == counted.plan.measure.label or not rates:
            return _NO_RATE
        return _told_per_head(counted, rates, request.ranking)

    def _no_rate(self, request: Request) -> Finding | None:
        """That a measure which counts nothing has no rate; None where the table lacks what was asked."""
        plans = self._planner.plans(request)
        if plans and plans[0].measure.statistic not in MAX_SUM_STATISTICS:
            return _NO_RATE
        return None

    def _without(self, query: Query, per: re.Match[str]) -> Request | None:
        """The question read as if "per 1 000 invånare" did not stand in it."""
        text = query.question
        blank = text[: per.start()] + " " * (per.end() - per.start()) + text[per.end() :]
        kept = tuple(e for e in query.entities if e.end <= per.start() or per.end() <= e.start)
        request = read_request(replace(query, question=blank, entities=kept), self._measures)
        return replace(request, percent=False, share_of="") if request else None

    def _side(self, request: Request, *, counts: bool = False) -> _Side | None:
        """The nearest plan that has what was asked, run."""
        for plan in self._planner.plans(request):
            if plan.hard or plan.choices or (counts and plan.measure.statistic not in MAX_SUM_STATISTICS):
                continue
            return _Side(plan, tuple(p for p in run(plan, self._statistics) if p.is_published))
        return None

    # ------------------------------------------------------------------ two measures

    def pair(self, request: Request) -> tuple[tuple[Entity, ...], tuple[Entity, ...]] | None:
        """The two measures that the question asks for side by side, when it names two."""
        if request.ranking is not None:
            return None
        text = request.text
        spans: dict[tuple[int, int], list[Entity]] = {}
        for entity in (*self._measures.find(text), *self._elliptical(text)):
            if not is_weak(text[entity.start : entity.end]):
                spans.setdefault((entity.start, entity.end), []).append(entity)
        named = [tuple(found) for _, found in sorted(spans.items())]
        telling = [found for found in named if len({e.label for e in found}) == 1]
        named = telling if len(telling) > 1 else named
        if len(named) != 2:
            return None
        first, second = named
        joined = _LISTED.match(text, first[0].end) or request.operation in _BESIDE
        shared = {e.code for e in first} & {e.code for e in second} or (
            {e.label for e in first} & {e.label for e in second}
        )
        return (first, second) if joined and not shared else None

    def _elliptical(self, text: str) -> list[Entity]:
        """ "10:e" of "10:e och 90:e percentilen", "90" of "percentil 10 och 90", "medel-" of "medel- och"."""
        tried: list[tuple[str, tuple[int, int]]] = []
        for match in _JOINED.finditer(text):
            tried.append((f"{match['first']} {match['after']}", match.span("first")))
            tried.append((f"{match['before']} {match['second']}", match.span("second")))
        tried += [(f"{m['second']} {m['head']}", m.span("second")) for m in _SAID_FIRST.finditer(text)]
        for match in _CUT.finditer(text):
            ends = (match["second"][at:] for at in range(2, len(match["second"]) - 2))
            tried += [(match["first"] + end, match.span("first")) for end in ends]
        named = self._measures.find(text)
        for said, span in tried:
            whole = [e for e in self._measures.find(said) if (e.start, e.end) == (0, len(said)) and e.exact]
            if whole and not any(e.start <= span[0] < e.end for e in named):
                return [replace(e, start=span[0], end=span[1]) for e in whole]
        return []

    def _between(
        self, request: Request, first: tuple[Entity, ...], second: tuple[Entity, ...]
    ) -> Finding | None:
        asked = replace(
            request, operation="value", directed=False, unknown=(), percent=False, ratio_in_percent=False
        )
        for one in self._planner.plans(replace(asked, measures=first)):
            if one.choices:  # which of them is meant is asked first
                return None
            for other in self._planner.plans(replace(asked, measures=second)):
                if one.info.id == other.info.id and not (one.hard or other.hard or one.choices):
                    return self._in_one_table(request, one, other)
        if request.operation in {"compare", "change"}:
            return None
        labels = [wording.lower_first(named[0].label.partition(" (")[0]) for named in (first, second)]
        note = texts.STAT_INVALID_DEFINITIONS.format(first=labels[0], second=labels[1])
        return Finding(kind="cell", status="refused", reason="invalid_operation", notes=(note,))

    def _in_one_table(self, request: Request, one: Plan, other: Plan) -> Finding | None:
        sides = [tuple(p for p in run(plan, self._statistics) if p.is_published) for plan in (one, other)]
        comparable = one.measure.unit == other.measure.unit and (
            {one.measure.statistic, other.measure.statistic} <= _SPREAD
        )
        if not comparable and request.operation in {"compare", "change"}:
            return None
        if not comparable:
            note = texts.STAT_INVALID_DEFINITIONS.format(
                first=wording.lower_first(one.measure.label), second=wording.lower_first(other.measure.label)
            )
            return Finding(kind="cell", status="refused", reason="invalid_operation", notes=(note,))
        pairs = [(a, b) for a in sides[0] for b in sides[1] if _place(a) == _place(b)][:MAX_CLAIMS]
        if not pairs:
            return None
        claims: list[Claim] = []
        for a, b in pairs:
            claims += [_value(one, a), _value(other, b)]
            if comparable:
                claims += _apart(one, other, a, b, ratio=request.operation == "ratio")
        gaps = tuple(dict.fromkeys(gap.note for gap in one.gaps))
        return Finding(
            kind="cell",
            status="partial" if gaps else "answered",
            reason=one.gaps[0].reason if gaps else None,
            claims=tuple(claims),
            notes=(*gaps, *dict.fromkeys(one.remarks)),
        )


def _value(plan: Plan, point: Point) -> Claim:
    return speech.claim(plan, (point,), speech.value_sentence(plan, (point,)))


def _place(point: Point) -> Mapping[str, str]:
    return {name: code for name, code in point.coordinates.items() if name != MEASURE}


def _apart(one: Plan, other: Plan, a: Point, b: Point, *, ratio: bool) -> list[Claim]:
    """How far the second measure lies from the first, for the same group."""
    low, high = sorted(((one, a), (other, b)), key=lambda side: speech.value(side[1]).value)
    values = speech.value(low[1]), speech.value(high[1])
    names = [wording.definite(side[0].measure) for side in (high, low)]
    citations = tuple(speech.cite(plan, point) for plan, point in (low, high))
    result = arithmetic.ratio(values[1], values[0]) if ratio else arithmetic.difference(*values)
    if result is None:
        return []
    period = wording.at_period(speech.code_of(one, a, "period"))
    when = f"{period} var " if period else "Enligt tabellen är "
    sex = speech.among(one, a)
    whom = f" {sex}" if sex else ""
    if ratio:
        text = f"{when}{names[0]} {format_number(result.value)} gånger {names[1]}{whom}."
    else:
        size = wording.amount(result.value, result.unit)
        text = f"{when}skillnaden {size}{whom}: {names[0]} är högre än {names[1]}."
    return [Claim(text=text, citations=citations, quantities=(result,))]


# ------------------------------------------------------------------ per inhabitant, in words


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
        ordered = sorted(rates, key=lambda rate: rate.value.value, reverse=ranking.highest)
        rates = ordered[: ranking.count]
    else:
        rates = rates[:MAX_CLAIMS]
    claims = [_rate_claim(plan, rate, end=ranking if n == 0 else None) for n, rate in enumerate(rates)]
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
    people = rate.people_plan
    when = wording.at_period(speech.code_of(plan, rate.point, "period"))
    about = [text for text in speech.about(plan, rate.point, without="region") if text]
    subject = " ".join([wording.definite(plan.measure), *about])
    size = f"{format_number(rate.value.value)} {_unit(rate.value)}"
    most = f"{'högst' if end.highest else 'lägst'} " if end and not end.own else ""
    sizes = f"{speech.spoken(plan, rate.point)} av {speech.spoken(people, rate.people)}"
    text = f"{when} var {subject} {most}{_where(plan, rate)}: {size} ({sizes})."
    if not most:
        text = f"{when} var {subject} {_where(plan, rate)} {size} ({sizes})."
    citations = (speech.cite(plan, rate.point), speech.cite(people, rate.people))
    return Claim(text=text, citations=citations, quantities=(rate.value,))


def _where(plan: Plan, rate: _Rate) -> str:
    return wording.place(speech.region_of(plan, rate.point), speech.labels_of(plan, "region"))


def _unit(rate: Quantity) -> str:
    return wording.per_head(rate.unit)
